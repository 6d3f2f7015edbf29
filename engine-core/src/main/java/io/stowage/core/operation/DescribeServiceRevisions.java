package io.stowage.core.operation;

import io.stowage.DescribeServiceRevisionsResponse;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.PastDeployment;
import io.stowage.model.Failure;
import io.stowage.model.ServiceRevision;
import java.util.ArrayList;
import java.util.List;

/** ECS: DescribeServiceRevisions. */
public record DescribeServiceRevisions(List<String> arns) implements ReadOperation<DescribeServiceRevisionsResponse> {

    private static final int MOST = 20;

    /** Copies the list. */
    public DescribeServiceRevisions {
        arns = List.copyOf(arns);
    }

    @Override
    public DescribeServiceRevisionsResponse apply(OperationTurn turn) {
        ClusterState state = turn.state();
        Lookup.activeCluster(state);
        Check.size("serviceRevisionArns", arns, MOST);
        List<ServiceRevision> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String arn : arns) {
            PastDeployment past = ServiceDeployments.find(state, arn);
            if (past == null) {
                failures.add(new Failure(arn, "MISSING", null));
            } else {
                found.add(past.revision());
            }
        }
        return new DescribeServiceRevisionsResponse(found, failures);
    }
}
