package io.stowage.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.Engine;
import io.stowage.PartitionHealth;
import io.stowage.PartitionRole;
import io.stowage.core.FakeStore;
import io.stowage.core.HandWorld;
import io.stowage.core.Stowage;
import io.stowage.core.operation.Harbour;
import io.stowage.core.registry.BeginCluster;
import io.stowage.model.Cluster;
import io.stowage.model.ClusterStatus;
import io.stowage.spi.Commit;
import io.stowage.spi.Payload;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Two engines that do the same at the same time. */
class TwoEnginesTest {

    private final HandWorld world = new HandWorld();
    private final FakeStore store = new FakeStore();
    private final Engine one = engine("one");
    private final Engine two = engine("two");

    private Engine engine(String name) {
        return Stowage.engine().name(name).world(world).store(store).build();
    }

    private static ClusterDirectory clusters(Engine engine) {
        return ((EngineView) engine).core().clusters();
    }

    private static List<PartitionRole> roles(Engine engine) {
        return engine.health().partitions().stream()
                .filter(partition -> partition.partition().startsWith("cluster/"))
                .map(PartitionHealth::role)
                .toList();
    }

    private static CompletableFuture<Cluster> create(Engine by) {
        return clusters(by).create(new BeginCluster("harbour", List.of(), List.of()));
    }

    @Test
    void bothCreateTheSameCluster() {
        List<CompletableFuture<Cluster>> created = List.of(create(one), create(two), create(two), create(one));
        world.pass(Duration.ofSeconds(5));
        for (CompletableFuture<Cluster> cluster : created) {
            assertThat(cluster).isCompleted();
            assertThat(cluster.join().status()).isEqualTo(ClusterStatus.ACTIVE);
        }
        assertThat(store.ids("cluster/harbour", "cluster")).containsExactly("harbour");
        assertThat(List.of(roles(one), roles(two)))
                .containsExactlyInAnyOrder(List.of(PartitionRole.LEADER), List.of(PartitionRole.FOLLOWER));
    }

    @Test
    void oneFindsTheClusterThatTheOtherCreated() {
        assertThat(one.clusters().create("harbour").status()).isEqualTo(ClusterStatus.ACTIVE);
        assertThat(roles(two)).isEmpty();
        world.pass(Duration.ofSeconds(12));
        assertThat(roles(two)).containsExactly(PartitionRole.FOLLOWER);
        one.close();
    }

    /** Whatever the order, in the end the registry says of the cluster what its partition says. */
    @Test
    void bothCreateAndDeleteTheSameCluster() {
        for (int pause = 0; pause < 30; pause++) {
            List<CompletableFuture<?>> asked = new ArrayList<>();
            asked.add(create(one));
            world.pass(Duration.ofMillis(pause * 90L));
            asked.add(clusters(two).delete("harbour"));
            world.pass(Duration.ofMillis(pause * 35L));
            asked.add(create(two));
            asked.add(clusters(one).delete("harbour"));
            world.pass(Duration.ofSeconds(20));
            assertThat(asked).as("pause %d", pause).allMatch(CompletableFuture::isDone);
            boolean inRegistry = !one.clusters().list().clusterArns().isEmpty();
            boolean inPartition =
                    store.text("cluster/harbour", "cluster", "harbour").contains("\"ACTIVE\"");
            assertThat(inRegistry).as("pause %d", pause).isEqualTo(inPartition);
            CompletableFuture<Cluster> gone = clusters(one).delete("harbour");
            world.pass(Duration.ofSeconds(5));
            assertThat(gone).isCompleted();
            assertThat(two.clusters().list().clusterArns()).isEmpty();
        }
    }

    /** What one engine asked for while there was no cluster yet comes after another one has created and deleted it. */
    @Test
    void whatComesLateDoesNotOpenADeletedCluster() {
        one.clusters().create("harbour");
        world.pass(Duration.ofSeconds(12));
        assertThat(roles(two)).containsExactly(PartitionRole.FOLLOWER);
        one.clusters().delete("harbour");
        CompletableFuture<Cluster> late = clusters(two).submit("harbour", Harbour.open(0));
        world.pass(Duration.ofSeconds(5));
        assertThat(late).isCompleted();
        assertThat(late.join().status()).isEqualTo(ClusterStatus.INACTIVE);
        assertThat(store.text("cluster/harbour", "cluster", "harbour")).contains("\"INACTIVE\"");

        assertThat(two.clusters().create("harbour").status()).isEqualTo(ClusterStatus.ACTIVE);
    }

    /** The entry is there and the partition isn't: nobody has to ask again. */
    @Test
    void aCreationThatWasRefusedOnceIsGoneOnWith() {
        CompletableFuture<Cluster> created = create(one);
        store.beforeLease(() -> {
            throw new IllegalStateException("out of reach");
        });
        world.pass(Duration.ofSeconds(60));
        store.beforeLease(() -> {});
        world.pass(Duration.ofSeconds(40));
        assertThat(created).as("it waited for too long").isCompletedExceptionally();
        assertThat(store.text("cluster/harbour", "cluster", "harbour")).contains("\"ACTIVE\"");
        assertThat(one.clusters().list().clusterArns()).hasSize(1);
    }

    @Test
    void theLoopsOfADeletedClusterEndOnceItIsForgotten() {
        one.clusters().create("harbour");
        one.clusters().create("other");
        world.pass(Duration.ofSeconds(12));
        one.clusters().delete("harbour");
        world.pass(Duration.ofMinutes(30));
        assertThat(roles(one)).hasSize(2);
        assertThat(roles(two)).hasSize(2);

        world.pass(Duration.ofHours(2));
        assertThat(roles(one)).hasSize(1);
        assertThat(roles(two)).hasSize(1);
        assertThat(store.isHeld("cluster/harbour")).isFalse();
        assertThat(store.isHeld("cluster/other")).isTrue();

        assertThat(two.clusters().create("harbour").status()).isEqualTo(ClusterStatus.ACTIVE);
        world.pass(Duration.ofSeconds(12));
        assertThat(roles(one)).hasSize(2);
        assertThat(roles(two)).hasSize(2);
    }

    /** That its entry can't be read is no reason to let go of a cluster. */
    @Test
    void theLoopOfAClusterWhoseEntryIsGoneGoesOn() {
        one.clusters().create("harbour");
        world.pass(Duration.ofSeconds(12));
        StoredRecord unreadable = new StoredRecord("cluster", "harbour", 3, Payload.ofText("{}"));
        store.commit(new Commit(
                "registry", "by hand", store.read("registry").revision(), null, List.of(new Write.Put(unreadable))));
        world.pass(Duration.ofMinutes(5));
        assertThat(one.clusters().list().clusterArns()).isEmpty();
        assertThat(roles(one)).hasSize(1);
        assertThat(roles(two)).hasSize(1);
    }
}
