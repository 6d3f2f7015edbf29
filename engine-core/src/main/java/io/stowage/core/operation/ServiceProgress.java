package io.stowage.core.operation;

import io.stowage.core.state.DescribedTasks;
import io.stowage.core.state.ServiceState;
import io.stowage.model.Service;
import io.stowage.model.Task;
import java.util.List;

/** A service with what tells why it isn't steady: its tasks that stopped last. */
public record ServiceProgress(String service, int mostStopped) implements ReadOperation<ServiceProgress.Answer> {

    /**
     * How a service gets on.
     *
     * @param lastStopped its tasks that stopped last, the last one first
     */
    public record Answer(Service service, List<Task> lastStopped) {

        /** Copies the list. */
        public Answer {
            lastStopped = List.copyOf(lastStopped);
        }
    }

    @Override
    public Answer apply(OperationTurn turn) {
        Lookup.activeCluster(turn.state());
        ServiceState known = DeleteService.find(turn, service);
        return new Answer(known.described(), DescribedTasks.of(known.lastStopped(mostStopped)));
    }
}
