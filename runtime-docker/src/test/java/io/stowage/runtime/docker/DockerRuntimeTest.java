package io.stowage.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.HealthCheck;
import io.stowage.model.HealthStatus;
import io.stowage.model.NetworkMode;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskDefinitionStatus;
import io.stowage.runtime.docker.policy.DockerWorkloadPolicy;
import io.stowage.runtime.docker.spec.Conventions;
import io.stowage.runtime.docker.spec.DockerLabels;
import io.stowage.runtime.docker.testing.NeedsDocker;
import io.stowage.runtime.docker.testing.TestDaemon;
import io.stowage.spi.CommandResult;
import io.stowage.spi.ContainerMeasurement;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.spi.Observation;
import io.stowage.spi.RuntimeTarget;
import io.stowage.spi.SecretValue;
import io.stowage.spi.WorkloadPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What this runtime does besides the contract, on a real daemon. */
@NeedsDocker
class DockerRuntimeTest {

    private static final Map<String, String> OURS = Map.of("io.stowage.test", "docker-runtime");
    private static final byte[] KEY = "a key of tests and nobody else".getBytes(StandardCharsets.UTF_8);

    private DockerRuntime runtime;
    private DockerClient docker;

    private static DockerRuntime connect(DockerRuntimeProvider.Builder builder) throws ContainerRuntimeException {
        var target = new RuntimeTarget(
                "default", "i-1", Map.of("host", TestDaemon.shared().host()), WorkloadPolicy.platformDefault());
        return (DockerRuntime)
                builder.pullBehavior(PullBehavior.PREFER_CACHED).build().connect(target);
    }

    @BeforeEach
    void connect() throws Exception {
        runtime = connect(DockerRuntimeProvider.builder());
        docker = TestDaemon.shared().client();
    }

    @AfterEach
    void removeAll() throws Exception {
        TestDaemon.shared().removeAll();
        docker.close();
        runtime.close();
    }

    private static ContainerDefinition sleeping() {
        return ContainerDefinition.builder()
                .name("app")
                .image(TestDaemon.IMAGE)
                .command(List.of("/bin/sleep", "3607"))
                .build();
    }

    private static ContainerSpec spec(String name, ContainerDefinition definition) {
        TaskDefinition task = TaskDefinition.builder()
                .taskDefinitionArn("arn:aws:ecs:local:000000000000:task-definition/tck:1")
                .containerDefinitions(List.of(definition))
                .family("tck")
                .revision(1)
                .status(TaskDefinitionStatus.ACTIVE)
                .build();
        Map<String, String> labels =
                Map.of("io.stowage.test", "docker-runtime", ContainerSpec.SPEC_HASH_LABEL, "hash-1");
        return new ContainerSpec(name, definition, task, Map.of(), List.of(), List.of(), labels, 0);
    }

    private void started(String name, ContainerDefinition definition) throws ContainerRuntimeException {
        runtime.create(spec(name, definition));
        runtime.start(name);
    }

    private ContainerState state(String name) {
        return ((Observation.Present) runtime.inspect(name)).state();
    }

    @Test
    void theSameListIsGivenWhileNothingChanges() throws Exception {
        started("one", sleeping());
        AtomicReference<List<ContainerState>> last = new AtomicReference<>(List.of());
        await().until(() -> {
            List<ContainerState> now = runtime.list(OURS);
            return last.getAndSet(now) == now;
        });
        List<ContainerState> before = last.get();
        assertThat(runtime.list(OURS)).isSameAs(before).isUnmodifiable();
        docker.killContainerCmd("one").exec();
        await().until(() -> runtime.list(OURS).get(0).phase() == Phase.EXITED);
        assertThat(before.get(0).phase()).isEqualTo(Phase.RUNNING);
        docker.removeContainerCmd("one").exec();
        assertThat(runtime.list(OURS)).isEmpty();
    }

    @Test
    void aContainerThatSomebodyElseStoppedAndRemovedIsSeenAsItIs() throws Exception {
        started("one", sleeping());
        docker.pauseContainerCmd("one").exec();
        assertThat(state("one").phase()).isEqualTo(Phase.RUNNING);
        docker.unpauseContainerCmd("one").exec();
        docker.removeContainerCmd("one").withForce(true).exec();
        assertThat(runtime.inspect("one")).isEqualTo(new Observation.Absent());
    }

    @Test
    void whatTheHostApplicationDidNotOpenIsNotCreated() throws Exception {
        ContainerDefinition privileged = sleeping().toBuilder().privileged(true).build();
        assertThatThrownBy(() -> runtime.create(spec("one", privileged)))
                .isInstanceOf(ContainerRuntimeException.class)
                .hasMessageContaining("allowPrivileged()");
        assertThat(runtime.inspect("one")).isEqualTo(new Observation.Absent());

        DockerWorkloadPolicy open =
                DockerWorkloadPolicy.builder().allowPrivileged().build();
        try (DockerRuntime lenient = connect(DockerRuntimeProvider.builder().policy(open))) {
            lenient.create(spec("one", privileged));
        }
        runtime.create(spec("one", privileged));
        assertThat(state("one").phase())
                .as("what was allowed when it was created stays")
                .isEqualTo(Phase.CREATED);
    }

    @Test
    void aPartOfAnIdIsNoName() throws Exception {
        runtime.create(spec("one", sleeping()));
        String id = state("one").runtimeId();
        assertThat(runtime.inspect(id.substring(0, 12))).isEqualTo(new Observation.Absent());
        runtime.remove(id.substring(0, 12));
        assertThat(state("one").phase()).isEqualTo(Phase.CREATED);
    }

    @Test
    void aContainerWithoutOurLabelsIsAStrangers() throws Exception {
        docker.createContainerCmd(TestDaemon.IMAGE)
                .withName("one")
                .withCmd("/bin/sleep", "3607")
                .exec();
        docker.startContainerCmd("one").exec();
        assertThatThrownBy(() -> runtime.create(spec("one", sleeping())))
                .isInstanceOfSatisfying(
                        ContainerRuntimeException.class,
                        refused -> assertThat(refused.category()).isEqualTo(Category.CannotCreateContainerError));
        runtime.kill("one");
        runtime.remove("one");
        assertThat(docker.inspectContainerCmd("one").exec().getState().getRunning())
                .isTrue();
        assertThat(runtime.list(Map.of())).isEmpty();
    }

    @Test
    void labelsAloneDoNotPassForOursWhereThereIsAKey() throws Exception {
        started("spoofed", sleeping());
        DockerRuntime keyed = connect(DockerRuntimeProvider.builder().digestKey(KEY));
        try {
            assertThat(keyed.list(OURS)).isEmpty();
            assertThat(keyed.inspect("spoofed")).isEqualTo(new Observation.Absent());
            keyed.kill("spoofed");
            assertThat(state("spoofed").phase()).isEqualTo(Phase.RUNNING);
            assertThatThrownBy(() -> keyed.create(spec("spoofed", sleeping())))
                    .isInstanceOf(ContainerRuntimeException.class)
                    .hasMessageContaining("taken");
            keyed.create(spec("own", sleeping()));
            keyed.create(spec("own", sleeping()));
            assertThat(keyed.list(OURS)).extracting(ContainerState::name).containsExactly("own");
            String digest = docker.inspectContainerCmd("own")
                    .exec()
                    .getConfig()
                    .getLabels()
                    .get(Digests.LABEL);
            // The digest of one name is worth nothing under another.
            docker.createContainerCmd(TestDaemon.IMAGE)
                    .withName("copied")
                    .withCmd("/bin/sleep", "1")
                    .withLabels(Map.of(
                            Digests.LABEL,
                            digest,
                            ContainerSpec.SPEC_HASH_LABEL,
                            "hash-1",
                            "io.stowage.test",
                            "docker-runtime"))
                    .exec();
            assertThat(keyed.list(OURS)).extracting(ContainerState::name).containsExactly("own");
        } finally {
            keyed.close();
        }
    }

    @Test
    void whatRunsIsMeasuredAndNothingElse() throws Exception {
        runtime.create(spec("one", sleeping()));
        assertThat(runtime.measure("one")).isEmpty();
        assertThat(runtime.measure("none")).isEmpty();
        runtime.start("one");
        long quickest = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long begin = System.nanoTime();
            assertThat(runtime.measure("one")).isPresent();
            quickest = Math.min(quickest, System.nanoTime() - begin);
        }
        assertThat(Duration.ofNanos(quickest)).as("less than two samples take").isLessThan(Duration.ofMillis(900));
        Optional<ContainerMeasurement> measured = runtime.measure("one");
        assertThat(measured).isPresent();
        assertThat(measured.get().cpuNanos()).isPositive();
        assertThat(measured.get().memoryBytes()).isPositive();
        assertThat(measured.get().memoryLimitBytes())
                .isGreaterThan(measured.get().memoryBytes());
    }

    @Test
    void aCommandPastItsTimeOutIsKilledOnThisMachine() throws Exception {
        started("one", sleeping());
        CommandResult result =
                runtime.run("one", List.of("/bin/sh", "-c", "echo begun; exec sleep 4711"), Duration.ofMillis(700));
        assertThat(result).isEqualTo(new CommandResult(null, "begun\n"));
        await().until(() -> Arrays.stream(docker.topContainerCmd("one").exec().getProcesses())
                .noneMatch(process -> String.join(" ", process).contains("4711")));
    }

    @Test
    void ofMuchOutputTheEndIsKept() throws Exception {
        started("one", sleeping());
        CommandResult result = runtime.run("one", List.of("/bin/seq", "1", "20000"), Duration.ofSeconds(20));
        assertThat(result.output()).hasSize(Tail.LENGTH).endsWith("19999\n20000\n");
    }

    @Test
    void dockersHealthChecksAreReported() throws Exception {
        ContainerDefinition checked = sleeping().toBuilder()
                .healthCheck(HealthCheck.builder()
                        .command(List.of("CMD-SHELL", "test -e /tmp/well"))
                        .interval(5)
                        .retries(1)
                        .build())
                .build();
        started("one", checked);
        assertThat(state("one").health()).isEqualTo(HealthStatus.UNKNOWN);
        assertThat(runtime.list(OURS).get(0).health()).isEqualTo(HealthStatus.UNKNOWN);
        runtime.run("one", List.of("/bin/touch", "/tmp/well"), Duration.ofSeconds(10));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> runtime.list(OURS).get(0).health() == HealthStatus.HEALTHY);
    }

    @Test
    void whatATaskSharesComesWithItsFirstContainerAndGoesWithItsLast() throws Exception {
        DockerRuntime sharing = connect(DockerRuntimeProvider.builder()
                .conventions(
                        Conventions.DEFAULT.withHolderImage(TestDaemon.IMAGE).withSecretsAsFiles()));
        try {
            for (String name : List.of("first", "second")) {
                ContainerSpec plain = spec(name, sleeping());
                Map<String, String> labels = new LinkedHashMap<>(plain.labels());
                labels.put("io.stowage.task", "task-1");
                TaskDefinition task = plain.taskDefinition().toBuilder()
                        .networkMode(NetworkMode.AWSVPC)
                        .build();
                var secret = new SecretValue("PASSWORD", "s3cr3t".toCharArray());
                sharing.create(
                        new ContainerSpec(name, sleeping(), task, Map.of(), List.of(secret), List.of(), labels, 0));
                sharing.start(name);
            }
            assertThat(docker.listContainersCmd().withShowAll(true).exec()).hasSize(3);
            assertThat(sharing.list(OURS)).hasSize(2);
            assertThat(sharing.run("first", List.of("/bin/cat", "/run/secrets/PASSWORD"), Duration.ofSeconds(10)))
                    .isEqualTo(new CommandResult(0, "s3cr3t"));
            for (String name : List.of("first", "second")) {
                sharing.kill(name);
                sharing.remove(name);
            }
            assertThat(docker.listContainersCmd().withShowAll(true).exec()).isEmpty();
            assertThat(docker.listVolumesCmd()
                            .withFilter("label", List.of(DockerLabels.VOLUME_OF + "=task-1"))
                            .exec()
                            .getVolumes())
                    .isNullOrEmpty();
        } finally {
            sharing.close();
        }
    }

    @Test
    void whatCanNotBeStartedSaysWhyAndIsNotRun() throws Exception {
        runtime.create(spec(
                "one",
                sleeping().toBuilder().command(List.of("/no/such/program")).build()));
        assertThatThrownBy(() -> runtime.start("one"))
                .isInstanceOfSatisfying(ContainerRuntimeException.class, refused -> {
                    assertThat(refused.category()).isEqualTo(Category.CannotStartContainerError);
                    assertThat(refused.isRetryable()).isFalse();
                    assertThat(refused.getMessage()).contains("/no/such/program");
                });
        assertThat(state("one").phase()).isEqualTo(Phase.CREATED);
    }

    @Test
    void aDaemonThatIsNotThereIsNoReasonToForgetItsContainers() throws Exception {
        var target = new RuntimeTarget(
                "default", "i-1", Map.of("host", "unix:///no/such.sock"), WorkloadPolicy.platformDefault());
        var provider = new DockerRuntimeProvider();
        assertThatThrownBy(() -> provider.connect(target))
                .isInstanceOfSatisfying(
                        ContainerRuntimeException.class,
                        refused -> assertThat(refused.isRetryable()).isTrue());
        runtime.close();
        assertThat(runtime.inspect("one")).isInstanceOf(Observation.Unknown.class);
    }
}
