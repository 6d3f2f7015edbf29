package io.stowage.core.operation;

import io.stowage.core.capacity.Launch.Phase;
import io.stowage.core.capacity.Refresh;
import io.stowage.core.capacity.ScaleInChoice;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.InstanceState;
import io.stowage.core.state.MachineLaunch;
import io.stowage.core.state.MachineLaunch.Leaving;
import io.stowage.core.state.ServiceState;
import io.stowage.model.DesiredStatus;
import io.stowage.model.SchedulingStrategy;
import io.stowage.model.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Which container instances of a capacity provider leave. */
final class Departures {

    private final OperationTurn turn;
    private final PoolTerms terms;
    private final Launches launches;

    Departures(OperationTurn turn, PoolTerms terms, Launches launches) {
        this.turn = turn;
        this.terms = terms;
        this.launches = launches;
    }

    /**
     * Makes some leave.
     *
     * @param many how many are too many
     * @param coming machines that take no tasks yet: while there are any, none is replaced
     */
    void leave(List<MachineLaunch> own, int many, int coming) {
        if (many > 0) {
            ScaleInChoice.choose(
                            candidates(own),
                            many,
                            terms.leaving().terminationProtection(),
                            terms.leaving().warmUp(),
                            turn.now())
                    .forEach(id -> leave(id, Leaving.SCALE_IN));
        } else if (terms.leaving().maximumAge() != null) {
            Refresh.next(ages(own), terms.leaving().maximumAge(), coming, turn.now())
                    .ifPresent(id -> leave(id, Leaving.TOO_OLD));
        }
    }

    /**
     * Makes some leave for the sake of others, which may be launched then.
     *
     * @param useless what is on none of them, and nothing fits that waits
     */
    void makeRoom(List<MachineLaunch> useless, int many) {
        ScaleInChoice.choose(
                        candidates(useless),
                        many,
                        terms.leaving().terminationProtection(),
                        terms.leaving().warmUp(),
                        turn.now())
                .forEach(id -> leave(id, Leaving.SCALE_IN));
    }

    /** Tasks that are not over and no daemon's. */
    static int tasks(InstanceState instance, ClusterState state) {
        int tasks = instance.tasksAside();
        for (Task task : instance.unreleasedTasks()) {
            tasks += isDaemon(task, state) ? 0 : 1;
        }
        return tasks;
    }

    /** Whether there are any: the first one tells. */
    static boolean anyTasks(InstanceState instance, ClusterState state) {
        for (Task task : instance.unreleasedTasks()) {
            if (!isDaemon(task, state)) {
                return true;
            }
        }
        return instance.tasksAside() > 0;
    }

    private static boolean isDaemon(Task task, ClusterState state) {
        ServiceState service = state.serviceOf(task);
        return service != null && service.record().schedulingStrategy() == SchedulingStrategy.DAEMON;
    }

    private void leave(String launchId, Leaving why) {
        MachineLaunch launch = Objects.requireNonNull(turn.state().launch(launchId));
        launches.put(launch, mayEndAtOnce(launch) ? launches.end(launch, why) : launches.leave(launch, why));
    }

    /** Without managed draining; but what has tasks is protected from that where it is protected from scale-in. */
    private boolean mayEndAtOnce(MachineLaunch launch) {
        InstanceState instance = launches.instance(launch);
        boolean isProtected =
                terms.leaving().terminationProtection() && (instance == null || anyTasks(instance, turn.state()));
        return !terms.leaving().draining() && !isProtected && launches.canBeLost(launch);
    }

    private List<ScaleInChoice.Instance> candidates(List<MachineLaunch> own) {
        List<ScaleInChoice.Instance> candidates = new ArrayList<>();
        for (MachineLaunch launch : own) {
            InstanceState instance = launches.instance(launch);
            if (launch.launch().phase() == Phase.REGISTERED && instance != null && instance.active()) {
                candidates.add(new ScaleInChoice.Instance(
                        launch.id(),
                        launch.launch().attempt().pool().zone(),
                        tasks(instance, turn.state()),
                        protectedTasks(instance),
                        registeredAt(instance, launch)));
            }
        }
        return candidates;
    }

    private int protectedTasks(InstanceState instance) {
        int tasks = instance.tasksAside();
        for (Task task : instance.unreleasedTasks()) {
            Instant until = task.protectionExpirationDate();
            boolean wanted = task.desiredStatus() == DesiredStatus.RUNNING;
            tasks += wanted && until != null && until.isAfter(turn.now()) ? 1 : 0;
        }
        return tasks;
    }

    private List<Refresh.Instance> ages(List<MachineLaunch> own) {
        List<Refresh.Instance> ages = new ArrayList<>();
        for (MachineLaunch launch : own) {
            InstanceState instance = launches.instance(launch);
            boolean stays = instance != null && instance.active();
            boolean leaving =
                    (launch.leaving() != null && !stays) || launch.launch().phase() == Phase.ENDING;
            if (instance != null || leaving) {
                ages.add(new Refresh.Instance(launch.id(), launch.launch().since(), leaving));
            }
        }
        return ages;
    }

    private static Instant registeredAt(InstanceState instance, MachineLaunch launch) {
        return Objects.requireNonNullElse(
                instance.registeredAt(), launch.launch().since());
    }
}
