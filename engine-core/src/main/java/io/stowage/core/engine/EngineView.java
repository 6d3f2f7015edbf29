package io.stowage.core.engine;

import io.stowage.Alarms;
import io.stowage.Capacity;
import io.stowage.CapacityProviders;
import io.stowage.Clusters;
import io.stowage.ContainerInstances;
import io.stowage.Engine;
import io.stowage.EngineHealth;
import io.stowage.EnlistedOperations;
import io.stowage.Events;
import io.stowage.Placements;
import io.stowage.Services;
import io.stowage.TaskDefinitions;
import io.stowage.Tasks;
import io.stowage.core.inbox.EnlistedRequests;
import io.stowage.core.operation.ReplyTo;
import io.stowage.core.state.Ids;
import io.stowage.spi.HostTransaction;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The engine as one principal sees it. */
final class EngineView implements Engine {

    private final EngineCore core;
    private final boolean owner;
    private final Caller caller;
    private final Clusters clusters;
    private final CapacityProviders capacityProviders;
    private final TaskDefinitions taskDefinitions;
    private final ContainerInstances containerInstances;
    private final Services services;
    private final Tasks tasks;
    private final Placements placement;
    private final Capacity capacity;
    private final Alarms alarms;
    private final Events events;

    /** @param owner whether closing this view closes the engine */
    EngineView(EngineCore core, String principal, boolean owner) {
        this.core = core;
        this.owner = owner;
        this.caller = new Caller(principal, core);
        this.clusters = new ClusterGroup(core, caller);
        this.capacityProviders = new CapacityProviderGroup(core, caller);
        this.taskDefinitions = new TaskDefinitionGroup(core, caller);
        this.containerInstances = new ContainerInstanceGroup(core, caller);
        this.services = new ServiceGroup(core, caller);
        this.tasks = new TaskGroup(core, caller);
        this.placement = new PlacementGroup(caller);
        this.capacity = new CapacityGroup(core, caller);
        this.alarms = new AlarmGroup(caller);
        this.events = new EventGroup(core);
    }

    EngineCore core() {
        return core;
    }

    @Override
    public Clusters clusters() {
        return clusters;
    }

    @Override
    public CapacityProviders capacityProviders() {
        return capacityProviders;
    }

    @Override
    public TaskDefinitions taskDefinitions() {
        return taskDefinitions;
    }

    @Override
    public ContainerInstances containerInstances() {
        return containerInstances;
    }

    @Override
    public Services services() {
        return services;
    }

    @Override
    public Tasks tasks() {
        return tasks;
    }

    @Override
    public Placements placement() {
        return placement;
    }

    @Override
    public Capacity capacity() {
        return capacity;
    }

    @Override
    public Alarms alarms() {
        return alarms;
    }

    @Override
    public Events events() {
        return events;
    }

    @Override
    public EnlistedOperations enlistedIn(HostTransaction transaction) {
        return new EnlistGroup(caller, core.enlisted(Objects.requireNonNull(transaction)));
    }

    @Override
    public <T extends Record> Optional<T> enlistedAnswer(@Nullable String cluster, String requestId, Class<T> type) {
        return caller.ask("enlistedAnswer", cluster, new ReplyTo(requestId))
                .map(reply -> EnlistedRequests.read(reply, type));
    }

    @Override
    public <T extends Record> Optional<T> awaitEnlistedAnswer(
            @Nullable String cluster, String requestId, Class<T> type, Duration deadline) {
        String action = "awaitEnlistedAnswer";
        Deadlines.check(deadline);
        core.calls().requireOpen(action);
        String clusterName = ClusterNames.of(cluster, core.arnPrefix());
        return Wait.until(
                        action,
                        new Ids(core.arnPrefix(), clusterName).cluster(),
                        new EnlistedQuestion(() -> core.clusters().submit(clusterName, new ReplyTo(requestId))),
                        deadline,
                        core)
                .map(reply -> EnlistedRequests.read(reply, type));
    }

    @Override
    public EngineHealth health() {
        return core.health();
    }

    @Override
    public Engine withPrincipal(String principal) {
        return new EngineView(core, Objects.requireNonNull(principal), false);
    }

    @Override
    public void close() {
        if (owner) {
            core.close();
        }
    }
}
