package io.stowage.core.loop;

import io.stowage.core.operation.OperationTurn;
import io.stowage.core.operation.PlacementRequests;
import io.stowage.core.operation.TaskFactory;
import io.stowage.core.operation.TaskFactory.TaskSeed;
import io.stowage.core.operation.TaskTags;
import io.stowage.core.placement.PlacementRequest;
import io.stowage.core.state.InstanceState;
import io.stowage.model.ContainerImage;
import io.stowage.model.Deployment;
import io.stowage.model.Service;
import io.stowage.model.Tag;
import io.stowage.model.TaskDefinition;
import java.util.List;
import java.util.Objects;

/** Creates tasks of one deployment of a service. */
final class TaskStarter {

    private final OperationTurn turn;
    private final Deployment deployment;
    private final TaskDefinition definition;
    private final PlacementRequest request;
    private final List<Tag> tags;
    private final List<ContainerImage> pins;

    /** @param count how many tasks placement is asked for */
    TaskStarter(OperationTurn turn, Service service, Deployment deployment, int count) {
        this.turn = turn;
        this.deployment = deployment;
        this.definition = Objects.requireNonNull(turn.state().definition(deployment.taskDefinition()));
        this.request = PlacementRequests.ofService(service, deployment, count, turn.state(), turn.rules());
        this.tags = TaskTags.ofService(service);
        this.pins = turn.state().pins(service.serviceName(), deployment);
    }

    /** How they are placed. */
    PlacementRequest request() {
        return request;
    }

    /** Creates one there, and yields its id. */
    String start(String instanceId) {
        String id = turn.newId().get();
        InstanceState instance = Objects.requireNonNull(turn.state().instance(instanceId));
        turn.transaction()
                .addTask(TaskFactory.create(new TaskSeed(
                        id,
                        turn.state().ids(),
                        definition,
                        instance,
                        null,
                        request.group(),
                        deployment.id(),
                        null,
                        tags,
                        pins,
                        turn.now())));
        return id;
    }
}
