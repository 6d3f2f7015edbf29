package io.stowage.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.model.PruneType;
import io.stowage.runtime.docker.testing.Fault;
import io.stowage.runtime.docker.testing.NeedsDocker;
import io.stowage.runtime.docker.testing.TestDaemon;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.spi.Observation;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Others on the host who stop, remove, rename, pause, prune; programs that don't listen; and daemons that can't remove. */
@NeedsDocker
@Timeout(60)
class ForeignInterferenceTest {

    private static final int SIGKILL_EXIT = 137;

    private FaultyHost host;

    @BeforeEach
    void start() throws Exception {
        host = FaultyHost.shared();
    }

    @AfterEach
    void close() {
        host.close();
    }

    private void awaitExit(String name) {
        await().until(() -> host.phase(name) == Phase.EXITED);
    }

    @Test
    void whatOthersStopHasEndedAndWhatTheyStartAgainRuns() throws Exception {
        host.start("one");
        ContainerState before = host.state("one");
        host.docker().stopContainerCmd("one").withTimeout(0).exec();
        assertThat(host.state("one").phase()).isEqualTo(Phase.EXITED);
        assertThat(host.state("one").exitCode()).isEqualTo(SIGKILL_EXIT);
        host.docker().startContainerCmd("one").exec();
        ContainerState after = host.state("one");
        assertThat(after.phase()).isEqualTo(Phase.RUNNING);
        assertThat(after.exitCode()).isNull();
        assertThat(after.startedAt()).isAfter(before.startedAt());
        assertThatThrownBy(() -> host.runtime().remove("one"))
                .isInstanceOfSatisfying(
                        ContainerRuntimeException.class,
                        refused -> assertThat(refused.category()).isEqualTo(Category.CannotStopContainerError));
        assertThat(host.phase("one")).isEqualTo(Phase.RUNNING);
    }

    @Test
    void aRestartByOthersIsInTheNextList() throws Exception {
        host.start("one");
        assertThat(host.runtime().list(FaultyHost.OURS)).hasSize(1);
        ContainerState before = host.state("one");
        host.docker().restartContainerCmd("one").withTimeout(0).exec();
        await().until(() ->
                host.runtime().list(FaultyHost.OURS).get(0).startedAt().isAfter(before.startedAt()));
    }

    @Test
    void whatOthersRemoveIsAbsentAndCanBeCreatedAgain() throws Exception {
        host.start("one");
        assertThat(host.listed()).containsExactly("one");
        host.docker().removeContainerCmd("one").withForce(true).exec();
        assertThat(host.runtime().inspect("one")).isEqualTo(new Observation.Absent());
        assertThat(host.listed()).isEmpty();
        host.runtime().kill("one");
        host.runtime().remove("one");
        host.start("one");
        assertThat(host.phase("one")).isEqualTo(Phase.RUNNING);
    }

    @Test
    void whatOthersRenameIsFoundByTheListUnderItsNewNameAndEndedByIt() throws Exception {
        host.start("one");
        assertThat(host.listed()).containsExactly("one");
        String id = host.state("one").runtimeId();
        host.docker().renameContainerCmd("one").withName("taken").exec();
        assertThat(host.listed()).as("it is not gone").containsExactly("taken");
        assertThat(host.state("taken").runtimeId()).isEqualTo(id);
        host.start("one");
        assertThat(host.listed()).containsExactly("one", "taken");
        host.runtime().kill("taken");
        awaitExit("taken");
        host.runtime().remove("taken");
        assertThat(host.listed()).containsExactly("one");
        assertThat(host.phase("one")).isEqualTo(Phase.RUNNING);
    }

    @Test
    void whatOthersRenameIsNotMadeOursByItsDigestUnderAnotherName() throws Exception {
        byte[] key = "a key of tests and nobody else".getBytes(StandardCharsets.UTF_8);
        try (DockerRuntime keyed = host.connect(DockerRuntimeProvider.builder().digestKey(key))) {
            keyed.create(FaultyHost.spec("one", FaultyHost.sleeping()));
            assertThat(keyed.list(FaultyHost.OURS)).hasSize(1);
            host.docker().renameContainerCmd("one").withName("taken").exec();
            assertThat(keyed.list(FaultyHost.OURS)).isEmpty();
            keyed.remove("taken");
            assertThat(host.docker().inspectContainerCmd("taken").exec().getId())
                    .isNotNull();
        }
    }

    @Test
    void whatOthersPauseRunsAndIsEndedAllTheSame() throws Exception {
        host.start("one");
        host.docker().pauseContainerCmd("one").exec();
        assertThat(host.phase("one")).isEqualTo(Phase.RUNNING);
        assertThat(host.runtime().list(FaultyHost.OURS))
                .singleElement()
                .satisfies(state -> assertThat(state.phase()).isEqualTo(Phase.RUNNING));
        host.runtime().kill("one");
        awaitExit("one");
        host.runtime().remove("one");
        assertThat(host.runtime().inspect("one")).isEqualTo(new Observation.Absent());
    }

    @Test
    void aPruneTakesWhatDoesNotRunAndNothingElse() throws Exception {
        host.start("running");
        host.start("ended");
        host.create("created");
        host.runtime().kill("ended");
        awaitExit("ended");
        assertThat(host.listed()).containsExactly("created", "ended", "running");
        for (PruneType type : new PruneType[] {PruneType.CONTAINERS, PruneType.NETWORKS, PruneType.VOLUMES}) {
            host.docker().pruneCmd(type).exec();
        }
        assertThat(host.listed()).containsExactly("running");
        assertThat(host.runtime().inspect("ended")).isEqualTo(new Observation.Absent());
        assertThatThrownBy(() -> host.runtime().start("created"))
                .isInstanceOfSatisfying(
                        ContainerRuntimeException.class,
                        refused -> assertThat(refused.category()).isEqualTo(Category.CannotStartContainerError));
        assertThat(host.phase("running")).isEqualTo(Phase.RUNNING);
        host.create("created");
        assertThat(host.phase("created")).isEqualTo(Phase.CREATED);
    }

    @Test
    void aProgramThatIgnoresSigtermIsRunningUntilItIsKilled() throws Exception {
        host.runtime()
                .create(FaultyHost.spec("deaf", FaultyHost.program("/bin/sh", "-c", "trap '' TERM; exec sleep 3607")));
        host.runtime().start("deaf");
        host.runtime().signal("deaf", "SIGTERM");
        host.runtime().signal("deaf", "SIGTERM");
        assertThat(host.phase("deaf")).isEqualTo(Phase.RUNNING);
        host.runtime().kill("deaf");
        awaitExit("deaf");
        assertThat(host.state("deaf").exitCode()).isEqualTo(SIGKILL_EXIT);
    }

    @Test
    void whatCanNotBeRemovedIsThereAndSaidSoAndGoesLater() throws Exception {
        host.create("stuck");
        host.proxy()
                .when(
                        "DELETE",
                        "/containers/[^/]+",
                        Fault.refuse(
                                500,
                                "driver \"overlay2\" failed to remove root filesystem: unlinkat: device or resource busy"));
        assertThatThrownBy(() -> host.runtime().remove("stuck"))
                .isInstanceOfSatisfying(ContainerRuntimeException.class, refused -> {
                    assertThat(refused.category()).isEqualTo(Category.CannotStopContainerError);
                    assertThat(refused.isRetryable()).isTrue();
                    assertThat(refused.getMessage()).contains("device or resource busy");
                });
        assertThat(host.listed()).containsExactly("stuck");
        host.proxy().heal();
        host.runtime().remove("stuck");
        assertThat(host.listed()).isEmpty();
    }

    @Test
    void anImageThatOthersRemoveIsMissedByWhatIsNewAndNotByWhatRuns() throws Exception {
        host.docker().tagImageCmd(TestDaemon.IMAGE, "faults", "short").exec();
        var definition = FaultyHost.sleeping().toBuilder().image("faults:short").build();
        host.runtime().create(FaultyHost.spec("one", definition));
        host.runtime().start("one");
        host.docker().removeImageCmd("faults:short").withForce(true).exec();
        assertThatThrownBy(() -> host.runtime().create(FaultyHost.spec("two", definition)))
                .isInstanceOfSatisfying(
                        ContainerRuntimeException.class,
                        refused -> assertThat(refused.category()).isEqualTo(Category.CannotCreateContainerError));
        assertThat(host.phase("one")).isEqualTo(Phase.RUNNING);
        assertThat(host.listed()).containsExactly("one");
    }
}
