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
import io.stowage.spi.InstanceProvider;
import io.stowage.spi.ScaleInOrder;
import io.stowage.spi.WorkloadPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Instance providers that the engine found itself are closed with it, and can't spoil that. */
class OwnedInstanceProvidersTest {

    private final HandWorld world = new HandWorld();
    private final FakeStore store = new FakeStore();
    private final FakeMachines found = new FakeMachines("found");
    private final FakeMachines foundToo = new FakeMachines("found-too");
    private final FakeMachines handed = new FakeMachines("handed");

    private void close() {
        Map<String, InstanceProvider> all = Map.of("found", found, "found-too", foundToo, "handed", handed);
        Engine engine = Engines.start(new EngineSetup(
                "engine",
                Settings.of(EngineConfiguration.defaults(), ScaleInOrder.none()),
                world,
                new EngineSetup.Store(store, true),
                Map.of(),
                EngineSetup.InstanceProviders.of(all, List.of(handed)),
                new EngineSetup.Ports(
                        GuardedSecrets.none(),
                        GuardedEnvironmentFiles.none(),
                        WorkloadPolicy.platformDefault(),
                        Authorizer.allowAll(),
                        PlacementRules.NONE,
                        null)));
        engine.clusters().create("harbour");
        engine.close();
        engine.close();
        assertThat(engine.health().status()).isEqualTo(EngineStatus.CLOSED);
        assertThat(world.isClosed()).isTrue();
        assertThat(store.isClosed()).isTrue();
    }

    @Test
    void thoseAreClosedOnceAndWhatWasHandedOverIsNot() {
        close();
        assertThat(found.closed).isEqualTo(1);
        assertThat(foundToo.closed).isEqualTo(1);
        assertThat(handed.closed).isZero();
    }

    @Test
    void oneThatThrowsIsLeft() {
        found.beforeClose(() -> {
            throw new IllegalStateException("it will not");
        });
        close();
        assertThat(foundToo.closed).isEqualTo(1);
    }

    @Test
    void thoseThatHangAreLeftTogetherAfterAWhile() {
        for (FakeMachines each : List.of(found, foundToo)) {
            each.beforeClose(() -> {
                throw new HandWorld.NoAnswer();
            });
        }
        long before = world.monotonicNanos();
        close();
        assertThat(Duration.ofNanos(world.monotonicNanos() - before)).isLessThanOrEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void oneThatIsHandedToTheBuilderStaysItsOwners() {
        Stowage.engine()
                .world(world)
                .store(store)
                .instanceProvider(handed)
                .build()
                .close();
        assertThat(handed.closed).isZero();
    }
}
