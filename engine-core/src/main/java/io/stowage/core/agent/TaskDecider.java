package io.stowage.core.agent;

import static io.stowage.core.agent.Moment.NEVER;

import io.stowage.core.agent.Action.Confirm;
import io.stowage.core.agent.Action.End;
import io.stowage.core.agent.Action.GiveUp;
import io.stowage.core.agent.Action.Restart;
import io.stowage.core.agent.Action.Stop;
import io.stowage.model.ContainerRestartPolicy;
import io.stowage.model.DesiredStatus;
import io.stowage.model.TaskStopCode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is to be done about a task now: a function of what is known of it and the time, to values.
 *
 * <p>A task is in one of three parts of its life. While it is to run, {@link StartRules} bring its containers up; when there is a reason
 * to stop, which is looked for here, {@link StopRules} bring them down; when it has stopped, {@link AfterRules} see to it that it stays so
 * and clear away what is left. Where something has to be remembered (a {@link Action.Mark}), the decision ends there: what follows from
 * it is decided next.
 */
final class TaskDecider {

    static final String ESSENTIAL_EXITED = "Essential container in task exited";

    static final String FAILED_TO_START = "Task failed to start";

    private TaskDecider() {}

    /**
     * What a decision depends on beside the task.
     *
     * @param agentChecksHealth whether the agent runs health checks, because the runtime runs none
     * @param unansweredLimit how long a start may go on without a clear answer
     * @param retention how long the containers of a stopped task are kept
     */
    record Terms(boolean agentChecksHealth, Duration unansweredLimit, Duration retention) {}

    static Decision decide(KnownTask task, Terms terms, Moment now) {
        Decision.Builder decision = new Decision.Builder(now);
        if (task.isStopped()) {
            AfterRules.decide(task, terms, decision);
            return decision.build();
        }
        judgeExits(task, decision);
        if (decision.isEmpty() && !task.isStopping()) {
            judgeDependencies(task, decision);
            Stop reason = reasonToStop(task);
            if (decision.isEmpty() && reason != null) {
                decision.add(reason);
            }
        }
        if (decision.isEmpty()) {
            if (task.isStopping()) {
                StopRules.decide(task, decision);
            } else {
                StartRules.decide(task, terms, decision);
            }
        }
        return decision.build();
    }

    private static void judgeExits(KnownTask task, Decision.Builder decision) {
        boolean toStop = task.isStopping() || task.desiredStatus() == DesiredStatus.STOPPED;
        for (KnownContainer container : task.containers()) {
            Exit exit = container.exit();
            if (exit == null || container.over() || (container.restarting() && !toStop)) {
                continue;
            }
            boolean again = !toStop && mayRestart(container, exit);
            decision.add(again ? new Restart(container.name()) : new End(container.name()));
        }
    }

    private static boolean mayRestart(KnownContainer container, Exit exit) {
        ContainerRestartPolicy policy = container.plan().definition().restartPolicy();
        if (policy == null || !policy.enabled() || exit.gone()) {
            return false;
        }
        boolean ignored = exit.exitCode() != null && policy.ignores(exit.exitCode());
        Duration period = Duration.ofSeconds(policy.restartAttemptPeriodOrDefault());
        return !ignored && exit.ranFor().compareTo(period) >= 0;
    }

    private static void judgeDependencies(KnownTask task, Decision.Builder decision) {
        for (KnownContainer container : task.containers()) {
            String failure = Dependencies.failedFor(container, task, decision.now());
            if (failure != null) {
                decision.add(new GiveUp(container.name(), failure));
            }
        }
    }

    private static @Nullable Stop reasonToStop(KnownTask task) {
        if (task.desiredStatus() == DesiredStatus.STOPPED) {
            return new Stop(null, null);
        }
        for (KnownContainer container : task.containers()) {
            if (container.plan().essential() && container.over()) {
                boolean exited = container.exit() != null || task.hasRun();
                return exited
                        ? new Stop(TaskStopCode.ESSENTIAL_CONTAINER_EXITED, ESSENTIAL_EXITED)
                        : new Stop(TaskStopCode.TASK_FAILED_TO_START, FAILED_TO_START);
            }
        }
        return null;
    }

    /** Looks at a container where a look is due. Returns whether it may be acted on now. */
    static boolean inSight(KnownContainer container, Decision.Builder decision) {
        if (container.busy()) {
            return false;
        }
        Sight sight = container.sight();
        if (sight.lookAt() != NEVER && decision.due(sight.lookAt())) {
            decision.call(Verb.INSPECT, container);
            return false;
        }
        if (sight.absentTick() >= 0) {
            decision.add(new Confirm(sight.absentTick()));
        }
        return sight.certain();
    }
}
