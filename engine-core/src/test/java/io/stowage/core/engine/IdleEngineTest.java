package io.stowage.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.Engine;
import io.stowage.PartitionHealth;
import io.stowage.PartitionRole;
import io.stowage.core.FakeStore;
import io.stowage.core.HandWorld;
import io.stowage.core.Stowage;
import io.stowage.spi.StateStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What engines ask of their store when there is nothing to do: of a store to which many questions at once are one. */
class IdleEngineTest {

    private static final int CLUSTERS = 30;
    private static final int SECONDS = 600;

    private final HandWorld world = new HandWorld();
    private final FakeStore store = new FakeStore();
    private final Map<String, Integer> calls = new TreeMap<>();

    private Engine engine(String name) {
        return Stowage.engine().name(name).world(world).store(counted()).build();
    }

    private StateStore counted() {
        return (StateStore) Proxy.newProxyInstance(
                StateStore.class.getClassLoader(), new Class<?>[] {StateStore.class}, (proxy, method, arguments) -> {
                    calls.merge(method.getName(), 1, Integer::sum);
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getTargetException();
                    }
                });
    }

    private double callsPerSecond() {
        calls.clear();
        world.pass(Duration.ofSeconds(SECONDS));
        return calls.values().stream().mapToInt(Integer::intValue).sum() / (double) SECONDS;
    }

    private static long of(Engine engine, PartitionRole role) {
        return engine.health().partitions().stream()
                .filter(partition -> partition.partition().startsWith("cluster/"))
                .map(PartitionHealth::role)
                .filter(role::equals)
                .count();
    }

    @Test
    void anIdleEngineAsksLessThanTwiceASecondHoweverManyClustersThereAre() {
        Engine leader = engine("leader");
        for (int i = 0; i < CLUSTERS; i++) {
            leader.clusters().create("cluster-" + i);
        }
        world.pass(Duration.ofMinutes(1));
        assertThat(of(leader, PartitionRole.LEADER)).isEqualTo(CLUSTERS);
        double leading = callsPerSecond();
        assertThat(leading).as("%s", calls).isLessThan(1.6);

        Engine follower = engine("follower");
        world.pass(Duration.ofMinutes(1));
        assertThat(of(follower, PartitionRole.FOLLOWER)).isEqualTo(CLUSTERS);
        double both = callsPerSecond();
        assertThat(both - leading).as("%s", calls).isLessThan(1.6);
        assertThat(leader.health().partitions()).allMatch(partition -> partition.lastError() == null);
    }

    @Test
    void anEngineThatLeadsSomeAndFollowsOthersAsksNoMore() {
        Engine one = engine("one");
        Engine other = engine("other");
        for (int i = 0; i < CLUSTERS; i++) {
            (i % 2 == 0 ? one : other).clusters().create("cluster-" + i);
        }
        world.pass(Duration.ofMinutes(1));
        assertThat(of(one, PartitionRole.LEADER)).isEqualTo(CLUSTERS / 2);
        assertThat(of(one, PartitionRole.FOLLOWER)).isEqualTo(CLUSTERS / 2);
        assertThat(callsPerSecond() / 2).as("%s", calls).isLessThan(2);
    }
}
