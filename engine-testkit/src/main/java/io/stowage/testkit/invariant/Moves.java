package io.stowage.testkit.invariant;

import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.InstanceRebalancing;
import io.stowage.model.InstanceRebalancing.Move;
import io.stowage.model.Service;
import io.stowage.model.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * S30: moves of tasks to other container instances that somebody has asked for. What begins is counted against the budget in the commit that creates
 * the newcomer, on another container instance; the service is rolled out then, and the task that is to go isn't protected.
 */
final class Moves implements CommitCheck {

    /** The services of which no engine can read what is stored: none knows of the moves that are under way there. */
    private Predicate<String> unreadable = service -> false;

    void unreadable(Predicate<String> services) {
        unreadable = services;
    }

    @Override
    public void check(Change change, ClusterMirror mirror, Report report) {
        for (Change.OfService service : change.services) {
            if (service.before() != null && service.after() != null) {
                check(service.before(), service.after(), change, mirror, report);
            }
        }
    }

    private void check(Service before, Service after, Change change, ClusterMirror mirror, Report report) {
        InstanceRebalancing was = before.instanceRebalancing();
        InstanceRebalancing is = after.instanceRebalancing();
        if (was == null || is == null || !was.requestedAt().equals(is.requestedAt())) {
            return;
        }
        List<Move> begun = new ArrayList<>(is.underWay());
        begun.removeAll(was.underWay());
        if (was.movesLeft() - is.movesLeft() != begun.size() || is.movesLeft() < 0) {
            report.violated(Invariant.S30, "Not what has begun was counted: " + was + " became " + is + ".");
        }
        if (!begun.isEmpty() && underWay(mirror) > is.mostAtOnce()) {
            report.violated(Invariant.S30, underWay(mirror) + " moves are under way, but asked for was " + is + ".");
        }
        if (!begun.isEmpty() && !isRolledOut(after)) {
            report.violated(Invariant.S30, "A task is moved while it is rolled out: " + after + ".");
        }
        begun.forEach(move -> check(move, change, mirror, report));
    }

    private int underWay(ClusterMirror mirror) {
        int underWay = 0;
        for (Service service : mirror.services()) {
            InstanceRebalancing asked = service.instanceRebalancing();
            if (asked != null && !unreadable.test(service.serviceName())) {
                underWay += asked.underWay().size();
            }
        }
        return underWay;
    }

    private static boolean isRolledOut(Service service) {
        return service.deployments().size() == 1
                && service.deployments().get(0).rolloutState() == DeploymentRolloutState.COMPLETED;
    }

    private static void check(Move move, Change change, ClusterMirror mirror, Report report) {
        Task newcomer = created(ClusterMirror.idOf(move.newTaskArn()), change);
        Task leaving = mirror.task(ClusterMirror.idOf(move.taskArn()));
        if (newcomer == null || leaving == null || !ServiceLedger.isLive(leaving)) {
            report.violated(Invariant.S30, "There is no such pair of tasks: " + move + ".");
        } else if (String.valueOf(newcomer.containerInstanceArn()).equals(leaving.containerInstanceArn())) {
            report.violated(Invariant.S30, "It is moved to where it is: " + TaskLife.describe(leaving) + ".");
        } else if (isProtected(leaving, newcomer.createdAt())) {
            report.violated(Invariant.S30, "A protected task is to be moved: " + TaskLife.describe(leaving) + ".");
        }
    }

    private static @Nullable Task created(String id, Change change) {
        for (Change.OfTask task : change.tasks) {
            if (task.id().equals(id) && task.before() == null) {
                return task.after();
            }
        }
        return null;
    }

    private static boolean isProtected(Task task, Instant at) {
        Instant until = task.protectionExpirationDate();
        return until != null && until.isAfter(at);
    }

    /** Whether a task was stopped as another one has taken its place elsewhere. */
    static boolean isStoppedForMove(Task stopped, @Nullable Service service) {
        InstanceRebalancing asked = service == null ? null : service.instanceRebalancing();
        return asked != null
                && asked.underWay().stream().anyMatch(move -> move.taskArn().equals(stopped.taskArn()));
    }

    /** How many tasks of a service may be there beyond the desired count. */
    static int beyond(Service service) {
        InstanceRebalancing asked = service.instanceRebalancing();
        return asked == null ? 0 : asked.underWay().size();
    }
}
