package io.stowage.core.loop;

import io.stowage.core.operation.OperationTurn;
import io.stowage.core.operation.TaskStops;
import io.stowage.core.operation.WaitingPlaces;
import io.stowage.core.placement.Demand;
import io.stowage.core.placement.PlacementFailure;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.Ids;
import io.stowage.core.state.ServiceState;
import io.stowage.core.state.Transaction;
import io.stowage.model.Task;
import io.stowage.model.TaskStopCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Places tasks that wait for room on the instances of their capacity provider, or for machines of their own, the oldest first, and stops those that
 * have waited too long. Costs nothing where none waits.
 */
final class WaitingTasks {

    /** ECS's text, before what is in the way. */
    private static final String FAILED_TO_START = "TaskFailedToStart: ";

    private final OperationTurn turn;
    private final Transaction transaction;
    private final ClusterState state;
    private final LoopSettings settings;
    private final SetAside setAside;
    private final WaitingPlaces places;

    WaitingTasks(OperationTurn turn, LoopSettings settings, SetAside setAside) {
        this.turn = turn;
        this.transaction = turn.transaction();
        this.state = turn.state();
        this.settings = settings;
        this.setAside = setAside;
        this.places = new WaitingPlaces(turn);
    }

    /** When a task has waited too long. */
    static Instant timeout(Task task, LoopSettings settings) {
        return task.createdAt().plus(settings.limits().provisioningTimeout());
    }

    /** Yields how many were placed, at most as many as the budget, which may be used up. */
    int run(int budget) {
        if (state.provisioningCount() == 0) {
            return 0;
        }
        int placed = giveMachines();
        for (List<Task> alike : runs(state.takeProvisioningToTry())) {
            int may = Math.max(0, Math.min(alike.size(), budget - placed));
            alike.subList(may, alike.size()).forEach(task -> state.tryLater(id(task)));
            if (may > 0) {
                int before = state.provisioningCount();
                guarded(alike.subList(0, may), places::place);
                placed += before - state.provisioningCount();
            }
        }
        timeOut();
        return placed;
    }

    /** A machine that is for one task is given to it as soon as the machine's agent is there. */
    private int giveMachines() {
        int before = state.provisioningCount();
        for (String capacityProvider : state.takeProvidersOfNewMachines()) {
            if (setAside.until(SetAside.Kind.MACHINES, capacityProvider, turn.now()) == null) {
                guarded(
                        SetAside.Kind.MACHINES,
                        capacityProvider,
                        () -> places.giveMachines(capacityProvider),
                        // The next decision about the capacity provider does the same.
                        again -> {});
            }
        }
        return before - state.provisioningCount();
    }

    /** Tasks that follow one another and are alike are placed as one group. */
    private static List<List<Task>> runs(List<Task> tasks) {
        List<List<Task>> runs = new ArrayList<>();
        for (Task task : tasks) {
            List<Task> last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
            if (last == null || !WaitingPlaces.alike(last.get(0), task)) {
                last = new ArrayList<>();
                runs.add(last);
            }
            last.add(task);
        }
        return runs;
    }

    private void timeOut() {
        List<Task> late = new ArrayList<>();
        for (Task task : state.provisioning()) {
            if (timeout(task, settings).isAfter(turn.now())) {
                break;
            }
            late.add(task);
        }
        late.forEach(task -> guarded(List.of(task), this::timeOut));
    }

    /** Why it has waited in vain is asked now; should there be room after all, it gets that. */
    private void timeOut(List<Task> late) {
        PlacementFailure failure = places.place(late);
        if (failure != null) {
            late.forEach(task -> stop(task, failure));
        }
    }

    private void stop(Task task, PlacementFailure failure) {
        String reason = FAILED_TO_START + failure.reason() + tooSmall(task);
        Task after = transaction.changeTask(
                id(task),
                change -> TaskStops.stop(task, TaskStopCode.TASK_FAILED_TO_START, reason, turn.now(), change));
        ServiceState service = state.serviceOf(after);
        if (service != null) {
            String trouble = ServiceScheduler.unableToPlace(service, task.capacityProviderName(), failure);
            ServiceScheduler.sayUnableToPlace(service, trouble, transaction);
            ServiceFailures.count(service, after, state.hasHealthChecks(after), settings, transaction);
        }
    }

    /** That no machine of a type was launched for it which would hold it by what is said of the type. */
    private String tooSmall(Task task) {
        String provider = Objects.requireNonNullElse(task.capacityProviderName(), "");
        Demand demand = state.demand(task.taskDefinitionArn(), task.overrides(), provider);
        return state.providerMemory(provider)
                .smallerTypes()
                .whyNot(demand.cpu(), demand.memory())
                .map(why -> ". " + why)
                .orElse("");
    }

    /** What throws for a task leaves it as it was. */
    private void guarded(List<Task> tasks, Consumer<List<Task>> what) {
        String first = id(tasks.get(0));
        Instant notBefore = setAside.until(SetAside.Kind.PROVISIONING, first, turn.now());
        if (notBefore != null) {
            tasks.forEach(task -> state.tryAgain(id(task), notBefore));
            return;
        }
        guarded(
                SetAside.Kind.PROVISIONING,
                first,
                () -> what.accept(tasks),
                again -> tasks.forEach(task -> state.tryAgain(id(task), again)));
    }

    private void guarded(SetAside.Kind kind, String id, Runnable what, Consumer<Instant> onFailure) {
        transaction.savepoint();
        try {
            what.run();
            setAside.succeeded(kind, id);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError bug) {
            Instant again = setAside.failed(kind, id, bug, turn.now());
            transaction.rollback();
            onFailure.accept(again);
        }
    }

    private static String id(Task task) {
        return Ids.shortId(task.taskArn());
    }
}
