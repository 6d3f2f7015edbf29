package io.stowage.core.engine;

import io.stowage.ContainerInstances;
import io.stowage.DeregisterContainerInstanceRequest;
import io.stowage.DescribeContainerInstancesResponse;
import io.stowage.ListAttributesRequest;
import io.stowage.ListAttributesResponse;
import io.stowage.ListContainerInstancesRequest;
import io.stowage.ListContainerInstancesResponse;
import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.UpdateContainerInstancesStateRequest;
import io.stowage.UpdateContainerInstancesStateResponse;
import io.stowage.core.operation.ContainerInstanceId;
import io.stowage.core.operation.DeleteAttributes;
import io.stowage.core.operation.DeregisterContainerInstance;
import io.stowage.core.operation.DescribeContainerInstances;
import io.stowage.core.operation.ListAttributes;
import io.stowage.core.operation.ListContainerInstances;
import io.stowage.core.operation.PutAttributes;
import io.stowage.core.operation.RegisterContainerInstance;
import io.stowage.core.operation.UpdateContainerInstancesState;
import io.stowage.model.Attribute;
import io.stowage.model.ContainerInstance;
import io.stowage.spi.RuntimeDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operations on container instances. */
final class ContainerInstanceGroup implements ContainerInstances {

    private final EngineCore core;
    private final Caller caller;

    ContainerInstanceGroup(EngineCore core, Caller caller) {
        this.core = core;
        this.caller = caller;
    }

    @Override
    public ContainerInstance register(RegisterContainerInstanceRequest request) {
        String action = "RegisterContainerInstance";
        caller.authorize(
                action, request.containerInstanceName() == null ? request.cluster() : request.containerInstanceName());
        core.hosts().require(request.runtime());
        // The cluster is asked first: a host is not connected for a cluster that isn't there.
        String named = request.containerInstanceName() == null ? "" : request.containerInstanceName();
        String id = caller.ask(action, request.cluster(), new ContainerInstanceId(named))
                .orElseGet(core.world()::newId);
        String clusterName = ClusterNames.of(request.cluster(), core.arnPrefix());
        RuntimeDescription description = core.calls().await(action, core.hosts().describe(clusterName, id, request));
        return caller.ask(
                action,
                request.cluster(),
                new RegisterContainerInstance(request, id, description, core.registrar(request)));
    }

    @Override
    public ContainerInstance deregister(DeregisterContainerInstanceRequest request) {
        String action = "DeregisterContainerInstance";
        caller.authorize(action, request.containerInstance());
        return caller.ask(
                action,
                request.cluster(),
                new DeregisterContainerInstance(request.containerInstance(), request.force()));
    }

    @Override
    public DescribeContainerInstancesResponse describe(@Nullable String cluster, List<String> containerInstances) {
        return caller.ask("DescribeContainerInstances", cluster, new DescribeContainerInstances(containerInstances));
    }

    @Override
    public ListContainerInstancesResponse list(ListContainerInstancesRequest request) {
        return caller.ask("ListContainerInstances", request.cluster(), new ListContainerInstances(request));
    }

    @Override
    public UpdateContainerInstancesStateResponse updateState(UpdateContainerInstancesStateRequest request) {
        String action = "UpdateContainerInstancesState";
        request.containerInstances().forEach(instance -> caller.authorize(action, instance));
        return caller.ask(action, request.cluster(), new UpdateContainerInstancesState(request));
    }

    @Override
    public List<Attribute> putAttributes(@Nullable String cluster, List<Attribute> attributes) {
        authorizeTargets("PutAttributes", cluster, attributes);
        return caller.ask("PutAttributes", cluster, new PutAttributes(attributes));
    }

    @Override
    public List<Attribute> deleteAttributes(@Nullable String cluster, List<Attribute> attributes) {
        authorizeTargets("DeleteAttributes", cluster, attributes);
        return caller.ask("DeleteAttributes", cluster, new DeleteAttributes(attributes));
    }

    private void authorizeTargets(String action, @Nullable String cluster, List<Attribute> attributes) {
        for (Attribute attribute : attributes) {
            caller.authorize(action, attribute.targetId() == null ? cluster : attribute.targetId());
        }
    }

    @Override
    public ListAttributesResponse listAttributes(ListAttributesRequest request) {
        return caller.ask("ListAttributes", request.cluster(), new ListAttributes(request));
    }
}
