package io.stowage.runtime.ec2;

import io.stowage.spi.InstanceProvider.Machine;
import io.stowage.spi.InstanceProvider.MachineState;
import io.stowage.spi.InstanceProvider.Purchase;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceLifecycleType;
import software.amazon.awssdk.services.ec2.model.PlatformValues;

/** EC2's instances as machines. */
final class Machines {

    private Machines() {}

    static Machine of(Instance instance, MachineAccess access, @Nullable Instant interruption) {
        MachineState state = state(instance);
        return new Machine(
                instance.instanceId(),
                state,
                orEmpty(instance.instanceTypeAsString()),
                zone(instance),
                isSpot(instance) ? Purchase.SPOT : Purchase.ON_DEMAND,
                instance.launchTime() == null ? Instant.EPOCH : instance.launchTime(),
                tags(instance),
                attributes(instance),
                state == MachineState.RUNNING ? access.of(instance) : null,
                interruption);
    }

    static boolean isSpot(Instance instance) {
        return instance.instanceLifecycle() == InstanceLifecycleType.SPOT;
    }

    static MachineState state(Instance instance) {
        if (instance.state() == null || instance.state().name() == null) {
            return MachineState.UNKNOWN;
        }
        return switch (instance.state().name()) {
            case PENDING -> MachineState.PENDING;
            case RUNNING -> MachineState.RUNNING;
            // A stopped one doesn't start by itself: it is on its way out, unless somebody interferes.
            case SHUTTING_DOWN, STOPPING, STOPPED -> MachineState.STOPPING;
            case TERMINATED -> MachineState.TERMINATED;
            case UNKNOWN_TO_SDK_VERSION -> MachineState.UNKNOWN;
        };
    }

    static Map<String, String> tags(Instance instance) {
        Map<String, String> tags = new TreeMap<>();
        instance.tags().forEach(tag -> tags.put(tag.key(), orEmpty(tag.value())));
        return tags;
    }

    /** As ECS names them; what isn't known is left out. */
    private static Map<String, String> attributes(Instance instance) {
        Map<String, String> attributes = new LinkedHashMap<>();
        put(attributes, "ecs.ami-id", instance.imageId());
        put(attributes, "ecs.availability-zone", zone(instance));
        put(attributes, "ecs.cpu-architecture", instance.architectureAsString());
        put(attributes, "ecs.instance-type", instance.instanceTypeAsString());
        put(attributes, "ecs.os-type", instance.platform() == PlatformValues.WINDOWS ? "windows" : "linux");
        put(attributes, "ecs.subnet-id", instance.subnetId());
        put(attributes, "ecs.vpc-id", instance.vpcId());
        return attributes;
    }

    private static void put(Map<String, String> attributes, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            attributes.put(name, value);
        }
    }

    private static String zone(Instance instance) {
        return instance.placement() == null ? "" : orEmpty(instance.placement().availabilityZone());
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
