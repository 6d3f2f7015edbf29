package io.stowage.core.placement;

import io.stowage.model.Attribute;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.ContainerOverride;
import io.stowage.model.ResourceRequirement;
import io.stowage.model.ResourceType;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskOverride;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a task takes of a container instance.
 *
 * <p>The size of the whole task counts where it is given; else the sum over the containers, each with its soft memory limit where it has
 * one and its hard limit where not. Overrides go before the definition.
 *
 * @param cpu CPU units
 * @param memory MiB
 * @param gpus whole GPUs
 * @param ports the host ports that the task needs for itself, each once. A bridge port that the runtime chooses is not among them
 * @param attributes what an instance must carry: of the same value, or any where none is given
 * @param capacityProvider the name of the capacity provider whose instance it has to be; null for any instance but the hosts of FARGATE
 */
public record Demand(
        int cpu,
        int memory,
        int gpus,
        List<HostPort> ports,
        List<Attribute> attributes,
        @Nullable String capacityProvider) {

    /** More GPUs than there are: what asks for all of them, or for a share of one, is refused at registration and never fits. */
    private static final int MORE_THAN_THERE_ARE = Integer.MAX_VALUE;

    /** Copies the lists. */
    public Demand {
        ports = List.copyOf(ports);
        attributes = List.copyOf(attributes);
    }

    /** Takes these, and requires no attribute. */
    public Demand(int cpu, int memory, int gpus, List<HostPort> ports) {
        this(cpu, memory, gpus, ports, List.of(), null);
    }

    /** Takes these of any instance that carries the attributes. */
    public Demand(int cpu, int memory, int gpus, List<HostPort> ports, List<Attribute> attributes) {
        this(cpu, memory, gpus, ports, attributes, null);
    }

    /** The same of an instance of a capacity provider; null for any instance but the hosts of FARGATE. */
    public Demand on(@Nullable String ofCapacityProvider) {
        return Objects.equals(capacityProvider, ofCapacityProvider)
                ? this
                : new Demand(cpu, memory, gpus, ports, attributes, ofCapacityProvider);
    }

    /** What a task of this definition with these overrides takes. */
    public static Demand of(TaskDefinition definition, @Nullable TaskOverride overrides) {
        String cpu = overrides != null && overrides.cpu() != null ? overrides.cpu() : definition.cpu();
        String memory = overrides != null && overrides.memory() != null ? overrides.memory() : definition.memory();
        long cpuSum = 0;
        long memorySum = 0;
        long gpus = 0;
        for (ContainerDefinition container : definition.containerDefinitions()) {
            ContainerOverride override = overrideOf(container, overrides);
            cpuSum += cpuOf(container, override);
            memorySum += memoryOf(container, override);
            gpus += gpusOf(container, override);
        }
        return new Demand(
                cpu == null ? saturated(cpuSum) : TaskSize.cpuUnits(cpu),
                memory == null ? saturated(memorySum) : TaskSize.mebibytes(memory),
                saturated(gpus),
                PortClaims.of(definition),
                definition.requiresAttributes() == null ? List.of() : definition.requiresAttributes());
    }

    private static @Nullable ContainerOverride overrideOf(
            ContainerDefinition container, @Nullable TaskOverride overrides) {
        if (overrides == null) {
            return null;
        }
        for (ContainerOverride override : overrides.containerOverrides()) {
            if (container.name().equals(override.name())) {
                return override;
            }
        }
        return null;
    }

    private static int cpuOf(ContainerDefinition container, @Nullable ContainerOverride override) {
        return override != null && override.cpu() != null ? override.cpu() : container.reservedCpu();
    }

    private static int memoryOf(ContainerDefinition container, @Nullable ContainerOverride override) {
        if (override == null) {
            return container.reservedMemory();
        }
        Integer soft =
                override.memoryReservation() != null ? override.memoryReservation() : container.memoryReservation();
        Integer hard = override.memory() != null ? override.memory() : container.memory();
        if (soft != null) {
            return soft;
        }
        return hard == null ? 0 : hard;
    }

    private static long gpusOf(ContainerDefinition container, @Nullable ContainerOverride override) {
        List<ResourceRequirement> requirements = override != null && override.resourceRequirements() != null
                ? override.resourceRequirements()
                : container.resourceRequirements();
        long gpus = 0;
        if (requirements != null) {
            for (ResourceRequirement requirement : requirements) {
                gpus += requirement.type() == ResourceType.GPU ? wholeGpus(requirement.value()) : 0;
            }
        }
        return gpus;
    }

    private static int wholeGpus(@Nullable String value) {
        if (value == null || !value.matches("[0-9]{1,9}")) {
            return MORE_THAN_THERE_ARE;
        }
        return Integer.parseInt(value);
    }

    private static int saturated(long sum) {
        return (int) Math.min(Integer.MAX_VALUE, sum);
    }
}
