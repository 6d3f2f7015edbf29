package io.stowage.benchmarks.capacity;

import io.stowage.core.capacity.ScalingRules;
import io.stowage.core.json.RecordCodec;
import io.stowage.core.operation.AgentHearing;
import io.stowage.core.operation.CapacityWork.Place;
import io.stowage.core.operation.CapacityWork.Types;
import io.stowage.core.operation.ClusterOperation;
import io.stowage.core.operation.DecideCapacity;
import io.stowage.core.operation.OpenCluster;
import io.stowage.core.operation.OperationTurn;
import io.stowage.core.operation.TaskFactory;
import io.stowage.core.placement.PlacementRules;
import io.stowage.core.state.AttachedProvider;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.Ids;
import io.stowage.core.state.MachineLaunch;
import io.stowage.core.state.Transaction;
import io.stowage.model.CapacityProvider;
import io.stowage.model.CapacityProviderStatus;
import io.stowage.model.InstancePoolProvider;
import io.stowage.model.ManagedScaling;
import io.stowage.model.ManagedScalingStatus;
import io.stowage.model.TaskDefinition;
import io.stowage.spi.InstanceProvider.MachineType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The state of a cluster without a machine, in which tasks wait for a capacity provider: decisions are made on it as in a turn of its loop. */
final class WaitingCluster {

    static final String PREFIX = "arn:stowage:ecs:local:000000000000";

    private static final String NAME = "harbour";
    private static final String POOL = "pool";
    private static final String PROVIDER = "cloud";
    private static final int MAXIMUM_SIZE = 5_000;

    private final ClusterState state = new ClusterState(new Ids(PREFIX, NAME), Duration.ofSeconds(40));
    private final Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final DecideCapacity decide;
    private long ids;

    WaitingCluster(List<MachineType> types) {
        InstancePoolProvider pool = InstancePoolProvider.builder()
                .instanceProvider(PROVIDER)
                .properties(Map.of())
                .machineTypes(List.of())
                .availabilityZones(MachineCatalog.ZONES)
                .maximumSize(MAXIMUM_SIZE)
                .managedScaling(new ManagedScaling(ManagedScalingStatus.ENABLED, null, null, null, null))
                .build();
        CapacityProvider provider = CapacityProvider.builder()
                .capacityProviderArn(PREFIX + ":capacity-provider/" + POOL)
                .name(POOL)
                .status(CapacityProviderStatus.ACTIVE)
                .instancePoolProvider(pool)
                .build();
        Types asked = new Types(new Place(PROVIDER, Map.of()), List.of());
        this.decide = new DecideCapacity(List.of(new DecideCapacity.Known(asked, types)), ScalingRules.Pace.DEFAULT);
        turn(new OpenCluster(
                NAME, List.of(), List.of(), List.of(new AttachedProvider(provider, 1)), List.of(), List.of(), 0));
    }

    /** So many tasks of a definition begin to wait. */
    void add(TaskDefinition definition, String group, int tasks) {
        Transaction transaction = new Transaction(state, now);
        transaction.putDefinition(definition);
        for (int i = 0; i < tasks; i++) {
            transaction.addTask(TaskFactory.create(new TaskFactory.TaskSeed(
                    id(), state.ids(), definition, null, POOL, group, null, null, List.of(), List.of(), now)));
        }
        transaction.writes(RecordCodec::toJson);
    }

    /** Decides, and makes the commit of it. */
    void decide() {
        turn(decide);
    }

    Collection<MachineLaunch> launches() {
        return new ArrayList<>(state.launches());
    }

    private void turn(ClusterOperation<?> operation) {
        Transaction transaction = new Transaction(state, now);
        operation.apply(new OperationTurn(transaction, this::id, bound -> 0, AgentHearing.NOBODY, PlacementRules.NONE));
        transaction.writes(RecordCodec::toJson);
    }

    private String id() {
        ids++;
        return String.format("%032x", ids);
    }
}
