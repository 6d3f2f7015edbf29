package io.stowage.core.operation;

import io.stowage.DescribeServiceDeploymentsResponse;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.PastDeployment;
import io.stowage.model.Failure;
import io.stowage.model.ServiceDeployment;
import java.util.ArrayList;
import java.util.List;

/** ECS: DescribeServiceDeployments. */
public record DescribeServiceDeployments(List<String> arns)
        implements ReadOperation<DescribeServiceDeploymentsResponse> {

    private static final int MOST = 20;

    /** Copies the list. */
    public DescribeServiceDeployments {
        arns = List.copyOf(arns);
    }

    @Override
    public DescribeServiceDeploymentsResponse apply(OperationTurn turn) {
        ClusterState state = turn.state();
        Lookup.activeCluster(state);
        Check.size("serviceDeploymentArns", arns, MOST);
        List<ServiceDeployment> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String arn : arns) {
            PastDeployment past = ServiceDeployments.find(state, arn);
            if (past == null) {
                failures.add(new Failure(arn, "MISSING", null));
            } else {
                found.add(ServiceDeployments.described(past, state));
            }
        }
        return new DescribeServiceDeploymentsResponse(found, failures);
    }
}
