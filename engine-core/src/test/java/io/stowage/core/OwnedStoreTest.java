package io.stowage.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.Engine;
import io.stowage.EngineStatus;
import io.stowage.core.engine.EngineSetup;
import io.stowage.core.engine.Engines;
import io.stowage.core.placement.PlacementRules;
import io.stowage.core.plugin.GuardedEnvironmentFiles;
import io.stowage.core.plugin.GuardedSecrets;
import io.stowage.spi.Authorizer;
import io.stowage.spi.ScaleInOrder;
import io.stowage.spi.WorkloadPolicy;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A store that the engine opened itself is closed with it, and can't spoil that. */
class OwnedStoreTest {

    private final HandWorld world = new HandWorld();
    private final FakeStore store = new FakeStore();

    private Engine engine() {
        Engine engine = Engines.start(new EngineSetup(
                "engine",
                Settings.of(EngineConfiguration.defaults(), ScaleInOrder.none()),
                world,
                new EngineSetup.Store(store, true),
                Map.of(),
                Map.of(),
                new EngineSetup.Ports(
                        GuardedSecrets.none(),
                        GuardedEnvironmentFiles.none(),
                        WorkloadPolicy.platformDefault(),
                        Authorizer.allowAll(),
                        PlacementRules.NONE,
                        null)));
        engine.clusters().create("harbour");
        return engine;
    }

    private void closes(Engine engine) {
        engine.close();
        assertThat(engine.health().status()).isEqualTo(EngineStatus.CLOSED);
        assertThat(world.isClosed()).isTrue();
        assertThat(store.leases()).isZero();
    }

    @Test
    void itIsClosedAfterTheLeasesAreGivenBack() {
        Engine engine = engine();
        store.beforeClose(() -> assertThat(store.leases()).isZero());

        closes(engine);

        assertThat(store.isClosed()).isTrue();
    }

    @Test
    void oneThatThrowsIsLeft() {
        Engine engine = engine();
        store.beforeClose(() -> {
            throw new IllegalStateException("it will not");
        });

        closes(engine);
    }

    @Test
    void oneThatHangsIsLeftAfterAWhile() {
        Engine engine = engine();
        store.beforeClose(() -> {
            throw new HandWorld.NoAnswer();
        });
        long before = world.monotonicNanos();

        closes(engine);

        assertThat(Duration.ofNanos(world.monotonicNanos() - before)).isLessThanOrEqualTo(Duration.ofSeconds(10));
    }
}
