package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.FakeStore;
import io.stowage.core.HandWorld;
import io.stowage.core.event.EventHub;
import io.stowage.core.json.RecordCodec;
import io.stowage.core.store.StorePort;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The lease by which an engine shows that it is there, and what is still on its way to the store. */
class PresenceTest {

    private static final String PARTITION = Presence.partition("engine-1", "harbour");

    private final HandWorld world = new HandWorld();
    private final FakeStore store = new FakeStore();
    private final CutStore way = new CutStore(store);
    private final Presence presence = presence();

    private Presence presence() {
        LoopContext context = new LoopContext(
                "engine-1",
                world,
                new StorePort(way, world.lane("store", 1), Duration.ofSeconds(10)),
                RecordCodec::toJson,
                (type, json) -> {
                    throw new AssertionError("nothing is read here");
                },
                (cluster, instance, licence, controlPlane) -> {
                    throw new AssertionError("nothing is attached here");
                },
                new EventHub(world, 1));
        return new Presence(
                "harbour", context, world.strand("test"), LoopRig.SETTINGS.lease(), new Presence.Listener() {
                    @Override
                    public void acquired() {
                        known();
                    }

                    @Override
                    public void trouble(String what) {
                        // Told by the loop's health.
                    }
                });
    }

    private void known() {
        presence.known(world.monotonicNanos());
    }

    private void isThere() {
        presence.needed(true);
        world.settle();
        known();
        assertThat(presence.holds()).isTrue();
    }

    @Test
    void whatIsGivenBackIsFree() {
        isThere();
        presence.needed(false);
        world.settle();
        assertThat(presence.holds()).isFalse();
        assertThat(store.isHeld(PARTITION)).isFalse();
        isThere();
    }

    /** Else the store would free the lease that this engine's agents act under, and let another engine have it. */
    @Test
    void whatIsGivenBackLateIsNotTheLeaseThatIsHeldByThen() {
        isThere();
        way.releasesTakeLong();
        presence.needed(false);
        world.settle();

        presence.needed(true);
        world.pass(Duration.ofSeconds(3));
        known();
        way.releasesArrive();
        assertThat(presence.holds()).isEqualTo(store.isHeld(PARTITION));

        world.pass(Duration.ofSeconds(3));
        known();
        assertThat(presence.holds()).isTrue();
        assertThat(store.isHeld(PARTITION)).isTrue();
    }
}
