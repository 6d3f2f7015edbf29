package io.stowage.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.FakeStore;
import io.stowage.core.HandWorld;
import io.stowage.core.store.StorePort;
import io.stowage.model.ClusterStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForgetInactiveClustersTest {

    private static final Duration KEPT = Duration.ofHours(1);

    private final HandWorld world = new HandWorld();
    private final FakeStore store = new FakeStore();
    private final Registry registry = new Registry(
            world,
            new StorePort(store, world.lane("store", 4), Duration.ofSeconds(10)),
            "arn:stowage:ecs:local:000000000000");

    ForgetInactiveClustersTest() {
        registry.start();
    }

    private <T> T ask(RegistryOperation<T> operation) {
        var answer = registry.submit(operation);
        world.settle();
        return answer.join();
    }

    private List<String> sweep() {
        return ask(new ForgetInactiveClusters(KEPT));
    }

    private void create(String name) {
        ask(new BeginCluster(name, List.of(), List.of()));
        move(name, ClusterStatus.ACTIVE);
    }

    private void delete(String name) {
        move(name, ClusterStatus.INACTIVE);
    }

    private void move(String name, ClusterStatus to) {
        long version = ask(new ClusterEntry(name)).orElseThrow().version();
        ask(new MoveCluster(name, version, to));
    }

    @Test
    void anInactiveClusterIsForgottenInTimeAndNoOther() {
        create("harbour");
        create("island");
        delete("harbour");
        assertThat(sweep()).isEmpty();
        world.pass(KEPT.minusSeconds(1));
        assertThat(sweep()).isEmpty();
        assertThat(ask(new ClusterEntry("harbour"))).isPresent();
        world.pass(Duration.ofSeconds(1));
        assertThat(sweep()).containsExactly("harbour");
        assertThat(ask(new ClusterEntry("harbour"))).isEmpty();
        assertThat(ask(new ClusterEntry("island"))).isPresent();
        assertThat(store.read(Registry.PARTITION).records()).hasSize(1);
        int commits = store.commits().size();
        assertThat(sweep()).isEmpty();
        assertThat(store.commits()).hasSize(commits);
    }

    @Test
    void oneThatIsMadeAgainStaysAndItsTimeBeginsAnew() {
        create("harbour");
        delete("harbour");
        sweep();
        world.pass(Duration.ofMinutes(30));
        create("harbour");
        sweep();
        delete("harbour");
        sweep();
        world.pass(Duration.ofMinutes(59));
        assertThat(sweep()).isEmpty();
        world.pass(Duration.ofMinutes(1));
        assertThat(sweep()).containsExactly("harbour");
        create("harbour");
        assertThat(ask(new ClusterEntry("harbour"))).isPresent();
    }

    @Test
    void aCommitForgetsSoManyAndNoMore() {
        for (int i = 0; i < 1001; i++) {
            create("c" + i);
            delete("c" + i);
        }
        sweep();
        sweep();
        world.pass(KEPT);
        assertThat(sweep()).hasSize(1000);
        assertThat(sweep()).hasSize(1);
    }
}
