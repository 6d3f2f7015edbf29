package io.stowage.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.RegisterTaskDefinitionRequest;
import io.stowage.core.Damage;
import io.stowage.core.FakeStore;
import io.stowage.core.HandWorld;
import io.stowage.core.definition.DefinitionCheck;
import io.stowage.core.store.StorePort;
import io.stowage.error.ServerException;
import io.stowage.model.ClusterStatus;
import io.stowage.model.ContainerDefinition;
import io.stowage.spi.Commit;
import io.stowage.spi.Payload;
import io.stowage.spi.Revision;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** A record of the registry can't be relied on: it stays as it is, nothing is written over it, and the others go on. */
class DamagedRegistryTest {

    private static final String PREFIX = "arn:stowage:ecs:local:000000000000";

    private final HandWorld world = new HandWorld();
    private final FakeStore store = new FakeStore();
    private Registry registry = started(store);

    private Registry started(FakeStore on) {
        Registry fresh = new Registry(world, new StorePort(on, world.lane("store", 4), Duration.ofSeconds(10)), PREFIX);
        fresh.start();
        world.settle();
        return fresh;
    }

    private <T> T ask(RegistryOperation<T> operation) {
        var answer = registry.submit(operation);
        world.settle();
        try {
            return answer.join();
        } catch (CompletionException failed) {
            throw (RuntimeException) failed.getCause();
        }
    }

    private int register(String family) {
        return ask(new RegisterTaskDefinition(
                        DefinitionCheck.check(RegisterTaskDefinitionRequest.builder()
                                .family(family)
                                .containerDefinitions(List.of(ContainerDefinition.builder()
                                        .name("main")
                                        .image("web")
                                        .memory(64)
                                        .build()))
                                .build()),
                        "me"))
                .definition()
                .revision();
    }

    private void fill() {
        register("web");
        register("web");
        register("job");
        ask(new BeginCluster("harbour", List.of(), List.of()));
        ask(new MoveCluster("harbour", 1, ClusterStatus.ACTIVE));
        ask(new BeginCluster("island", List.of(), List.of()));
    }

    private void damage(String kind, String id, String text) {
        store.rewrite(Registry.PARTITION, kind, id, before -> text);
        registry = started(store);
    }

    @Test
    void aNewerRevisionThatCanNotBeReadIsNotPassedOver() {
        fill();
        damage("taskdefinition", "web:2", "{}");
        assertThatThrownBy(() -> ask(new UsableTaskDefinition("web")))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("taskdefinition web:2");
        assertThatThrownBy(() -> ask(new DescribeTaskDefinition("web:2"))).isInstanceOf(ServerException.class);
        assertThatThrownBy(() -> ask(new DeregisterTaskDefinition("web:2"))).isInstanceOf(ServerException.class);
        assertThat(ask(new UsableTaskDefinition("web:1")).definition().revision())
                .isEqualTo(1);
        assertThat(register("web")).isEqualTo(3);
        assertThat(ask(new UsableTaskDefinition("web")).definition().revision()).isEqualTo(3);
        assertThat(registry.quarantined()).isEqualTo(1);
        assertThat(registry.health().lastError()).contains("1 record is set aside");
    }

    @Test
    void noNumberIsGivenOutTwiceWhateverTheFamilySays() {
        fill();
        damage("family", "web", "{\"name\":\"web\",\"lastRevision\":1}");
        assertThat(register("web")).isEqualTo(3);
        damage("family", "job", "{\"name\":\"job\",\"lastRevision\":-1}");
        assertThatThrownBy(() -> register("job")).isInstanceOf(ServerException.class);
        assertThat(ask(new UsableTaskDefinition("job")).definition().revision()).isEqualTo(1);
    }

    @Test
    void aClusterThatCanNotBeReadIsNeitherMadeAnewNorDeleted() {
        fill();
        damage("cluster", "harbour", "{\"clusterName\":\"harbour\"}");
        assertThatThrownBy(() -> ask(new BeginCluster("harbour", List.of(), List.of())))
                .isInstanceOf(ServerException.class);
        assertThatThrownBy(() -> ask(new ClusterEntry("harbour"))).isInstanceOf(ServerException.class);
        assertThat(ask(new MoveCluster("harbour", 2, ClusterStatus.INACTIVE))).isFalse();
        assertThat(ask(new ClusterEntries()))
                .extracting(entry -> entry.cluster().clusterName())
                .containsExactly("island");
        // It may use any definition.
        ask(new DeregisterTaskDefinition("job:1"));
        ask(new DeleteTaskDefinitions(List.of("job:1")));
        assertThat(ask(new RemoveTaskDefinitions(List.of("job:1")))).isEmpty();
        assertThat(store.text(Registry.PARTITION, "cluster", "harbour")).isEqualTo("{\"clusterName\":\"harbour\"}");
    }

    @Test
    void whatIsNotedOfAnInactiveClusterCanBeDamagedToo() {
        fill();
        ask(new MoveCluster("harbour", 2, ClusterStatus.INACTIVE));
        ask(new ForgetInactiveClusters(Duration.ofHours(1)));
        damage("inactivecluster", "harbour", "{\"clusterName\":\"harbour\"}");
        world.pass(Duration.ofHours(2));
        assertThat(ask(new ForgetInactiveClusters(Duration.ofHours(1)))).isEmpty();
        assertThat(ask(new ClusterEntry("harbour"))).isPresent();
    }

    @Test
    void whatIsDamagedWhileItIsKnownIsNotKnownAnyMore() {
        fill();
        assertThat(ask(new ClusterEntry("harbour"))).isPresent();
        StoredRecord damaged = new StoredRecord("cluster", "harbour", 9, Payload.ofText("{}"));
        Revision revision = store.read(Registry.PARTITION).revision();
        store.commit(new Commit(Registry.PARTITION, "damage", revision, null, List.of(new Write.Put(damaged))));
        assertThatThrownBy(() -> ask(new ClusterEntry("harbour"))).isInstanceOf(ServerException.class);
        assertThat(ask(new ClusterEntries()))
                .extracting(entry -> entry.cluster().clusterName())
                .containsExactly("island");
    }

    @Test
    void noDamageKeepsTheRestFromBeingReadAndUsed() {
        fill();
        List<StoredRecord> healthy = store.read(Registry.PARTITION).records();
        int cases = 0;
        for (StoredRecord record : healthy) {
            for (Damage damage : Damage.allOf(record)) {
                cases++;
                FakeStore damaged = new FakeStore();
                healthy.forEach(each -> damaged.put(Registry.PARTITION, each));
                damaged.put(
                        Registry.PARTITION,
                        new StoredRecord(record.kind(), record.id(), record.version(), Payload.ofText(damage.text())));
                registry = started(damaged);
                String other = record.id().startsWith("web") ? "job" : "web";
                assertThat(ask(new UsableTaskDefinition(other)).definition().family())
                        .as(damage.toString())
                        .isEqualTo(other);
                assertThat(register(other)).isEqualTo(other.equals("web") ? 3 : 2);
                String cluster = record.id().equals("island") ? "harbour" : "island";
                assertThat(ask(new ClusterEntry(cluster))).as(damage.toString()).isNotEqualTo(Optional.empty());
                if (registry.quarantined() > 0) {
                    assertThat(damaged.text(Registry.PARTITION, record.kind(), record.id()))
                            .isEqualTo(damage.text());
                }
            }
        }
        assertThat(cases).isGreaterThan(500);
    }
}
