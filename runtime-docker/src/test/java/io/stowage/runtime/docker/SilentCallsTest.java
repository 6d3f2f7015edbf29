package io.stowage.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.stowage.runtime.docker.testing.Fault;
import io.stowage.runtime.docker.testing.NeedsDocker;
import io.stowage.runtime.docker.testing.SocketProxy;
import io.stowage.spi.CommandResult;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.spi.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A daemon that takes a call and does not answer: it costs that call, no other one, and is evidence of nothing. */
@NeedsDocker
@Timeout(60)
class SilentCallsTest {

    private static final int HANGING = 20;

    private final ExecutorService callers = Executors.newCachedThreadPool();
    private FaultyHost host;

    @BeforeEach
    void start() throws Exception {
        host = FaultyHost.shared();
    }

    @AfterEach
    void close() {
        callers.shutdownNow();
        host.close();
    }

    private Future<Void> call(Action verb) {
        return callers.submit((Callable<Void>) () -> {
            verb.run();
            return null;
        });
    }

    private interface Action {
        void run() throws Exception;
    }

    /** The rule took the request, and its caller waits. */
    private static void awaitHit(SocketProxy.Rule rule) {
        await().until(() -> rule.hits() > 0);
    }

    private static void assertUnknown(Future<?> call) {
        assertThatThrownBy(() -> call.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(OutcomeUnknownException.class);
    }

    @Test
    void anInspectThatIsNotAnsweredIsUnknownAndAListIsWholeOrNoneAndBothInTime() throws Exception {
        host.start("stuck");
        host.start("other");
        assertThat(host.listed()).containsExactly("other", "stuck");
        var rule = host.proxy().when("GET", "/containers/stuck/json", new Fault.Swallow());
        host.proxy().when("GET", "/containers/json", new Fault.Swallow());
        long begin = System.nanoTime();
        Future<Observation> inspect = callers.submit(() -> host.runtime().inspect("stuck"));
        Future<List<String>> list = callers.submit(host::listed);
        awaitHit(rule);

        assertThat(host.phase("other")).isEqualTo(Phase.RUNNING);
        host.start("third");
        host.runtime().kill("third");
        await().until(() -> host.phase("third") == Phase.EXITED);
        host.runtime().remove("third");
        assertThat(host.runtime().run("other", List.of("/bin/echo", "well"), Duration.ofSeconds(5)))
                .isEqualTo(new CommandResult(0, "well\n"));

        assertThat(inspect.get(20, TimeUnit.SECONDS)).isInstanceOf(Observation.Unknown.class);
        assertUnknown(list);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
        host.proxy().heal();
        assertThat(host.phase("stuck")).isEqualTo(Phase.RUNNING);
        assertThat(host.listed()).containsExactly("other", "stuck");
    }

    @Test
    void aCreateThatIsNotAnsweredWasDoneOrNotAndTheNextOneFindsOut() throws Exception {
        for (Fault fault : List.of(new Fault.Swallow(), new Fault.SwallowAnswer())) {
            var rule = host.proxy().when("POST", "/containers/create", fault);
            Future<Void> create = call(() -> host.create("one"));
            awaitHit(rule);
            await().until(() -> fault instanceof Fault.Swallow
                    || host.docker()
                                    .listContainersCmd()
                                    .withShowAll(true)
                                    .exec()
                                    .size()
                            == 1);
            host.proxy().heal();
            assertUnknown(create);
            host.create("one");
            assertThat(host.phase("one")).isEqualTo(Phase.CREATED);
            assertThat(host.listed()).containsExactly("one");
            host.runtime().remove("one");
        }
    }

    @Test
    void aKillARemoveAndAStartThatAreNotAnsweredAreUnknownAndCanBeSentAgain() throws Exception {
        host.create("one");
        unknownThenDone("POST", "/containers/[^/]+/start", () -> host.runtime().start("one"));
        assertThat(host.phase("one")).isEqualTo(Phase.RUNNING);
        unknownThenDone("POST", "/containers/[^/]+/kill", () -> host.runtime().kill("one"));
        await().until(() -> host.phase("one") == Phase.EXITED);
        var rule = host.proxy().when("DELETE", "/containers/[^/]+", new Fault.Swallow());
        Future<Void> remove = call(() -> host.runtime().remove("one"));
        awaitHit(rule);
        assertThat(host.phase("one")).isEqualTo(Phase.EXITED);
        host.proxy().heal();
        // docker-java's transport sends it again by itself.
        remove.get(20, TimeUnit.SECONDS);
        assertThat(host.runtime().inspect("one")).isEqualTo(new Observation.Absent());
    }

    private void unknownThenDone(String method, String path, Action verb) throws Exception {
        var rule = host.proxy().when(method, path, new Fault.Swallow());
        Future<Void> call = call(verb);
        awaitHit(rule);
        host.proxy().heal();
        assertUnknown(call);
        verb.run();
    }

    @Test
    void containersWhoseInspectionsHangKeepNoListWaiting() throws Exception {
        for (int i = 0; i < 5; i++) {
            host.start("stuck-" + i);
        }
        host.create("other");
        assertThat(host.listed()).hasSize(6);
        String ids = stuck().map(ContainerState::runtimeId).collect(Collectors.joining("|"));
        List<ContainerState> before = stuck().toList();
        host.proxy().when("GET", "/containers/(?:" + ids + ")/json", new Fault.Swallow());
        host.docker().killContainerCmd("stuck-3").withSignal("USR1").exec();
        host.docker().killContainerCmd("stuck-4").exec();
        try (DockerRuntime unaware = host.connect(DockerRuntimeProvider.builder())) {
            host.runtime().start("other");
            host.create("third");
            for (DockerRuntime each : List.of(host.runtime(), unaware)) {
                long begin = System.nanoTime();
                Map<String, ContainerState> list = each.list(FaultyHost.OURS).stream()
                        .collect(Collectors.toMap(ContainerState::name, state -> state));
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Inspections.LONGEST);
                assertThat(list.get("other").startedAt()).as("it was inspected").isNotNull();
                assertThat(list.get("third").phase()).isEqualTo(Phase.CREATED);
                for (int i = 0; i < 4; i++) {
                    assertThat(list.get("stuck-" + i).phase()).isEqualTo(Phase.RUNNING);
                    assertThat(list.get("stuck-" + i).runtimeId())
                            .isEqualTo(before.get(i).runtimeId());
                }
                assertThat(list.get("stuck-4").phase()).isEqualTo(Phase.EXITED);
                assertThat(list.get("stuck-4").exitCode()).isEqualTo(137);
            }
            host.proxy().heal();
            assertThat(unaware.list(FaultyHost.OURS))
                    .hasSize(7)
                    .filteredOn(state -> state.phase() == Phase.RUNNING)
                    .allSatisfy(state -> assertThat(state.startedAt()).isNotNull());
        }
    }

    private Stream<ContainerState> stuck() {
        return host.runtime().list(FaultyHost.OURS).stream()
                .filter(state -> state.name().startsWith("stuck"));
    }

    @Test
    void dozensOfCallsThatHangKeepNoOtherWaiting() throws Exception {
        host.start("other");
        for (int i = 0; i < HANGING; i++) {
            host.create("stuck-" + i);
        }
        host.listed();
        List<Future<Void>> hanging = new ArrayList<>();
        var starts = host.proxy().when("POST", "/containers/[^/]+/start", new Fault.Swallow());
        var looks = host.proxy().when("GET", "/containers/stuck-\\d+/json", new Fault.Swallow());
        for (int i = 0; i < HANGING; i++) {
            String name = "stuck-" + i;
            callers.execute(() -> host.runtime().inspect(name));
        }
        await().until(() -> looks.hits() >= HANGING);
        for (int i = 0; i < HANGING; i++) {
            host.runtime().create(FaultyHost.spec("one-" + i, FaultyHost.sleeping()));
            String name = "one-" + i;
            hanging.add(call(() -> host.runtime().start(name)));
        }
        await().until(() -> starts.hits() >= Verb.START.most());

        Future<?> rest = callers.submit(() -> {
            assertThat(host.phase("other")).isEqualTo(Phase.RUNNING);
            assertThat(host.runtime().describe()).isNotNull();
            assertThat(host.runtime().run("other", List.of("/bin/echo", "well"), Duration.ofSeconds(5)))
                    .isEqualTo(new CommandResult(0, "well\n"));
            host.create("third");
            host.runtime().kill("other");
            await().until(() -> host.phase("other") == Phase.EXITED);
            host.runtime().remove("other");
            return null;
        });
        rest.get(8, TimeUnit.SECONDS);
        assertThat(hanging).noneMatch(Future::isDone);
    }

    @Test
    void aConnectionThatIsClosedWhileItsCallsWaitEndsThem() throws Exception {
        host.create("one");
        var rule = host.proxy().when("GET", "/containers/one/json", new Fault.Swallow());
        Future<Observation> inspect = callers.submit(() -> host.runtime().inspect("one"));
        awaitHit(rule);
        host.runtime().close();
        assertThat(inspect.get(20, TimeUnit.SECONDS)).isInstanceOf(Observation.Unknown.class);
    }
}
