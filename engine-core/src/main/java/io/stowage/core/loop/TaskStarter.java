package io.stowage.core.loop;

import io.stowage.core.operation.OperationTurn;
import io.stowage.core.operation.PlacementRequests;
import io.stowage.core.operation.StrategyRules;
import io.stowage.core.operation.StrategyRules.Share;
import io.stowage.core.operation.TaskFactory;
import io.stowage.core.operation.TaskFactory.TaskSeed;
import io.stowage.core.operation.TaskTags;
import io.stowage.core.placement.PlacementRequest;
import io.stowage.core.state.InstanceState;
import io.stowage.core.state.ServiceState;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.ContainerImage;
import io.stowage.model.Deployment;
import io.stowage.model.Service;
import io.stowage.model.Tag;
import io.stowage.model.TaskDefinition;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Creates tasks of one deployment of a service. */
final class TaskStarter {

    private final OperationTurn turn;
    private final Deployment deployment;
    private final TaskDefinition definition;
    private final PlacementRequest request;
    private final List<Tag> tags;
    private final List<ContainerImage> pins;

    /** @param share how many tasks placement is asked for, and where */
    TaskStarter(OperationTurn turn, Service service, Deployment deployment, Share share) {
        this.turn = turn;
        this.deployment = deployment;
        this.definition = Objects.requireNonNull(turn.state().definition(deployment.taskDefinition()));
        this.request = PlacementRequests.ofService(service, deployment, share, turn.state(), turn.rules());
        this.tags = TaskTags.ofService(service);
        this.pins = turn.state().pins(service.serviceName(), deployment);
    }

    /** How so many more tasks of a deployment are shared out among capacity providers, beside those that it has. */
    static List<Share> shares(ServiceState service, Deployment deployment, int count) {
        return StrategyRules.shares(strategy(deployment), name -> service.tasksOn(deployment.id(), name), count);
    }

    /** Of the tasks that a deployment lacks those that may be started now, shared out among the capacity providers that take tasks now. */
    static List<Share> shares(
            ServiceState service, Deployment deployment, int most, Predicate<@Nullable String> takes) {
        return StrategyRules.shares(
                strategy(deployment),
                name -> service.tasksOn(deployment.id(), name),
                Math.max(most, service.missing(deployment.id())),
                most,
                takes);
    }

    /** What its tasks are shared out by; empty if they go to any instance. */
    static List<CapacityProviderStrategyItem> strategy(Deployment deployment) {
        return StrategyRules.followed(deployment.launchType(), deployment.capacityProviderStrategy());
    }

    /** How they are placed. */
    PlacementRequest request() {
        return request;
    }

    /** Creates one there, and yields its id. */
    String start(String instanceId) {
        return add(Objects.requireNonNull(turn.state().instance(instanceId)));
    }

    /** Creates one that waits for its capacity provider, and yields its id. */
    String await() {
        return add(null);
    }

    private String add(@Nullable InstanceState instance) {
        String id = turn.newId().get();
        turn.transaction()
                .addTask(TaskFactory.create(new TaskSeed(
                        id,
                        turn.state().ids(),
                        definition,
                        instance,
                        request.demand().capacityProvider(),
                        request.group(),
                        deployment.id(),
                        null,
                        tags,
                        pins,
                        turn.now())));
        return id;
    }
}
