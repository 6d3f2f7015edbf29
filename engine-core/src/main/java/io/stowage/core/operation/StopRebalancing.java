package io.stowage.core.operation;

import io.stowage.core.service.InstanceMoves;
import io.stowage.core.service.ServiceEvents;
import io.stowage.core.state.ServiceState;
import io.stowage.model.InstanceRebalancing;
import io.stowage.model.Service;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Moves no more tasks to other container instances; what has been started for that is a task too many. Answers the ARNs of the services of which
 * tasks were to be moved.
 *
 * @param service null means all
 */
public record StopRebalancing(@Nullable String service) implements ClusterOperation<List<String>> {

    @Override
    public List<String> apply(OperationTurn turn) {
        Lookup.activeCluster(turn.state());
        Collection<ServiceState> services =
                service == null ? turn.state().services() : List.of(DeleteService.find(turn, service));
        List<String> stopped = new ArrayList<>();
        for (ServiceState each : services) {
            Service record = each.record();
            InstanceRebalancing asked = record.instanceRebalancing();
            if (asked != null) {
                turn.transaction().putService(InstanceMoves.with(record, null));
                turn.transaction().addEvent(each, ServiceEvents.rebalanced(record, asked, "It was stopped."));
                stopped.add(record.serviceArn());
            }
        }
        turn.state().wakeRebalancing();
        return stopped;
    }
}
