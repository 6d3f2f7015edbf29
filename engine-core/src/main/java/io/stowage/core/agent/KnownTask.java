package io.stowage.core.agent;

import static io.stowage.core.agent.Moment.NEVER;

import io.stowage.core.agent.Action.Advance;
import io.stowage.core.agent.Action.End;
import io.stowage.core.agent.Action.GiveUp;
import io.stowage.core.agent.Action.Mark;
import io.stowage.core.agent.Action.Restart;
import io.stowage.core.agent.Action.Stop;
import io.stowage.core.agent.spec.ContainerLabels;
import io.stowage.model.DesiredStatus;
import io.stowage.model.TaskStatus;
import io.stowage.model.TaskStopCode;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the agent knows of one task: what is wanted of it, how far it has got, and its containers.
 *
 * <p>Only the agent's strand touches it.
 */
final class KnownTask {

    private final TaskPlan plan;
    private final List<KnownContainer> containers;
    private DesiredStatus desiredStatus;
    private TaskStatus status;
    private boolean stopping;
    private @Nullable TaskStopCode stopCode;
    private @Nullable String stoppedReason;

    private @Nullable Instant pullStartedAt;
    private @Nullable Instant pullStoppedAt;
    private @Nullable Instant executionStoppedAt;
    private long retainedSince = NEVER;

    private KnownTask(TaskPlan plan) {
        TaskOrder order = plan.order();
        this.plan = plan;
        this.containers = containers(plan);
        this.desiredStatus = order.desiredStatus();
        this.status = order.lastStatus().compareTo(TaskStatus.PENDING) < 0 ? TaskStatus.PENDING : order.lastStatus();
        this.stopping = status.compareTo(TaskStatus.RUNNING) > 0;
    }

    private static List<KnownContainer> containers(TaskPlan plan) {
        List<KnownContainer> containers = new ArrayList<>(plan.containers().size());
        for (ContainerPlan container : plan.containers()) {
            containers.add(new KnownContainer(plan, container));
        }
        return List.copyOf(containers);
    }

    /**
     * Takes up a task.
     *
     * @param found its containers on the host, by name, as a complete list has them
     */
    static KnownTask accept(TaskPlan plan, Map<String, ContainerState> found, Moment now) {
        KnownTask task = new KnownTask(plan);
        for (KnownContainer container : task.containers) {
            ContainerState state = found.get(container.plan().hostName());
            if (state != null && !isOver(state, container, plan.order())) {
                container.adopted(state, plan.order().lastHealth(), now);
            } else if (!task.isStopped()) {
                task.missed(container, state != null, now);
            }
            if (plan.order().stopped().contains(container.name())) {
                container.end();
            }
        }
        return task;
    }

    /** What runs, as far as is committed, is never made from scratch. */
    private void missed(KnownContainer container, boolean earlierInItsPlace, Moment now) {
        TaskOrder order = plan.order();
        Integer next = order.nextRuns().get(container.name());
        if (next != null) {
            container.wasOnTheWayTo(next);
        } else if (order.runs().containsKey(container.name()) || status.compareTo(TaskStatus.RUNNING) >= 0) {
            container.missedAtAdoption(order.runs().get(container.name()), now);
        }
        if (earlierInItsPlace || order.desiredStatus() == DesiredStatus.STOPPED) {
            // Whoever had the task before may have created it; what is wanted is created or adopted, but this would be
            // given up. And nothing is created in the place of an earlier run.
            container.doubtedAtAdoption(now);
        } else {
            container.sight().assume();
        }
    }

    /**
     * Whether what was found of a container is an earlier run than the one that is known to have come after it, or that is to come because it
     * had ended.
     */
    private static boolean isOver(ContainerState found, KnownContainer container, TaskOrder order) {
        int run = ContainerLabels.run(found.labels());
        TaskOrder.Run known = order.runs().get(container.name());
        Integer next = order.nextRuns().get(container.name());
        return (known != null && run < known.number())
                || (next != null && run < next && found.phase() == Phase.RUNNING);
    }

    String taskId() {
        return plan.order().taskId();
    }

    TaskPlan plan() {
        return plan;
    }

    List<KnownContainer> containers() {
        return containers;
    }

    KnownContainer container(int index) {
        return containers.get(index);
    }

    KnownContainer container(String name) {
        for (KnownContainer container : containers) {
            if (container.name().equals(name)) {
                return container;
            }
        }
        throw new IllegalArgumentException("task " + taskId() + " has no container " + name);
    }

    DesiredStatus desiredStatus() {
        return desiredStatus;
    }

    TaskStatus status() {
        return status;
    }

    /** Whether it has been RUNNING, so that what happens now is no failure to start. */
    boolean hasRun() {
        return status.compareTo(TaskStatus.RUNNING) >= 0;
    }

    boolean isStopping() {
        return stopping;
    }

    boolean isStopped() {
        return status.compareTo(TaskStatus.STOPPED) >= 0;
    }

    @Nullable
    TaskStopCode stopCode() {
        return stopCode;
    }

    @Nullable
    String stoppedReason() {
        return stoppedReason;
    }

    @Nullable
    Instant pullStartedAt() {
        return pullStartedAt;
    }

    @Nullable
    Instant pullStoppedAt() {
        return pullStoppedAt;
    }

    @Nullable
    Instant executionStoppedAt() {
        return executionStoppedAt;
    }

    /** Whether it is committed as STOPPED, so that there is nothing to say of it any more. */
    boolean isSettled() {
        return isStopped() && retainedSince != NEVER;
    }

    /** Since when its containers are kept for those who want to look at them; {@link Moment#NEVER} before it is time. */
    long retainedSince() {
        return retainedSince;
    }

    /** Says what is wanted of it now. Never goes back from STOPPED. */
    void desire(DesiredStatus wanted) {
        if (wanted == DesiredStatus.STOPPED) {
            desiredStatus = DesiredStatus.STOPPED;
        }
    }

    /** The control plane has committed what a report said. Returns whether there is anything to be done about it. */
    boolean committed(TaskReport report) {
        boolean news = false;
        for (int i = 0; i < containers.size(); i++) {
            Integer restarts = report.containers().get(i).restartCount();
            news |= containers.get(i).committed(restarts == null ? 0 : restarts);
        }
        return news;
    }

    /** The control plane has committed that it is STOPPED. */
    void stoppedAcknowledged(Moment now) {
        if (retainedSince == NEVER) {
            retainedSince = now.nanos();
        }
    }

    void pullIssued(Moment now) {
        if (pullStartedAt == null) {
            pullStartedAt = now.time();
        }
    }

    void pullEnded(Moment now) {
        if (pullStoppedAt == null && containers.stream().noneMatch(c -> !c.pulled() && !c.over())) {
            pullStoppedAt = now.time();
        }
    }

    void apply(Mark mark, Moment now) {
        if (mark instanceof Advance advance) {
            advance(advance.status(), now);
        } else if (mark instanceof Stop stop) {
            stop(stop, now);
        } else if (mark instanceof Restart restart) {
            container(restart.container()).restart(now);
        } else if (mark instanceof End end) {
            container(end.container()).end();
        } else if (mark instanceof GiveUp giveUp) {
            container(giveUp.container()).giveUp(giveUp.reason());
        }
    }

    /** Whatever the reason: what would have been created, and so adopted if it was there, is now looked for instead. */
    private void stop(Stop stop, Moment now) {
        stopping = true;
        stopCode = stop.stopCode();
        stoppedReason = stop.stoppedReason();
        containers.stream().filter(c -> c.sight().assumed()).forEach(c -> c.doubtedAtAdoption(now));
        advance(TaskStatus.STOPPING, now);
    }

    private void advance(TaskStatus reached, Moment now) {
        if (reached.compareTo(status) > 0) {
            status = reached;
        }
        if (isStopped()) {
            containers.forEach(KnownContainer::taskStopped);
        }
        if (stopping) {
            noteExecutionStopped(now);
        }
    }

    private void noteExecutionStopped(Moment now) {
        boolean ran = containers.stream().anyMatch(c -> c.exit() != null);
        if (executionStoppedAt == null && ran && containers.stream().allMatch(KnownContainer::finished)) {
            executionStoppedAt = now.time();
        }
    }

    /** The names of its containers on the host. */
    List<String> hostNames() {
        List<String> names = new ArrayList<>(containers.size());
        containers.forEach(container -> names.add(container.plan().hostName()));
        return names;
    }
}
