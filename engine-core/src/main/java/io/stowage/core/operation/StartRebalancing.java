package io.stowage.core.operation;

import io.stowage.RebalanceServicesResponse;
import io.stowage.RebalanceServicesResponse.Share;
import io.stowage.core.service.InstanceMoves;
import io.stowage.core.service.ServiceEvents;
import io.stowage.core.state.ServiceState;
import io.stowage.model.InstanceRebalancing;
import io.stowage.model.Service;
import io.stowage.model.ServiceStatus;
import java.util.ArrayList;
import java.util.List;

/**
 * Has tasks of services moved to other container instances; the service scheduler does the rest. Which services and how many tasks was planned before:
 * a service that is not ACTIVE any more has no part in it.
 *
 * @param planned how much of the budget each service has
 */
public record StartRebalancing(List<Share> planned, int mostAtOnce)
        implements ClusterOperation<RebalanceServicesResponse> {

    private static final int MOST_AT_ONCE = 100;

    /** Copies the list. */
    public StartRebalancing {
        planned = List.copyOf(planned);
    }

    /** The range of {@code mostAtOnce}. */
    public static void check(int mostAtOnce) {
        Check.range("mostAtOnce", mostAtOnce, 1, MOST_AT_ONCE);
    }

    @Override
    public RebalanceServicesResponse apply(OperationTurn turn) {
        Lookup.activeCluster(turn.state());
        check(mostAtOnce);
        List<Share> started = new ArrayList<>();
        for (Share share : planned) {
            ServiceState service = Lookup.service(turn.state(), share.serviceArn());
            if (service != null && service.record().status() == ServiceStatus.ACTIVE) {
                start(service, share.moves(), turn);
                started.add(share);
            }
        }
        return new RebalanceServicesResponse(started, List.of(), true);
    }

    private void start(ServiceState service, int moves, OperationTurn turn) {
        Service record = service.record();
        InstanceRebalancing before = record.instanceRebalancing();
        InstanceRebalancing asked = new InstanceRebalancing(
                turn.now(), mostAtOnce, moves, 0, before == null ? List.of() : before.underWay());
        turn.transaction().putService(InstanceMoves.with(record, asked));
        turn.transaction().addEvent(service, ServiceEvents.toRebalance(record, moves));
    }
}
