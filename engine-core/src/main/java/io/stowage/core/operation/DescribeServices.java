package io.stowage.core.operation;

import io.stowage.DescribeServicesResponse;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.ServiceState;
import io.stowage.model.Failure;
import io.stowage.model.Service;
import java.util.ArrayList;
import java.util.List;

/** ECS: DescribeServices. DRAINING and INACTIVE ones are described too. */
public record DescribeServices(List<String> services) implements ReadOperation<DescribeServicesResponse> {

    private static final int MOST = 10;

    /** Copies the list. */
    public DescribeServices {
        services = List.copyOf(services);
    }

    @Override
    public DescribeServicesResponse apply(OperationTurn turn) {
        ClusterState state = turn.state();
        Lookup.activeCluster(state);
        Check.size("services", services, MOST);
        List<Service> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String given : services) {
            ServiceState service = Lookup.service(state, given);
            if (service == null) {
                failures.add(Lookup.missingService(state, given));
            } else {
                found.add(service.described());
            }
        }
        return new DescribeServicesResponse(found, failures);
    }
}
