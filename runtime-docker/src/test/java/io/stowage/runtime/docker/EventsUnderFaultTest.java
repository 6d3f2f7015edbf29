package io.stowage.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stowage.runtime.docker.testing.Fault;
import io.stowage.runtime.docker.testing.NeedsDocker;
import io.stowage.runtime.docker.testing.SocketProxy;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.spi.RuntimeSubscription;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events are hints: too many, none, late, broken or unheard ones change nothing in what a list says. */
@NeedsDocker
@Timeout(60)
class EventsUnderFaultTest {

    private static final int BURST = 10_000;
    private static final Duration SOON = Duration.ofSeconds(15);

    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private FaultyHost host;

    @BeforeEach
    void start() throws Exception {
        host = FaultyHost.shared();
    }

    @AfterEach
    void close() {
        host.close();
    }

    private Phase listedPhase(String name) {
        return host.runtime().list(FaultyHost.OURS).stream()
                .filter(state -> state.name().equals(name))
                .map(ContainerState::phase)
                .findFirst()
                .orElseThrow();
    }

    /** The stream is open, after all that was there before. */
    private RuntimeSubscription follow() {
        RuntimeSubscription subscription = host.runtime().follow(heard::add);
        hears("once");
        return subscription;
    }

    private void hears(String marker) {
        await("an event of " + marker + " is heard").atMost(SOON).until(() -> {
            host.create(marker);
            host.runtime().remove(marker);
            return heard.contains(marker);
        });
    }

    @Test
    void aBurstOfEventsIsTakenAndWhatComesAfterItIsHeard() throws Exception {
        host.start("one");
        host.proxy()
                .when(
                        "GET",
                        "/events",
                        new Fault.RewritePieces(
                                piece -> piece.contains("\"status\":\"kill\"") ? piece.repeat(BURST) : piece));
        host.proxy().cutAll();
        try (RuntimeSubscription subscription = follow()) {
            host.docker().killContainerCmd("one").exec();
            await().atMost(SOON).until(() -> heard.size() >= BURST);
            await().atMost(SOON).until(() -> listedPhase("one") == Phase.EXITED);
            heard.clear();
            hears("later");
            assertThat(host.listed()).containsExactly("one");
        }
    }

    @Test
    void silenceHidesNothingFromALister() throws Exception {
        host.start("one");
        host.start("two");
        SocketProxy.Rule mute = host.proxy().when("GET", "/events", new Fault.Mute());
        host.proxy().cutAll();
        assertThat(host.listed()).containsExactly("one", "two");
        await().atMost(SOON).until(() -> mute.hits() > 0);
        host.docker().killContainerCmd("one").exec();
        await().until(() -> listedPhase("one") == Phase.EXITED);
        host.docker().removeContainerCmd("two").withForce(true).exec();
        assertThat(host.listed()).containsExactly("one");
        host.proxy().heal();
        try (RuntimeSubscription subscription = follow()) {
            assertThat(heard).contains("once");
        }
    }

    /** As the engine does it, which lists every 10 s. */
    private boolean isNoticedGone(String name) {
        host.docker().removeContainerCmd(name).withForce(true).exec();
        await().atMost(SOON)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> !host.listed().contains(name));
        return true;
    }

    @Test
    void aStreamThatIsDeafIsOpenedAnewOnceAListShowsWhatItDoesNotTell() throws Exception {
        host.start("one");
        host.start("two");
        try (RuntimeSubscription subscription = follow()) {
            assertThat(host.listed()).containsExactly("one", "two");
            assertThat(isNoticedGone("one")).isTrue();
            SocketProxy.Rule mute = host.proxy().next("GET", "/events", new Fault.Mute());
            host.proxy().cutAll();
            await().atMost(SOON).until(() -> mute.hits() > 0);
            // The gap that every opening is.
            await().atMost(SOON).until(() -> host.listed().size() == 1);
            host.runtime().list(FaultyHost.OURS);
            long streams = host.proxy().count("GET", "/events");
            heard.clear();
            assertThat(isNoticedGone("two")).isTrue();
            assertThat(heard).as("the stream is deaf").isEmpty();
            await("it is opened again").atMost(SOON).until(() -> host.proxy().count("GET", "/events") > streams);
            hears("later");
            assertThat(host.proxy().count("GET", "/events")).isEqualTo(streams + 1);
        }
    }

    @Test
    void aStreamThatTellsEverythingIsLeftOpen() throws Exception {
        try (RuntimeSubscription subscription = follow()) {
            host.listed();
            long streams = host.proxy().count("GET", "/events");
            for (int i = 0; i < 20; i++) {
                host.start("one");
                host.listed();
                host.docker().killContainerCmd("one").exec();
                host.listed();
                host.docker().removeContainerCmd("one").withForce(true).exec();
                host.listed();
            }
            host.start("one");
            await().during(Duration.ofSeconds(7))
                    .atMost(SOON)
                    .until(() -> host.listed().size() == 1);
            assertThat(host.proxy().count("GET", "/events")).isEqualTo(streams);
        }
    }

    @Test
    void aStreamThatIsBrokenOrCutIsOpenedAgain() throws Exception {
        try (RuntimeSubscription subscription = follow()) {
            for (Fault fault : List.of(
                    new Fault.RewritePieces(piece -> "\u0000no event"),
                    new Fault.Cut(),
                    Fault.refuse(500, "no events today"),
                    new Fault.RewritePieces(piece -> "{\"Type\":\"container\"}"))) {
                var rule = host.proxy().next("GET", "/events", fault);
                host.proxy().cutAll();
                await().atMost(SOON).until(() -> {
                    host.docker().pingCmd().exec();
                    return rule.hits() > 0;
                });
                host.create("stirs");
                host.runtime().remove("stirs");
                host.proxy().cutAll();
                heard.clear();
                hears("again");
            }
            assertThat(host.listed()).isEmpty();
        }
    }

    @Test
    void aListenerThatBlocksOrThrowsHidesNothingFromALister() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        try (RuntimeSubscription slow = host.runtime().follow(name -> {
                    calls.incrementAndGet();
                    try {
                        blocked.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    throw new IllegalStateException("a listener that fails");
                });
                RuntimeSubscription subscription = host.runtime().follow(heard::add)) {
            await().atMost(SOON).until(() -> {
                host.create("stirs");
                host.runtime().remove("stirs");
                return calls.get() > 0;
            });
            host.start("one");
            host.start("two");
            assertThat(host.listed()).containsExactly("one", "two");
            host.docker().killContainerCmd("one").exec();
            await().until(() -> listedPhase("one") == Phase.EXITED);
            host.docker().removeContainerCmd("two").withForce(true).exec();
            assertThat(host.listed()).containsExactly("one");
            blocked.countDown();
            hears("later");
        } finally {
            blocked.countDown();
        }
    }
}
