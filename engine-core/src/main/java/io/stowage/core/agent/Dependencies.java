package io.stowage.core.agent;

import io.stowage.core.agent.ContainerPlan.Dependency;
import io.stowage.core.agent.Sight.Presence;
import io.stowage.model.ContainerCondition;
import io.stowage.model.HealthStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The order in which the containers of a task start.
 *
 * <p>A dependency is met, is not yet met, or can't be met any more: then the container that waits for it never starts, and the task
 * stops at once instead of waiting. {@code startTimeout} belongs to the container that is waited for, and counts from its start.
 * Dependencies matter only until a container has been started: they say nothing about one that is restarted in place.
 */
final class Dependencies {

    private Dependencies() {}

    /** Whether a container may be created and started now. */
    static boolean metFor(KnownContainer container, KnownTask task) {
        if (task.hasRun() || container.hasStarted()) {
            return true;
        }
        for (Dependency dependency : container.plan().dependencies()) {
            if (!met(dependency.condition(), task.container(dependency.on()))) {
                return false;
            }
        }
        return true;
    }

    /** Why a container can never start, as ECS's agent says it; null if it has started or still can. */
    static @Nullable String failedFor(KnownContainer container, KnownTask task, Moment now) {
        if (task.hasRun() || container.hasStarted() || container.over()) {
            return null;
        }
        for (Dependency dependency : container.plan().dependencies()) {
            KnownContainer on = task.container(dependency.on());
            if (met(dependency.condition(), on)) {
                continue;
            }
            String failure = failure(dependency.condition(), container, on, now);
            if (failure != null) {
                return "CannotStartContainerError: dependency graph: " + failure;
            }
        }
        return null;
    }

    /** When the first of the conditions that a container waits for times out; {@link Moment#NEVER} if none does. */
    static long timeoutFor(KnownContainer container, KnownTask task) {
        long earliest = Moment.NEVER;
        for (Dependency dependency : container.plan().dependencies()) {
            KnownContainer on = task.container(dependency.on());
            if (!met(dependency.condition(), on)) {
                earliest = Math.min(earliest, timeout(dependency.condition(), on));
            }
        }
        return earliest;
    }

    private static boolean met(ContainerCondition condition, KnownContainer on) {
        Exit exit = on.over() ? on.exit() : null;
        return switch (condition) {
            case START -> on.hasStarted();
            case COMPLETE -> exit != null;
            case SUCCESS -> exit != null && exit.exitCode() != null && exit.exitCode() == 0;
            case HEALTHY ->
                on.sight().presence() == Presence.RUNNING && on.run().probe().status() == HealthStatus.HEALTHY;
        };
    }

    private static @Nullable String failure(
            ContainerCondition condition, KnownContainer container, KnownContainer on, Moment now) {
        String names = "container ordering dependency [" + on.name() + "] for target [" + container.name() + "]";
        if (on.over()) {
            return "failed to resolve " + names + " as dependency " + deadEnd(condition, on);
        }
        if (condition == ContainerCondition.HEALTHY && on.run().probe().status() == HealthStatus.UNHEALTHY) {
            return "failed to resolve " + names + " as dependency is unhealthy.";
        }
        return now.reached(timeout(condition, on)) ? names + " has timed out." : null;
    }

    private static String deadEnd(ContainerCondition condition, KnownContainer on) {
        if (on.exit() == null) {
            return "did not start.";
        }
        return condition == ContainerCondition.SUCCESS ? "did not exit successfully." : "has stopped.";
    }

    private static long timeout(ContainerCondition condition, KnownContainer on) {
        Integer startTimeout = on.plan().definition().startTimeout();
        boolean started = on.run().runningSince() != Moment.NEVER;
        if (startTimeout == null || startTimeout <= 0 || !started || condition == ContainerCondition.START) {
            return Moment.NEVER;
        }
        return on.run().runningSince() + Duration.ofSeconds(startTimeout).toNanos();
    }
}
