package io.stowage.core.loop;

import io.stowage.core.operation.ClusterOperation;
import io.stowage.core.operation.OperationTurn;
import io.stowage.core.operation.PutClusterCapacityProviders;
import io.stowage.core.state.AttachedProvider;
import io.stowage.core.state.InstanceState;
import io.stowage.model.Attribute;
import io.stowage.model.CapacityProvider;
import io.stowage.model.CapacityProviderStatus;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.InstancePoolProvider;
import io.stowage.model.ManagedScaling;
import io.stowage.model.ManagedScalingStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Capacity providers for a cluster, and instances of theirs. */
final class Pools {

    private Pools() {}

    /** The cluster has these, and no default strategy. */
    static void put(LoopRig rig, ManagedScalingStatus scaling, String... names) {
        put(rig, scaling, List.of(), names);
    }

    static void put(
            LoopRig rig,
            ManagedScalingStatus scaling,
            List<CapacityProviderStrategyItem> defaultStrategy,
            String... names) {
        List<AttachedProvider> providers = new ArrayList<>();
        for (String name : names) {
            providers.add(attached(name, scaling, 1));
        }
        rig.ask(new PutClusterCapacityProviders(providers, defaultStrategy));
    }

    /** The cluster has these, each as it is, and no default strategy. */
    static void put(LoopRig rig, List<AttachedProvider> providers) {
        rig.ask(new PutClusterCapacityProviders(providers, List.of()));
    }

    static AttachedProvider attached(String name, ManagedScalingStatus scaling, long version) {
        return new AttachedProvider(provider(name, scaling), version);
    }

    private static CapacityProvider provider(String name, ManagedScalingStatus scaling) {
        return CapacityProvider.builder()
                .capacityProviderArn(LoopRig.PREFIX + ":capacity-provider/" + name)
                .name(name)
                .status(CapacityProviderStatus.ACTIVE)
                .instancePoolProvider(InstancePoolProvider.builder()
                        .instanceProvider("cloud")
                        .managedScaling(new ManagedScaling(scaling, null, null, null, null))
                        .build())
                .build();
    }

    static List<CapacityProviderStrategyItem> strategy(String name) {
        return List.of(item(name, 1, 0));
    }

    static CapacityProviderStrategyItem item(String name, int weight, int base) {
        return new CapacityProviderStrategyItem(name, weight, base);
    }

    /** An instance of the capacity provider, its agent connected. */
    static NotedAgent instance(LoopRig rig, String provider, String name, Attribute... attributes) {
        String id = rig.register(name);
        rig.ask(new Provide(id, provider, List.of(attributes)));
        NotedAgent agent = rig.agent(id);
        agent.connect();
        rig.world.settle();
        return agent;
    }

    private record Provide(String id, String provider, List<Attribute> attributes)
            implements ClusterOperation<Boolean> {
        @Override
        public Boolean apply(OperationTurn turn) {
            InstanceState instance = Objects.requireNonNull(turn.state().instance(id));
            turn.transaction()
                    .putInstance(instance.record().toBuilder()
                            .capacityProviderName(provider)
                            .attributes(attributes)
                            .build());
            return true;
        }
    }
}
