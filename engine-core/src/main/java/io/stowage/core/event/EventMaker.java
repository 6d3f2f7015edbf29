package io.stowage.core.event;

import io.stowage.core.state.CommittedChanges;
import io.stowage.core.state.DescribedTasks;
import io.stowage.core.state.Ids;
import io.stowage.core.state.InstanceState;
import io.stowage.core.state.Kind;
import io.stowage.core.state.Transaction;
import io.stowage.event.ContainerInstanceStateChange;
import io.stowage.event.DeploymentStateChange;
import io.stowage.event.DeploymentStateChangeDetail;
import io.stowage.event.EcsEvent;
import io.stowage.event.EventName;
import io.stowage.event.ServiceAction;
import io.stowage.event.ServiceActionDetail;
import io.stowage.event.TaskStateChange;
import io.stowage.model.ContainerInstance;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.Service;
import io.stowage.model.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the events that commits are worth: one turn's, or what a follower sees of several. An event's id is a function of the record and its
 * version, so that it is the same on every engine.
 */
public final class EventMaker {

    private final CommittedChanges changes;
    private final Consumer<Throwable> onFailure;
    private final List<EcsEvent> events = new ArrayList<>();
    private int lost;

    /**
     * For the events of these changes.
     *
     * @param onFailure hears why an event could not be made; the others are made all the same
     */
    public EventMaker(CommittedChanges changes, Consumer<Throwable> onFailure) {
        this.changes = changes;
        this.onFailure = onFailure;
    }

    /** How many events could not be made. */
    public int lost() {
        return lost;
    }

    /** The events, in the order in which the records changed: instances, tasks, services. */
    public List<EcsEvent> make() {
        each(changes.changed(Kind.INSTANCE, ContainerInstance.class), this::instance);
        each(changes.changed(Kind.TASK, Task.class), this::task);
        each(changes.notes(), this::action);
        each(changes.serviceChanges(), this::deployments);
        return events;
    }

    private <T> void each(Iterable<T> changes, Consumer<T> make) {
        for (T change : changes) {
            try {
                make.accept(change);
            } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError thrown) {
                lost++;
                onFailure.accept(thrown);
            }
        }
    }

    private void instance(ContainerInstance instance) {
        InstanceState known = changes.state().instance(Ids.shortId(instance.containerInstanceArn()));
        events.add(new ContainerInstanceStateChange(
                id(instance.containerInstanceArn(), instance.version()),
                changes.now(),
                changes.state().ids().cluster(),
                known == null ? instance : known.described()));
    }

    private void task(Task task) {
        events.add(new TaskStateChange(id(task.taskArn(), task.version()), changes.now(), DescribedTasks.of(task)));
    }

    private void action(Transaction.ServiceNote note) {
        EventName name = ServiceEventNames.of(note.event().message());
        if (name != null) {
            events.add(action(note, name));
        }
    }

    private static EcsEvent action(Transaction.ServiceNote note, EventName name) {
        return new ServiceAction(
                note.service().serviceArn() + "#" + note.event().id(),
                note.event().createdAt(),
                note.service().serviceArn(),
                new ServiceActionDetail(
                        name.eventType(),
                        name,
                        note.service().clusterArn(),
                        List.of(),
                        List.of(),
                        note.event().message(),
                        note.event().createdAt()));
    }

    private void deployments(Transaction.ServiceChange change) {
        for (Deployment after : change.after().deployments()) {
            Deployment before = find(change.before(), after.id());
            if (before == null || before.rolloutState() != after.rolloutState() || isGoneBackTo(before, after)) {
                events.add(new DeploymentStateChange(
                        id(change.after().serviceArn(), after),
                        changes.now(),
                        change.after().clusterArn(),
                        change.after().serviceArn(),
                        detail(after)));
            }
        }
    }

    /** A way back that was superseded may be taken again: its rollout is under way before and after. */
    private static boolean isGoneBackTo(Deployment before, Deployment after) {
        return after.rolledBackAt() != null && !after.rolledBackAt().equals(before.rolledBackAt());
    }

    /** A deployment that is gone back to is under way and completed twice, or more often. */
    private static String id(String serviceArn, Deployment deployment) {
        String id = serviceArn + "#" + deployment.id() + "#" + deployment.rolloutState();
        boolean back =
                deployment.rolloutState() == DeploymentRolloutState.IN_PROGRESS && deployment.rolledBackAt() != null;
        Instant which = back ? deployment.rolledBackAt() : deployment.completedAt();
        return which == null ? id : id + "#" + which;
    }

    private static DeploymentStateChangeDetail detail(Deployment deployment) {
        EventName name = name(deployment.rolloutState());
        return new DeploymentStateChangeDetail(
                name.eventType(), name, deployment.id(), deployment.updatedAt(), deployment.rolloutStateReason());
    }

    private static EventName name(DeploymentRolloutState state) {
        return switch (state) {
            case COMPLETED -> EventName.SERVICE_DEPLOYMENT_COMPLETED;
            case FAILED -> EventName.SERVICE_DEPLOYMENT_FAILED;
            case IN_PROGRESS -> EventName.SERVICE_DEPLOYMENT_IN_PROGRESS;
        };
    }

    private static @Nullable Deployment find(@Nullable Service service, String id) {
        if (service != null) {
            for (Deployment deployment : service.deployments()) {
                if (deployment.id().equals(id)) {
                    return deployment;
                }
            }
        }
        return null;
    }

    private static String id(String arn, long version) {
        return arn + "#" + version;
    }
}
