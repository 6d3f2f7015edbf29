package io.stowage.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.stowage.runtime.docker.testing.NeedsDocker;
import io.stowage.runtime.docker.testing.TestDaemon;
import io.stowage.runtime.docker.testing.TestDaemon.Options;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.spi.Observation;
import io.stowage.spi.RuntimeSubscription;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Daemons of the tests' own that end, are killed, and come back; their containerd and shims, too. One runtime goes through all of it: what it
 * says of a container is what became of it, or that it does not know.
 */
@NeedsDocker
@Timeout(120)
class DaemonRestartsTest {

    private static final Duration SOON = Duration.ofSeconds(15);

    /** What is asked all the while the daemon goes and comes. */
    private static final class Watch implements AutoCloseable {
        private final List<Observation> seen = new CopyOnWriteArrayList<>();
        private final List<List<String>> lists = new CopyOnWriteArrayList<>();
        private final Thread thread;
        private volatile boolean over;

        Watch(FaultyHost host, String name) {
            thread = new Thread(() -> {
                while (!over) {
                    seen.add(host.runtime().inspect(name));
                    try {
                        lists.add(host.listed());
                    } catch (RuntimeException noList) {
                        // As it should be, while there is no daemon.
                    }
                }
            });
            thread.start();
        }

        /** Never absent, and never a list without one of these. */
        void assertNothingLost(String... names) throws InterruptedException {
            close();
            assertThat(seen).isNotEmpty().noneMatch(Observation.Absent.class::isInstance);
            assertThat(lists).isNotEmpty().allSatisfy(list -> assertThat(list).contains(names));
        }

        /** It was asked while there was no daemon. */
        void awaitUnknown() {
            await().until(() -> seen.stream().anyMatch(Observation.Unknown.class::isInstance));
        }

        @Override
        public void close() throws InterruptedException {
            over = true;
            thread.join();
        }
    }

    @Test
    void containersThatOutliveTheirDaemonAreTheSameAfterItAndKeepRunning() throws Exception {
        try (TestDaemon daemon = TestDaemon.with(new Options(true, 0));
                FaultyHost host = FaultyHost.before(daemon, DockerRuntimeProvider.builder())) {
            host.start("one");
            host.start("two");
            host.create("three");
            ContainerState before = host.state("one");
            long pid = pid(host, "two");
            for (Runnable end : List.<Runnable>of(daemon::terminate, daemon::kill)) {
                try (Watch watch = new Watch(host, "one")) {
                    end.run();
                    watch.awaitUnknown();
                    assertThatThrownBy(host::listed).isNotInstanceOf(AssertionError.class);
                    assertThatThrownBy(() -> host.runtime().kill("one")).isInstanceOf(OutcomeUnknownException.class);
                    assertThatThrownBy(() -> host.create("four")).isInstanceOf(OutcomeUnknownException.class);
                    daemon.start();
                    watch.assertNothingLost("one", "two", "three");
                }
                assertThat(host.state("one")).as("0 restarts").isEqualTo(before);
            }
            daemon.kill();
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            daemon.start();
            await().atMost(SOON).until(() -> host.phase("two") == Phase.EXITED);
            assertThat(host.runtime().list(FaultyHost.OURS))
                    .filteredOn(state -> state.phase() == Phase.EXITED)
                    .extracting(ContainerState::name)
                    .containsExactly("two");
            host.runtime().start("three");
            assertThat(host.phase("three")).isEqualTo(Phase.RUNNING);
        }
    }

    private static long pid(FaultyHost host, String name) {
        return host.docker().inspectContainerCmd(name).exec().getState().getPidLong();
    }

    @Test
    void containersThatEndWithTheirDaemonAreKnownToHaveEndedAndNotRunAgain() throws Exception {
        try (TestDaemon daemon = TestDaemon.with(new Options(false, 0));
                FaultyHost host = FaultyHost.before(daemon, DockerRuntimeProvider.builder())) {
            List<String> heard = new CopyOnWriteArrayList<>();
            RuntimeSubscription events = host.runtime().follow(heard::add);
            host.create("created");
            endsWith(daemon::terminate, "terminated", daemon, host);
            endsWith(daemon::kill, "killed", daemon, host);
            assertThat(host.phase("created")).isEqualTo(Phase.CREATED);
            await("events are heard again").atMost(SOON).until(() -> {
                host.docker().renameContainerCmd("created").withName("renamed").exec();
                host.docker().renameContainerCmd("renamed").withName("created").exec();
                return heard.contains("renamed");
            });
            events.close();
            host.runtime().start("created");
            assertThat(host.phase("created")).isEqualTo(Phase.RUNNING);
        }
    }

    private static void endsWith(Runnable end, String name, TestDaemon daemon, FaultyHost host) throws Exception {
        // One that is deaf to SIGTERM would take ten seconds.
        host.runtime()
                .create(FaultyHost.spec(
                        name, FaultyHost.program("/bin/sh", "-c", "trap 'exit 0' TERM; sleep 3607 & wait $!")));
        host.runtime().start(name);
        try (Watch watch = new Watch(host, name)) {
            end.run();
            watch.awaitUnknown();
            daemon.start();
            await().atMost(SOON)
                    .until(() -> host.runtime().inspect(name) instanceof Observation.Present present
                            && present.state().phase() == Phase.EXITED);
            watch.assertNothingLost(name);
        }
        ContainerState ended = host.state(name);
        host.runtime().start(name);
        assertThat(host.state(name)).as("it is not run again").isEqualTo(ended);
        host.runtime().remove(name);
        assertThat(host.runtime().inspect(name)).isEqualTo(new Observation.Absent());
    }

    @Test
    void aContainerWhoseShimIsKilledHasEndedAndOneBehindADeadContainerdHasNot() throws Exception {
        try (TestDaemon daemon = TestDaemon.with(new Options(false, 0));
                FaultyHost host = FaultyHost.before(daemon, DockerRuntimeProvider.builder())) {
            host.start("shimless");
            List<Long> shims = daemon.shims();
            host.start("other");
            try (Watch watch = new Watch(host, "shimless")) {
                shims.forEach(shim -> ProcessHandle.of(shim).ifPresent(ProcessHandle::destroyForcibly));
                await().atMost(SOON).until(() -> host.phase("shimless") == Phase.EXITED);
                watch.assertNothingLost("shimless", "other");
            }
            host.runtime().remove("shimless");

            ContainerState before = host.state("other");
            try (Watch watch = new Watch(host, "other")) {
                daemon.killContainerd();
                assertThatThrownBy(() -> host.start("late")).isNotInstanceOf(AssertionError.class);
                daemon.restartContainerd();
                await("what could not be started is started").atMost(SOON).until(() -> {
                    try {
                        host.start("late");
                        return true;
                    } catch (Exception notYet) {
                        return false;
                    }
                });
                watch.assertNothingLost("other");
            }
            assertThat(host.state("other")).isEqualTo(before);
            host.runtime().kill("other");
            await().atMost(SOON).until(() -> host.phase("other") == Phase.EXITED);
        }
    }
}
