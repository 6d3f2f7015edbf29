package io.stowage.core.state;

import com.google.common.hash.Hashing;
import io.stowage.core.capacity.ComingMachine;
import io.stowage.core.capacity.Launch;
import io.stowage.core.capacity.LaunchTerms;
import io.stowage.core.capacity.Ordered;
import io.stowage.core.capacity.Pool;
import io.stowage.core.placement.Fargate;
import io.stowage.model.ContainerInstance;
import io.stowage.spi.InstanceProvider.LaunchRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A machine that a capacity provider launches or has launched, from the decision to its end. It holds all that later attempts are made of: what
 * follows for it after a crash needs neither the capacity provider nor the instance provider's list of types.
 *
 * @param capacityProvider its name
 * @param instanceProvider name of the plugin that is asked
 * @param pools that may be asked for a machine that does, the preferred ones first
 * @param room what tasks may use of the least of these machines
 * @param tasks what it was launched for: how many tasks by id of their group; empty if it is spare
 * @param leaving why its container instance takes no more tasks; null as long as it may
 */
public record MachineLaunch(
        String capacityProvider,
        String instanceProvider,
        Launch launch,
        List<Pool> pools,
        Room room,
        Map<String, Integer> tasks,
        @Nullable Leaving leaving) {

    private static final String NAME = "launch-";
    private static final int ID_LENGTH = 32;

    /** CPU units and MiB. */
    public record Room(int cpu, int memory) {}

    /** Why a container instance takes no more tasks, so that its machine ends when it is empty. But for the last of these it drains. */
    public enum Leaving {
        /** Fewer are enough. */
        SCALE_IN,
        /** It has reached the capacity provider's maximum age. */
        TOO_OLD,
        /** The instance provider takes the machine back. */
        INTERRUPTED,
        /** It has the one task that its machine was launched for. */
        AFTER_ITS_TASK
    }

    /** Copies the collections. */
    public MachineLaunch {
        pools = List.copyOf(pools);
        tasks = Ordered.copy(tasks);
    }

    /** Its id, which is the launch's. */
    public String id() {
        return launch.id();
    }

    /**
     * The name of the container instance that the attempt's machine becomes: the same whoever registers it, however often. Another attempt's is
     * another one.
     */
    public String instanceName() {
        return instanceName(id(), String.valueOf(launch.attempt().number()));
    }

    /** The same by the tags that the machine carries. */
    public static String instanceName(String launch, String attempt) {
        return NAME + launch + "-" + attempt;
    }

    /**
     * The id that the container instance of this name gets: the same whoever registers it, however often. Should a store lose that it was registered,
     * it comes again as the one by which what runs there is labelled.
     */
    public static String instanceId(String instanceName) {
        return Hashing.sha256()
                .hashString(instanceName, StandardCharsets.UTF_8)
                .toString()
                .substring(0, ID_LENGTH);
    }

    /** Whether it is named like that. */
    public static boolean isInstanceName(@Nullable String containerInstanceName) {
        return containerInstanceName != null && containerInstanceName.startsWith(NAME);
    }

    /** Whether a container instance is the machine of a launch for one task. */
    static boolean isForOneTask(ContainerInstance instance) {
        return Fargate.is(instance.capacityProviderName()) && isInstanceName(instance.containerInstanceName());
    }

    /** What further attempts are made with: what the first one was made with. */
    public LaunchTerms terms(String clusterArn) {
        LaunchRequest first = launch.attempt().request();
        return new LaunchTerms(clusterArn, capacityProvider, pools, first.properties(), first.tags());
    }

    /** The machine, to those who plan where waiting tasks will go. */
    public ComingMachine coming() {
        LaunchRequest request = launch.attempt().request();
        return new ComingMachine(
                request.machineType(), request.availabilityZone(), room.cpu(), room.memory(), List.of(), tasks);
    }

    /** The same after a step of its life. */
    public MachineLaunch with(Launch next) {
        return new MachineLaunch(capacityProvider, instanceProvider, next, pools, room, tasks, leaving);
    }

    /** The same, leaving for this reason; null if it may stay. */
    public MachineLaunch leaving(@Nullable Leaving why) {
        return new MachineLaunch(capacityProvider, instanceProvider, launch, pools, room, tasks, why);
    }
}
