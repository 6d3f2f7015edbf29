package io.stowage.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.json.RecordCodec;
import io.stowage.core.operation.Pools;
import io.stowage.model.CapacityProvider;
import io.stowage.model.CapacityProviderStatus;
import io.stowage.model.InstancePoolProvider;
import io.stowage.model.ManagedScaling;
import io.stowage.model.ManagedScalingStatus;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A cluster's copies of capacity providers, as they are stored. */
class ProviderRecordsTest {

    private static final AttachedProvider POOL = attached("pool", Pools.pool(), 3);

    private record Example(AttachedProvider stored, String wrong) {

        @Override
        public String toString() {
            return wrong == null ? "relied on" : wrong;
        }
    }

    private static AttachedProvider attached(String name, InstancePoolProvider pool, long version) {
        CapacityProvider provider = CapacityProvider.builder()
                .capacityProviderArn("arn:capacity-provider/" + name)
                .name(name)
                .status(CapacityProviderStatus.ACTIVE)
                .instancePoolProvider(pool)
                .build();
        return new AttachedProvider(provider, version);
    }

    private static Example wrong(UnaryOperator<io.stowage.model.InstancePoolProviderBuilder> change, String wrong) {
        InstancePoolProvider pool = change.apply(Pools.pool().toBuilder()).build();
        return new Example(attached("pool", pool, 3), wrong);
    }

    private static ManagedScaling scaling(Integer target, Integer least, Integer most, Integer warmup) {
        return new ManagedScaling(ManagedScalingStatus.ENABLED, target, least, most, warmup);
    }

    static Stream<Example> examples() {
        return Stream.of(
                new Example(POOL, null),
                new Example(attached("pool", null, 0), null),
                new Example(attached("pond", Pools.pool(), 3), "name is pond, but the record is of pool"),
                new Example(new AttachedProvider(null, 3), "provider is null, but it has to be there"),
                new Example(
                        attached("pool", Pools.pool(), -1),
                        "version is -1, but it counts from 1, and is 0 for what has no record"),
                wrong(pool -> pool.maximumSize(null), "maximumSize is null, but it has to be there"),
                wrong(pool -> pool.maximumSize(0), "maximumSize is 0, but it must be 1 or more"),
                wrong(pool -> pool.minimumSize(-1), "minimumSize is -1, but it must be 0 or more"),
                wrong(pool -> pool.maximumInstanceAge(0), "maximumInstanceAge is 0, but it must be 1 or more"),
                wrong(pool -> pool.managedScaling(null), "managedScaling is null, but it has to be there"),
                wrong(
                        pool -> pool.managedScaling(scaling(101, 1, 2, 3)),
                        "managedScaling.targetCapacity is 101, but it is a percentage"),
                wrong(
                        pool -> pool.managedScaling(scaling(9, null, 2, 3)),
                        "managedScaling.minimumScalingStepSize is null, but it has to be there"),
                wrong(
                        pool -> pool.managedScaling(scaling(9, 1, 0, 3)),
                        "managedScaling.maximumScalingStepSize is 0, but it must be 1 or more"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void holds(Example example) {
        ClusterState state = StoredPartition.whole()
                .put(Kind.CAPACITY_PROVIDER, "pool", 1, example.stored)
                .read();
        if (example.wrong == null) {
            assertThat(state.quarantine().first(9)).isEmpty();
            assertThat(state.provider("pool")).isEqualTo(example.stored);
        } else {
            assertThat(state.quarantine().first(9))
                    .containsExactly(new Quarantine.Entry("capacityprovider", "pool", example.wrong));
            assertThat(state.provider("pool")).isNull();
        }
    }

    @Test
    void anEngineThatBeginsKnowsThem() {
        ClusterState state = StoredPartition.whole()
                .text(Kind.CAPACITY_PROVIDER, "pool", RecordCodec.toJson(POOL))
                .text(
                        Kind.META,
                        "meta",
                        RecordCodec.toJson(new PartitionMeta(StoredPartition.NOW, 2, null, null).providerEpoch(4)))
                .read();
        assertThat(state.provider("pool")).isEqualTo(POOL);
        assertThat(state.providerNames()).containsExactly("pool");
        assertThat(state.providerEpoch()).isEqualTo(4);
        assertThat(StoredPartition.whole().read().providerEpoch()).isZero();
    }

    @Test
    void whatIsTakenBackIsAsItWas() {
        ClusterState state = StoredPartition.whole()
                .text(Kind.CAPACITY_PROVIDER, "pool", RecordCodec.toJson(POOL))
                .read();
        Transaction transaction = new Transaction(state, StoredPartition.NOW);
        transaction.savepoint();
        transaction.putProvider(attached("pool", Pools.pool(), 4));
        transaction.putProvider(attached("pond", Pools.pool(), 1));
        transaction.deleteProvider("pool");
        transaction.rollback();

        assertThat(state.provider("pool")).isEqualTo(POOL);
        assertThat(state.providerNames()).containsExactly("pool");
        assertThat(transaction.isEmpty()).isTrue();
    }
}
