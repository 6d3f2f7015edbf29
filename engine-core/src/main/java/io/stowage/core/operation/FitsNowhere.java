package io.stowage.core.operation;

import io.stowage.core.capacity.SmallerTypes;
import io.stowage.core.capacity.TaskGroup;
import io.stowage.core.service.ServiceEvents;
import io.stowage.core.state.ServiceState;
import io.stowage.model.Task;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Tells the services of tasks for which no machine is launched, since the types that were to hold them have less than they were said to. */
final class FitsNowhere {

    private final OperationTurn turn;
    private final PoolTerms terms;

    FitsNowhere(OperationTurn turn, PoolTerms terms) {
        this.turn = turn;
        this.terms = terms;
    }

    /** Tells them what isn't the last that they were told. */
    void tell(WaitingGroups groups) {
        SmallerTypes smaller =
                turn.state().providerMemory(terms.capacityProvider()).smallerTypes();
        if (smaller.types().isEmpty()) {
            return;
        }
        Map<String, List<Task>> waiting = groups.tasksOf(terms.capacityProvider());
        for (TaskGroup group : groups.of(waiting)) {
            if (!fitsSomewhere(group)) {
                smaller.whyNot(group.cpu(), group.memory())
                        .ifPresent(why -> tell(Objects.requireNonNull(waiting.get(group.id())), why));
            }
        }
    }

    private boolean fitsSomewhere(TaskGroup group) {
        return terms.machines().offers().stream()
                .anyMatch(offer -> group.cpu() <= offer.cpu()
                        && group.memory() <= offer.memory()
                        && group.suits().on(offer.machineType(), offer.zone()));
    }

    private void tell(List<Task> tasks, String why) {
        ServiceState service = turn.state().serviceOf(tasks.get(0));
        if (service == null) {
            return;
        }
        String message = ServiceEvents.unableToPlace(service.record(), why);
        if (!service.lastEvents(ServiceEvents::isUnableToPlace).contains(message)) {
            turn.transaction().addEvent(service, message);
        }
    }
}
