package io.stowage.core.state;

import io.stowage.core.placement.Demand;
import io.stowage.core.placement.HostPort;
import io.stowage.error.EcsException;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.ContainerDependency;
import io.stowage.model.HealthCheck;
import io.stowage.model.PortMapping;
import io.stowage.model.Task;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskOverride;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a stored definition has to be so that it can be placed and run at all. Deliberately less than what is asked of one that is
 * registered: those rules may grow, and a task that runs is not to suffer from that.
 */
public final class DefinitionRules {

    private DefinitionRules() {}

    /** What is wrong with a definition; null if nothing is. */
    public static @Nullable String wrongWith(TaskDefinition definition) {
        Plausible plausible = new Plausible();
        plausible.that(
                !definition.containerDefinitions().isEmpty(), "containerDefinitions", "empty", "a task has containers");
        Set<String> names = new LinkedHashSet<>();
        for (ContainerDefinition container : definition.containerDefinitions()) {
            plausible.that(names.add(container.name()), "name", container.name(), "another container has it");
        }
        for (ContainerDefinition container : definition.containerDefinitions()) {
            check(container, names, plausible);
        }
        return plausible.wrong() != null ? plausible.wrong() : wrongDemand(definition, null);
    }

    private static void check(ContainerDefinition container, Set<String> names, Plausible plausible) {
        plausible
                .atLeast("cpu", container.cpu(), 0)
                .atLeast("memory", container.memory(), 0)
                .atLeast("memoryReservation", container.memoryReservation(), 0)
                .atLeast("startTimeout", container.startTimeout(), 0)
                .atLeast("stopTimeout", container.stopTimeout(), 0);
        for (PortMapping mapping : orNone(container.portMappings())) {
            String range = mapping.containerPortRange();
            plausible
                    .port("containerPort", mapping.containerPort())
                    .port("hostPort", mapping.hostPort())
                    .that(
                            range == null || range.matches("[0-9]{1,5} ?- ?[0-9]{1,5}"),
                            "containerPortRange",
                            range,
                            "a range is such as 8000-8010");
        }
        for (ContainerDependency dependency : orNone(container.dependsOn())) {
            plausible.refers("dependsOn", dependency.containerName(), names::contains);
        }
        check("healthCheck", container.healthCheck(), plausible);
        check("readinessCheck", container.readinessCheck(), plausible);
    }

    private static void check(String field, @Nullable HealthCheck check, Plausible plausible) {
        if (check != null) {
            plausible
                    .that(!check.command().isEmpty(), field + ".command", "empty", "it has to say what to run")
                    .atLeast(field + ".interval", check.interval(), 1)
                    .atLeast(field + ".timeout", check.timeout(), 1)
                    .atLeast(field + ".retries", check.retries(), 1)
                    .atLeast(field + ".startPeriod", check.startPeriod(), 0);
        }
    }

    private static <T> List<T> orNone(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    /** What is wrong with what a task takes beside its definition, which is known; null if nothing is. */
    static @Nullable String wrongWith(Task task, ClusterState state) {
        TaskOverride overrides = task.overrides();
        return overrides == null
                ? null
                : wrongDemand(Objects.requireNonNull(state.definition(task.taskDefinitionArn())), overrides);
    }

    private static @Nullable String wrongDemand(TaskDefinition definition, @Nullable TaskOverride overrides) {
        Demand demand;
        try {
            demand = Demand.of(definition, overrides);
        } catch (EcsException | NumberFormatException | IndexOutOfBoundsException unreadable) {
            return "what the task takes can't be told: " + unreadable.getMessage();
        }
        Plausible plausible = new Plausible().atLeast("cpu", demand.cpu(), 0).atLeast("memory", demand.memory(), 0);
        for (HostPort port : demand.ports()) {
            plausible.port("hostPort", port.port());
        }
        return plausible.wrong();
    }
}
