package io.stowage.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.core.state.AttachedProvider;
import io.stowage.core.state.Transaction;
import io.stowage.error.ClusterContainsCapacityProviderException;
import io.stowage.error.ClusterNotFoundException;
import io.stowage.error.InvalidParameterException;
import io.stowage.error.ResourceInUseException;
import io.stowage.error.UpdateInProgressException;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.Cluster;
import io.stowage.model.ClusterStatus;
import io.stowage.spi.Write;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which capacity providers a cluster has. */
class ClusterProvidersTest {

    private final OperationRig rig = OperationRig.open();

    private static PutClusterCapacityProviders put(String... names) {
        return new PutClusterCapacityProviders(
                Stream.of(names).map(Pools::attached).toList(), List.of());
    }

    private static PutClusterCapacityProviders put(List<CapacityProviderStrategyItem> strategy, String... names) {
        return new PutClusterCapacityProviders(
                Stream.of(names).map(Pools::attached).toList(), strategy);
    }

    private static AttachedProvider version(int version, int maximumSize) {
        return new AttachedProvider(
                Pools.provider("a").toBuilder()
                        .instancePoolProvider(Pools.pool().toBuilder()
                                .maximumSize(maximumSize)
                                .build())
                        .build(),
                version);
    }

    @Test
    void theClusterHasThoseThatArePutAndACopyOfEach() {
        List<CapacityProviderStrategyItem> strategy = List.of(Pools.item("b", 1, 2), Pools.item("a", 4, null));

        Cluster cluster = rig.apply(put(strategy, "b", "a"));

        assertThat(cluster.capacityProviders()).containsExactly("b", "a");
        assertThat(cluster.defaultCapacityProviderStrategy()).isEqualTo(strategy);
        assertThat(cluster.attachmentsStatus()).isEqualTo("UPDATE_COMPLETE");
        assertThat(rig.written)
                .extracting(write -> write.kind() + " " + write.id())
                .containsExactlyInAnyOrder("cluster harbour", "capacityprovider a", "capacityprovider b");
        assertThat(rig.state.provider("a")).isEqualTo(Pools.attached("a"));

        rig.apply(put(strategy, "b", "a"));
        assertThat(rig.written).as("the same again").isEmpty();
    }

    @Test
    void whatIsLeftOutGoesWithItsCopy() {
        rig.apply(put("a", "b"));

        Cluster cluster = rig.apply(put("b"));

        assertThat(cluster.capacityProviders()).containsExactly("b");
        assertThat(rig.state.provider("a")).isNull();
        assertThat(rig.written).contains(new Write.Delete("capacityprovider", "a"));
        assertThat(rig.apply(put()).capacityProviders()).isEmpty();
        assertThat(rig.apply(put()).attachmentsStatus()).isEqualTo("UPDATE_COMPLETE");
    }

    @Test
    void whatIsInUseStays() {
        rig.apply(put("a", "b"));
        String instance = rig.instance("one");
        Transaction transaction = new Transaction(rig.state, rig.now);
        transaction.putInstance(OperationRig.instance(Objects.requireNonNull(rig.state.instance(instance))).toBuilder()
                .capacityProviderName("a")
                .build());

        assertThatThrownBy(() -> rig.apply(put("b")))
                .isInstanceOf(ResourceInUseException.class)
                .hasMessageContaining("a has " + rig.state.ids().containerInstance(instance));
        assertThat(rig.state.providerNames()).containsExactly("a", "b");
        rig.apply(new DeregisterContainerInstance(instance, true));
        assertThat(rig.apply(put("b")).capacityProviders()).containsExactly("b");
    }

    @Test
    void namesAndStrategyAreChecked() {
        assertThatThrownBy(() -> rig.apply(put("a", "a")))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageStartingWith("capacityProviders is [a, a]");
        String[] many = IntStream.range(0, 21).mapToObj(i -> "p" + i).toArray(String[]::new);
        assertThatThrownBy(() -> rig.apply(put(many)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageStartingWith("capacityProviders has 21 elements");
        assertThatThrownBy(() -> rig.apply(put(List.of(Pools.item("c", 1, null)), "a")))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("'c' in defaultCapacityProviderStrategy is not associated");
        assertThat(rig.written).isEmpty();
    }

    @Test
    void anOlderCopyDoesNotTakeThePlaceOfANewerOne() {
        rig.apply(put("a"));
        assertThat(rig.apply(new RefreshCapacityProvider(version(3, 30)))).isTrue();

        rig.apply(put("a"));
        assertThat(rig.apply(new RefreshCapacityProvider(version(2, 20)))).isTrue();

        assertThat(rig.state.provider("a")).isEqualTo(version(3, 30));
        rig.apply(new PutClusterCapacityProviders(List.of(version(4, 40)), List.of(), rig.state.providerEpoch()));
        assertThat(rig.state.provider("a")).isEqualTo(version(4, 40));
    }

    /** Asked whether it has one that is on its way out, the cluster takes it no more. */
    @Test
    void whatWasDecidedOnBeforeADeletionComesTooLate() {
        PutClusterCapacityProviders late = new PutClusterCapacityProviders(
                List.of(Pools.attached("a")), List.of(), rig.apply(new ProviderEpoch()));

        assertThat(rig.apply(new HasCapacityProvider("a"))).isFalse();

        assertThatThrownBy(() -> rig.apply(late)).isInstanceOf(UpdateInProgressException.class);
        assertThat(rig.state.providerNames()).isEmpty();
        PutClusterCapacityProviders again = new PutClusterCapacityProviders(
                List.of(Pools.attached("a")), List.of(), rig.apply(new ProviderEpoch()));
        assertThat(rig.apply(again).capacityProviders()).containsExactly("a");
    }

    @Test
    void whatWasDecidedOnBeforeAChangeComesTooLateUnlessItIsThereAlready() {
        PutClusterCapacityProviders late = put("a");
        assertThat(rig.apply(new RefreshCapacityProvider(version(2, 20)))).isFalse();
        assertThatThrownBy(() -> rig.apply(late)).isInstanceOf(UpdateInProgressException.class);

        OperationRig having = OperationRig.open();
        having.apply(put("a"));
        assertThat(having.apply(new RefreshCapacityProvider(version(2, 20)))).isTrue();
        assertThat(having.apply(new HasCapacityProvider("a"))).isTrue();
        assertThat(having.apply(new ProviderEpoch())).isZero();
        having.apply(late);
        assertThat(having.state.provider("a")).isEqualTo(version(2, 20));
    }

    @Test
    void aClusterWithCapacityProvidersIsNotDeleted() {
        rig.apply(put("a", "FARGATE"));
        assertThatThrownBy(() -> rig.apply(new DeleteCluster()))
                .isInstanceOf(ClusterContainsCapacityProviderException.class)
                .hasMessageContaining("[a]");
        rig.apply(put("FARGATE"));

        assertThat(rig.apply(new DeleteCluster()).status()).isEqualTo(ClusterStatus.INACTIVE);

        assertThat(rig.apply(new HasCapacityProvider("FARGATE"))).isFalse();
        assertThatThrownBy(() -> rig.apply(put("a"))).isInstanceOf(ClusterNotFoundException.class);
        Cluster next = rig.apply(new OpenCluster(
                "harbour",
                List.of(),
                List.of(),
                List.of(Pools.attached("b")),
                List.of(),
                List.of(),
                rig.apply(new ClusterVersion())));
        assertThat(next.capacityProviders()).containsExactly("b");
        assertThat(rig.state.providerNames()).containsExactly("b");
    }
}
