package io.stowage.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.stowage.runtime.docker.testing.Fault;
import io.stowage.runtime.docker.testing.NeedsDocker;
import io.stowage.runtime.docker.testing.TestDaemon;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.spi.FollowsLogs;
import io.stowage.spi.Observation;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was done and not said, said and not done, and names that are taken by nothing. */
@NeedsDocker
@Timeout(60)
class LostRepliesTest {

    private static final String NAME_TAKEN =
            "Conflict. The container name \"/one\" is already in use by container \"0123\". "
                    + "You have to remove (or rename) that container to be able to reuse that name.";

    private FaultyHost host;

    @BeforeEach
    void start() throws Exception {
        host = FaultyHost.shared();
    }

    @AfterEach
    void close() {
        host.close();
    }

    static Stream<Arguments> lost() {
        return Stream.of(
                Arguments.of("cut before", new Fault.Cut()),
                Arguments.of("cut after", new Fault.CutAnswer()),
                Arguments.of(
                        "server error after", new Fault.Answer(500, "{\"message\":\"context deadline exceeded\"}")),
                Arguments.of("gateway error", new Fault.Answer(502, "<html>bad gateway</html>")));
    }

    /** Unknown, never "no": and the same call again does what was wanted, once. */
    private void unknownThenDone(String method, String path, Fault fault, Verb verb) throws Exception {
        var rule = host.proxy().next(method, path, fault);
        try {
            verb.run();
        } catch (OutcomeUnknownException unknown) {
            verb.run();
        }
        assertThat(rule.hits()).as("the fault was met").isEqualTo(1);
    }

    private interface Verb {
        void run() throws ContainerRuntimeException;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lost")
    void everyVerbWhoseReplyIsLostIsDoneOnceWhenItIsSentAgain(String name, Fault fault) throws Exception {
        ContainerSpec spec = FaultyHost.spec("one", FaultyHost.program("/bin/sh", "-c", "echo ran; exec sleep 3607"));
        unknownThenDone(
                "POST", "/containers/create", fault, () -> host.runtime().create(spec));
        assertThat(host.listed()).containsExactly("one");
        String id = host.state("one").runtimeId();
        unknownThenDone(
                "POST", "/containers/[^/]+/start", fault, () -> host.runtime().start("one"));
        assertThat(host.phase("one")).isEqualTo(Phase.RUNNING);
        assertThat(host.state("one").runtimeId()).isEqualTo(id);
        unknownThenDone(
                "POST", "/containers/[^/]+/kill", fault, () -> host.runtime().kill("one"));
        await().until(() -> host.phase("one") == Phase.EXITED);
        assertThat(ranTimes("one")).isEqualTo(1);
        unknownThenDone(
                "DELETE", "/containers/[^/]+", fault, () -> host.runtime().remove("one"));
        assertThat(host.runtime().inspect("one")).isEqualTo(new Observation.Absent());
        assertThat(host.listed()).isEmpty();
    }

    private int ranTimes(String container) throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        try (var logs = ((FollowsLogs) host.runtime()).followLogs(container, true, (error, line) -> lines.add(line))) {
            await().until(() -> !lines.isEmpty());
        }
        return lines.size();
    }

    @Test
    void aStartWhoseReplyWasLostDoesNotRunAgainWhatHasEndedMeanwhile() throws Exception {
        host.runtime().create(FaultyHost.spec("one", FaultyHost.program("/bin/sh", "-c", "echo ran; exit 3")));
        host.proxy().next("POST", "/containers/[^/]+/start", new Fault.CutAnswer());
        assertThatThrownBy(() -> host.runtime().start("one")).isInstanceOf(OutcomeUnknownException.class);
        await().until(() -> host.phase("one") == Phase.EXITED);
        host.runtime().start("one");
        assertThat(host.state("one").exitCode()).isEqualTo(3);
        assertThat(ranTimes("one")).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {304, 404, 409, 500})
    void aKillThatTheDaemonSaysIsForNothingIsBelievedWhenALookShowsThatNothingRuns(int status) throws Exception {
        String message = "Cannot kill container: one: Container one is not running";
        host.start("one");
        var refused = host.proxy().when("POST", "/containers/[^/]+/kill", Fault.refuse(status, message));
        Throwable thrown = catchThrowable(() -> host.runtime().kill("one"));
        assertThat(refused.hits()).isPositive();
        assertThat(thrown)
                .isInstanceOf(status == 500 ? OutcomeUnknownException.class : ContainerRuntimeException.class);
        if (thrown instanceof ContainerRuntimeException no) {
            assertThat(no.category()).isEqualTo(Category.CannotStopContainerError);
            assertThat(no.isRetryable()).isTrue();
        }
        assertThat(host.phase("one")).isEqualTo(Phase.RUNNING);

        // What the runtime takes for running has ended by the time of its kill.
        String id = host.state("one").runtimeId();
        host.docker().killContainerCmd("one").exec();
        await().until(() -> host.phase("one") == Phase.EXITED);
        assertKillIsDone(status, message);
        host.docker().removeContainerCmd(id).exec();
        host.start("one");
        host.proxy().heal();
        host.runtime().kill("one");
        await().until(() -> host.phase("one") == Phase.EXITED);
    }

    /** The first look shows it running, as a moment before it ended. */
    private void assertKillIsDone(int status, String message) throws Exception {
        host.proxy().heal();
        var stale = host.proxy()
                .next(
                        "GET",
                        "/containers/one/json",
                        new Fault.Rewrite(body -> body.replace("\"Status\":\"exited\"", "\"Status\":\"running\"")));
        var refused = host.proxy().when("POST", "/containers/[^/]+/kill", Fault.refuse(status, message));
        host.runtime().kill("one");
        assertThat(stale.hits()).isEqualTo(1);
        assertThat(refused.hits()).isPositive();
        assertThat(host.phase("one")).isEqualTo(Phase.EXITED);
    }

    @Test
    void aNameThatNothingVisibleHasIsRefusedForNowAndHadWhenItIsFree() throws Exception {
        host.proxy().when("POST", "/containers/create", Fault.refuse(409, NAME_TAKEN));
        assertThatThrownBy(() -> host.create("one"))
                .isInstanceOfSatisfying(ContainerRuntimeException.class, refused -> {
                    assertThat(refused.category()).isEqualTo(Category.CannotCreateContainerError);
                    assertThat(refused.isRetryable()).isTrue();
                });
        assertThat(host.runtime().inspect("one")).isEqualTo(new Observation.Absent());
        host.proxy().heal();
        host.create("one");
        assertThat(host.phase("one")).isEqualTo(Phase.CREATED);
    }

    @Test
    void aNameThatIsBeingCreatedIsWaitedFor() throws Exception {
        var rule = host.proxy().next("POST", "/containers/create", Fault.refuse(409, NAME_TAKEN));
        host.create("one");
        assertThat(rule.hits()).isEqualTo(1);
        assertThat(host.phase("one")).isEqualTo(Phase.CREATED);
    }

    @Test
    void aNameThatAStrangerHasIsRefusedForGoodAndTheStrangerIsLeftAlone() throws Exception {
        String stranger = host.docker()
                .createContainerCmd(TestDaemon.IMAGE)
                .withName("one")
                .withCmd("/bin/sleep", "3607")
                .withLabels(Map.of(ContainerSpec.SPEC_HASH_LABEL, "another"))
                .exec()
                .getId();
        // As it is for a moment when a stranger takes the name between look and create.
        host.proxy().next("GET", "/containers/one/json", Fault.refuse(404, "No such container: one"));
        assertThatThrownBy(() -> host.create("one"))
                .isInstanceOfSatisfying(
                        ContainerRuntimeException.class,
                        refused -> assertThat(refused.isRetryable()).isFalse());
        assertThat(host.docker().inspectContainerCmd("one").exec().getId()).isEqualTo(stranger);
    }

    @Test
    void whatWasCreatedAndNeverStartedIsTakenUpByTheNextConnection() throws Exception {
        host.create("one");
        host.runtime().close();
        try (DockerRuntime next = host.connect(DockerRuntimeProvider.builder())) {
            assertThat(next.list(FaultyHost.OURS))
                    .singleElement()
                    .satisfies(state -> assertThat(state.phase()).isEqualTo(Phase.CREATED));
            next.create(FaultyHost.spec("one", FaultyHost.sleeping()));
            next.start("one");
            assertThat(next.list(FaultyHost.OURS))
                    .singleElement()
                    .satisfies(state -> assertThat(state.phase()).isEqualTo(Phase.RUNNING));
        }
    }
}
