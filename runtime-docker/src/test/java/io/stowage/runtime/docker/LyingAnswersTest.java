package io.stowage.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.stowage.runtime.docker.testing.Fault;
import io.stowage.runtime.docker.testing.NeedsDocker;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.spi.Observation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers that are broken, cut, another server's or another version's: evidence of nothing. */
@NeedsDocker
@Timeout(60)
class LyingAnswersTest {

    private static final String TOO_OLD =
            "client version 1.41 is too old. Minimum supported API version is 1.44, please upgrade your client";

    private FaultyHost host;

    @BeforeEach
    void start() throws Exception {
        host = FaultyHost.shared();
    }

    @AfterEach
    void close() {
        host.close();
    }

    private static Fault rewritten(UnaryOperator<String> change) {
        return new Fault.Rewrite(change);
    }

    private static final Map<String, Fault> BROKEN = new LinkedHashMap<>();

    static {
        BROKEN.put("garbled", Fault.garble());
        BROKEN.put("empty", rewritten(body -> ""));
        BROKEN.put("nothing", rewritten(body -> "null"));
        BROKEN.put("another shape", rewritten(body -> "\"well\""));
        BROKEN.put("truncated", new Fault.Truncate(100));
        BROKEN.put("cut", new Fault.Cut());
        BROKEN.put("server error", Fault.refuse(500, "No such container: but who knows"));
        BROKEN.put("somebody else's 404", new Fault.Answer(404, "<html>404 page not found</html>"));
        BROKEN.put("a 404 without a word", new Fault.Answer(404, ""));
        BROKEN.put("denied", Fault.refuse(403, "authorization denied by plugin"));
        BROKEN.put("too busy", Fault.refuse(429, "too many requests"));
        BROKEN.put("a newer daemon", Fault.refuse(400, TOO_OLD));
    }

    @Test
    void aBrokenAnswerIsUnknownAndNoList() throws Exception {
        host.start("one");
        host.create("two");
        for (Map.Entry<String, Fault> each : BROKEN.entrySet()) {
            assertThat(host.listed()).containsExactly("one", "two");
            host.proxy().when("GET", "/containers/one/json", each.getValue());
            var list = host.proxy().when("GET", "/containers/json", each.getValue());
            assertThat(host.runtime().inspect("one")).as(each.getKey()).isInstanceOf(Observation.Unknown.class);
            assertThat(catchThrowable(host::listed)).as(each.getKey()).isInstanceOf(RuntimeException.class);
            assertThat(list.hits()).as(each.getKey()).isPositive();
            host.proxy().heal();
            assertThat(host.phase("one")).as("after " + each.getKey()).isEqualTo(Phase.RUNNING);
        }
    }

    @Test
    void aBrokenLookAtOneContainerIsNoList() throws Exception {
        host.start("one");
        host.create("two");
        String id = host.state("one").runtimeId();
        for (Map.Entry<String, Fault> each : BROKEN.entrySet()) {
            try (DockerRuntime unaware = host.connect(DockerRuntimeProvider.builder())) {
                assertThat(unaware.list(FaultyHost.OURS)).hasSize(2);
                // It tells events, and of each container it looks what became of it.
                host.docker().renameContainerCmd("one").withName("uno").exec();
                host.proxy().when("GET", "/containers/" + id + "/json", each.getValue());
                assertThat(catchThrowable(() -> unaware.list(FaultyHost.OURS)))
                        .as(each.getKey())
                        .isInstanceOf(RuntimeException.class);
                host.proxy().heal();
                host.docker().renameContainerCmd("uno").withName("one").exec();
                assertThat(unaware.list(FaultyHost.OURS))
                        .as("after " + each.getKey())
                        .extracting(ContainerState::name)
                        .containsExactly("one", "two");
            }
        }
    }

    @Test
    void aListWithoutLabelsOrIdsIsNotTakenForOneWithoutOurContainers() throws Exception {
        host.start("one");
        assertThat(host.listed()).containsExactly("one");
        host.proxy().when("GET", "/containers/json", rewritten(body -> body.replace("\"Labels\"", "\"Xabels\"")));
        assertThatThrownBy(host::listed).isInstanceOf(OutcomeUnknownException.class);
        host.proxy().heal();
        host.proxy().when("GET", "/containers/json", rewritten(body -> "[{}]"));
        assertThatThrownBy(host::listed).isInstanceOf(OutcomeUnknownException.class);
        host.proxy().heal();
        assertThat(host.listed()).containsExactly("one");
    }

    @Test
    void aLookThatTellsOfAnotherContainerOrOfNoLabelsIsUnknownAndNoList() throws Exception {
        host.start("one");
        host.create("two");
        String one = host.state("one").runtimeId();
        String two = host.state("two").runtimeId();
        for (Fault fault : new Fault[] {
            rewritten(body -> body.replace(one, two).replace("\"/one\"", "\"/two\"")),
            rewritten(body -> body.replace("\"Labels\"", "\"Xabels\"")),
        }) {
            host.proxy().when("GET", "/containers/(?:one|" + one + ")/json", fault);
            assertThat(host.runtime().inspect("one")).isInstanceOf(Observation.Unknown.class);
            assertThatThrownBy(host::listed).isInstanceOf(OutcomeUnknownException.class);
            host.proxy().heal();
        }
        assertThat(host.listed()).containsExactly("one", "two");
    }

    @Test
    void aStateThatNobodyKnowsIsUnknownAndOneOfDockersOwnIsNotEndedWhileItMayRun() throws Exception {
        host.start("one");
        assertThat(host.runtime().inspect("one")).isInstanceOf(Observation.Present.class);
        says("\"Status\":\"running\"", "\"Status\":\"hibernating\"");
        assertThat(host.runtime().inspect("one")).isInstanceOf(Observation.Unknown.class);
        for (String state : new String[] {"paused", "restarting"}) {
            says("\"Status\":\"running\"", "\"Status\":\"" + state + "\"");
            assertThat(host.phase("one")).as(state).isEqualTo(Phase.RUNNING);
        }
        for (String state : new String[] {"dead", "removing"}) {
            says("\"Status\":\"running\"", "\"Status\":\"" + state + "\"");
            assertThat(host.phase("one")).as(state).isEqualTo(Phase.EXITED);
        }
    }

    private void says(String what, String instead) {
        host.proxy().heal();
        host.proxy().when("GET", "/containers/one/json", rewritten(body -> body.replace(what, instead)));
    }

    /** RT-10: a clock that was set back. */
    @Test
    void whatEndedBeforeItBeganEndedWhenItBegan() throws Exception {
        host.start("one");
        host.runtime().kill("one");
        await().until(() -> host.phase("one") == Phase.EXITED);
        host.proxy()
                .when(
                        "GET",
                        "/containers/one/json",
                        rewritten(body -> body.replaceAll(
                                "\"FinishedAt\":\"[^\"]*\"", "\"FinishedAt\":\"2001-01-01T00:00:00Z\"")));
        ContainerState state = host.state("one");
        assertThat(state.finishedAt()).isEqualTo(state.startedAt());
        says("\"FinishedAt\":\"2", "\"FinishedAt\":\"x");
        assertThat(host.runtime().inspect("one")).isInstanceOf(Observation.Unknown.class);
    }

    @Test
    void aDaemonIsSpokenToInAVersionThatBothKnow() throws Exception {
        version("1.47", "1.24");
        try (DockerRuntime newer = host.connect(DockerRuntimeProvider.builder())) {
            assertThat(newer.describe().warnings()).noneMatch(warning -> warning.contains("API"));
        }
        assertThat(host.proxy().requests()).anyMatch(each -> each.startsWith("GET /v1.41/"));
        version("1.40", "1.12");
        assertRefused(false, "1.40");
        version("new", "newer");
        assertRefused(true, "names no version");
        host.proxy().heal();
        host.proxy().when("GET", "/version", Fault.garble());
        assertRefused(true, "can't be reached");
    }

    private void version(String most, String least) {
        host.proxy().heal();
        host.proxy()
                .when(
                        "GET",
                        "/version",
                        rewritten(body -> body.replaceAll(
                                        "\"ApiVersion\":\"1[^\"]*\"", "\"ApiVersion\":\"" + most + "\"")
                                .replaceAll("\"MinAPIVersion\":\"1[^\"]*\"", "\"MinAPIVersion\":\"" + least + "\"")));
    }

    private void assertRefused(boolean retryable, String why) {
        assertThatThrownBy(() -> host.connect(DockerRuntimeProvider.builder()).close())
                .isInstanceOfSatisfying(ContainerRuntimeException.class, refused -> {
                    assertThat(refused.isRetryable()).isEqualTo(retryable);
                    assertThat(refused.getMessage()).contains(why);
                });
    }

    @Test
    void aDaemonThatNoLongerSpeaksOurVersionRefusesNoTaskForGood() throws Exception {
        host.start("one");
        host.create("two");
        for (String method : new String[] {"GET", "POST", "DELETE"}) {
            host.proxy()
                    .when(
                            method,
                            "/containers/.*",
                            Fault.refuse(400, "client version 1.41 is too old. Minimum supported API version is 1.44"));
        }
        for (Verb verb : new Verb[] {
            () -> host.create("three"),
            () -> host.runtime().start("two"),
            () -> host.runtime().kill("one"),
            () -> host.runtime().remove("two")
        }) {
            assertThatThrownBy(verb::run)
                    .isNotInstanceOf(AssertionError.class)
                    .satisfies(thrown -> assertThat(
                                    thrown instanceof ContainerRuntimeException refused && !refused.isRetryable())
                            .as("refused for good: %s", thrown)
                            .isFalse());
        }
    }

    private interface Verb {
        void run() throws Exception;
    }
}
