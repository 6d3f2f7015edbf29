package io.stowage.core.engine;

import io.stowage.CreateServiceRequest;
import io.stowage.DeleteServiceRequest;
import io.stowage.EnlistedOperations;
import io.stowage.RunTaskRequest;
import io.stowage.StopTaskRequest;
import io.stowage.UpdateServiceRequest;
import io.stowage.core.inbox.EnlistedRequests;
import io.stowage.core.operation.ClusterOperation;
import io.stowage.core.operation.CreateService;
import io.stowage.core.operation.DeleteService;
import io.stowage.core.operation.DescribeCluster;
import io.stowage.core.operation.RunTask;
import io.stowage.core.operation.StopTask;
import io.stowage.core.operation.UpdateService;
import io.stowage.core.registry.RegisteredDefinition;
import io.stowage.core.registry.UsableTaskDefinition;
import io.stowage.model.Cluster;
import io.stowage.model.ClusterStatus;
import io.stowage.model.TaskDefinition;
import org.jspecify.annotations.Nullable;

/** Operations that are carried out if a transaction of the host application's own commits. */
final class EnlistGroup implements EnlistedOperations {

    private final Caller caller;
    private final EnlistedRequests requests;

    EnlistGroup(Caller caller, EnlistedRequests requests) {
        this.caller = caller;
        this.requests = requests;
    }

    @Override
    public String createService(CreateServiceRequest request) {
        String action = "CreateService";
        caller.authorize(action, request.serviceName());
        TaskDefinition definition = usable(action, request.taskDefinition()).definition();
        return add(action, request.cluster(), new CreateService(request, definition, caller.principal()));
    }

    @Override
    public String updateService(UpdateServiceRequest request) {
        String action = "UpdateService";
        caller.authorize(action, request.service());
        TaskDefinition definition = request.taskDefinition() == null
                ? null
                : usable(action, request.taskDefinition()).definition();
        return add(action, request.cluster(), new UpdateService(request, definition));
    }

    @Override
    public String deleteService(DeleteServiceRequest request) {
        String action = "DeleteService";
        caller.authorize(action, request.service());
        return add(action, request.cluster(), new DeleteService(request.service(), request.force()));
    }

    @Override
    public String runTask(RunTaskRequest request) {
        String action = "RunTask";
        caller.authorize(action, request.taskDefinition());
        RegisteredDefinition usable = usable(action, request.taskDefinition());
        return add(action, request.cluster(), new RunTask(request, usable.definition(), usable.tags()));
    }

    @Override
    public String stopTask(StopTaskRequest request) {
        String action = "StopTask";
        caller.authorize(action, request.task());
        return add(action, request.cluster(), new StopTask(request));
    }

    private RegisteredDefinition usable(String action, String taskDefinition) {
        return caller.ask(action, new UsableTaskDefinition(taskDefinition));
    }

    private String add(String action, @Nullable String cluster, ClusterOperation<?> operation) {
        operation.check();
        Cluster present = caller.ask(action, cluster, new DescribeCluster());
        if (present.status() != ClusterStatus.ACTIVE) {
            throw ClusterNames.notFound(present.clusterName());
        }
        return requests.add(present.clusterName(), operation);
    }
}
