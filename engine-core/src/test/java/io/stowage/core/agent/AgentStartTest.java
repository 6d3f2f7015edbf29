package io.stowage.core.agent;

import static io.stowage.core.agent.Samples.container;
import static io.stowage.core.agent.Samples.host;
import static io.stowage.core.agent.Samples.on;
import static io.stowage.core.agent.Samples.order;
import static io.stowage.core.agent.Samples.sidecar;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.agent.FakeRuntime.Fault;
import io.stowage.core.agent.spec.ContainerLabels;
import io.stowage.model.Container;
import io.stowage.model.ContainerCondition;
import io.stowage.model.ContainerDefinitionBuilder;
import io.stowage.model.ContainerStatus;
import io.stowage.model.EnvironmentFile;
import io.stowage.model.EnvironmentFileType;
import io.stowage.model.HealthCheck;
import io.stowage.model.HealthStatus;
import io.stowage.model.KeyValuePair;
import io.stowage.model.PortMapping;
import io.stowage.model.Secret;
import io.stowage.model.TaskStatus;
import io.stowage.model.TaskStopCode;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.ContainerState;
import io.stowage.spi.SecretResolver.SecretNotAvailableException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How tasks come up, on a host that works and on one that does not. */
final class AgentStartTest {

    private final AgentRig rig = new AgentRig();

    @Test
    void actsOnNothingBeforeTheManifest() {
        rig.order(order(container("web")));
        rig.pass(60);

        assertThat(rig.connections).containsExactly("true fake-1");
        assertThat(rig.runtime.deeds()).isEmpty();
        assertThat(rig.batches).isEmpty();
    }

    @Test
    void pullsCreatesAndStarts() {
        rig.manifest(order(container("web").memory(64)));

        assertThat(rig.runtime.deeds())
                .containsExactly("pull web:1", "create " + host("web") + "#0", "start " + host("web"));
        assertThat(rig.batches).hasSize(1);
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.RUNNING);
        TaskReport report = rig.report();
        assertThat(report.pullStartedAt()).isEqualTo(rig.world.now());
        assertThat(report.pullStoppedAt()).isEqualTo(rig.world.now());
        assertThat(report.stopCode()).isNull();
        Container web = rig.container("web");
        assertThat(web.lastStatus()).isEqualTo(ContainerStatus.RUNNING);
        assertThat(web.imageDigest()).isEqualTo("sha256:web:1");
        assertThat(web.runtimeId()).isEqualTo("id-" + host("web") + "-0");
        assertThat(web.memory()).isEqualTo("64");
        assertThat(web.containerArn())
                .isEqualTo("arn:aws:ecs:local:000000000000:container/default/" + Samples.TASK_ID + "/web");
    }

    @Test
    void reportsTheImageThatTheContainerWasMadeOf() {
        rig.manifest(order(container("web")));

        rig.runtime.containers.computeIfPresent(
                host("web"),
                (name, state) -> new ContainerState(
                        name,
                        state.labels(),
                        state.runtimeId(),
                        state.phase(),
                        null,
                        null,
                        state.startedAt(),
                        null,
                        List.of(),
                        null,
                        "sha256:newer"));
        rig.pass(11);

        assertThat(rig.container("web").imageDigest()).isEqualTo("sha256:newer");
    }

    @Test
    void handsOverWhatTheContainerIsToBe() {
        rig.manifest(
                order("1", Samples.definition(container("other").portMappings(List.of(PortMapping.of(80, 8080))))),
                order(container("web")
                        .environment(List.of(new KeyValuePair("A", "1")))
                        .secrets(List.of(new Secret("PASSWORD", "vault/password")))
                        .portMappings(List.of(PortMapping.of(80, 9090)))));

        ContainerSpec spec = rig.runtime.created.get(1);
        assertThat(spec.name()).isEqualTo(host("web"));
        assertThat(spec.environment())
                .containsExactly(
                        Map.entry("A", "1"),
                        Map.entry("STOWAGE_TASK_ARN", order().taskArn()),
                        Map.entry("STOWAGE_CLUSTER", "default"),
                        Map.entry("STOWAGE_CONTAINER_NAME", "web"));
        assertThat(spec.labels())
                .containsEntry(ContainerLabels.CLUSTER, "default")
                .containsEntry(ContainerLabels.CONTAINER_INSTANCE, "instance-1")
                .containsEntry(ContainerLabels.TASK, Samples.TASK_ID)
                .containsEntry(ContainerLabels.CONTAINER, "web")
                .containsEntry(ContainerLabels.RUN, "0");
        assertThat(spec.specHash()).hasSize(64);
        assertThat(spec.reservedHostPorts()).containsExactly(8080);
        assertThat(spec.secrets()).hasSize(1);
        assertThat(spec.secrets().get(0).reveal()).containsExactly("value of vault/password".toCharArray());
    }

    @Test
    void startsInTheOrderOfDependencies() {
        rig.runtime.checkResults.addAll(List.of(1, 0));
        rig.manifest(order(
                container("web").dependsOn(on("proxy", ContainerCondition.HEALTHY)),
                sidecar("migration"),
                container("proxy")
                        .healthCheck(new HealthCheck(List.of("CMD-SHELL", "true"), 5, null, null, null))
                        .dependsOn(on("migration", ContainerCondition.SUCCESS))));
        assertThat(rig.runtime.calls("pull")).isEqualTo(3);
        assertThat(rig.runtime.containers).containsOnlyKeys(host("migration"));

        rig.runtime.exit(host("migration"), 0);
        rig.pass(6);
        assertThat(rig.runtime.containers).containsOnlyKeys(host("migration"), host("proxy"));
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.ACTIVATING);

        rig.pass(5);
        assertThat(rig.runtime.containers).containsKey(host("web"));
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.RUNNING);
        assertThat(rig.container("migration").exitCode()).isZero();
    }

    @Test
    void endsAContainerWhoseDependencyFailedAndWithItTheTask() {
        rig.manifest(
                order(container("web").dependsOn(on("migration", ContainerCondition.SUCCESS)), sidecar("migration")));

        rig.runtime.exit(host("migration"), 1);
        rig.world.settle();

        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.STOPPED);
        assertThat(rig.report().stopCode()).isEqualTo(TaskStopCode.TASK_FAILED_TO_START);
        assertThat(rig.report().stoppedReason()).isEqualTo("Task failed to start");
        assertThat(rig.container("web").reason())
                .isEqualTo("CannotStartContainerError: dependency graph: failed to resolve container ordering "
                        + "dependency [migration] for target [web] as dependency did not exit successfully.");
        assertThat(rig.container("web").exitCode()).isNull();
        assertThat(rig.container("migration").exitCode()).isEqualTo(1);
    }

    @Test
    void givesUpADependencyAfterItsStartTimeout() {
        rig.manifest(order(
                container("web").dependsOn(on("migration", ContainerCondition.COMPLETE)),
                sidecar("migration").startTimeout(120)));

        rig.pass(119);
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.ACTIVATING);
        rig.pass(2);

        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.STOPPED);
        assertThat(rig.container("web").reason()).contains("[migration] for target [web] has timed out.");
        assertThat(rig.container("migration").exitCode()).isEqualTo(143);
    }

    @Test
    void triesACurableRefusalThreeTimes() {
        ContainerRuntimeException no =
                ContainerRuntimeException.retryable(Category.CannotPullContainerError, "too many requests");
        rig.runtime.next("pull", Fault.refusal(no), Fault.refusal(no));
        rig.manifest(order(container("web")));

        rig.pass(1);
        assertThat(rig.runtime.calls("pull")).isEqualTo(2);
        rig.pass(2);

        assertThat(rig.runtime.calls("pull")).isEqualTo(3);
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void failsTheTaskAfterAnIncurableRefusal() {
        rig.runtime.next(
                "create",
                Fault.refusal(
                        ContainerRuntimeException.permanent(Category.CannotCreateContainerError, "no such user")));
        rig.manifest(order(container("web")));

        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.STOPPED);
        assertThat(rig.report().stopCode()).isEqualTo(TaskStopCode.TASK_FAILED_TO_START);
        assertThat(rig.container("web").reason()).isEqualTo("CannotCreateContainerError: no such user");
        assertThat(rig.container("web").lastStatus()).isEqualTo(ContainerStatus.STOPPED);
        assertThat(rig.report().executionStoppedAt()).isNull();
    }

    @Test
    void goesOnWithoutASidecarThatCannotStart() {
        rig.runtime.next(
                "pull",
                Fault.refusal(ContainerRuntimeException.permanent(Category.CannotPullContainerError, "not found")));
        rig.manifest(order(sidecar("helper"), container("web")));

        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.RUNNING);
        assertThat(rig.container("helper").lastStatus()).isEqualTo(ContainerStatus.STOPPED);
        assertThat(rig.container("helper").reason()).isEqualTo("CannotPullContainerError: not found");
    }

    @Test
    void createsOnceWhenTheReplyIsLost() {
        rig.runtime.next("create", Fault.LOST_REPLY);
        rig.runtime.next("start", Fault.LOST_REPLY);
        rig.manifest(order(container("web")));
        rig.pass(5);

        assertThat(rig.runtime.created).hasSize(1);
        assertThat(rig.runtime.calls("create")).isEqualTo(1);
        assertThat(rig.runtime.calls("start")).isEqualTo(1);
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void createsAgainWhenItIsClearThatNothingWasCreated() {
        rig.runtime.next("create", Fault.SILENCE);
        rig.manifest(order(container("web")));
        rig.pass(59);
        assertThat(rig.runtime.calls("create")).isEqualTo(1);

        rig.pass(3);

        assertThat(rig.runtime.calls("create")).isEqualTo(2);
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void stopsATaskWhoseStartStaysUnanswered() {
        Fault[] silence = new Fault[20];
        Arrays.fill(silence, Fault.SILENCE);
        rig.runtime.next("create", silence);
        rig.manifest(order(container("web")));

        rig.pass(600);

        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.STOPPED);
        assertThat(rig.report().stopCode()).isEqualTo(TaskStopCode.TASK_FAILED_TO_START);
        assertThat(rig.container("web").reason()).startsWith("ContainerRuntimeTimeoutError: ");
    }

    private static ContainerDefinitionBuilder withFile() {
        return container("web")
                .environment(List.of(new KeyValuePair("A", "open")))
                .environmentFiles(List.of(new EnvironmentFile("arn:aws:s3:::bucket/web.env", EnvironmentFileType.S3)));
    }

    @Test
    void saysThatNobodyReadsEnvironmentFiles() {
        rig.manifest(order(withFile()));

        assertThat(rig.runtime.calls("create")).isZero();
        assertThat(rig.report().stopCode()).isEqualTo(TaskStopCode.TASK_FAILED_TO_START);
        assertThat(rig.container("web").reason())
                .startsWith(
                        "ResourceInitializationError: environment file arn:aws:s3:::bucket/web.env is not available: "
                                + "no EnvironmentFileSource was given");
    }

    @Test
    void whatAnEnvironmentFileSaysIsHiddenAndYieldsToTheEnvironment() {
        rig.environmentFiles = (file, context) -> "A=hidden\nB=hunter2\nSTOWAGE_CLUSTER=mine".toCharArray();
        rig.manifest(order(withFile()));

        ContainerSpec spec = rig.runtime.created.get(0);
        assertThat(spec.environment())
                .containsEntry("A", "open")
                .containsEntry("STOWAGE_CLUSTER", "default")
                .doesNotContainKey("B");
        assertThat(spec.secrets()).singleElement().satisfies(value -> {
            assertThat(value.name()).isEqualTo("B");
            assertThat(value.reveal()).isEqualTo("hunter2".toCharArray());
        });
        assertThat(spec.toString() + rig.batches).doesNotContain("hunter2");
    }

    @Test
    void repeatsNoMessageOfAFailingSourceOfEnvironmentFiles() {
        int[] asked = {0};
        rig.environmentFiles = (file, context) -> {
            asked[0]++;
            throw new IllegalStateException("hunter2");
        };
        rig.manifest(order(withFile()));
        rig.pass(60);

        assertThat(asked[0]).isGreaterThan(1);
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.STOPPED);
        assertThat(rig.batches.toString()).contains("IllegalStateException").doesNotContain("hunter2");
    }

    @Test
    void asksForAnEnvironmentFileAgainUntilItIsThere() {
        int[] asked = {0};
        rig.environmentFiles = (file, context) -> {
            if (asked[0]++ == 0) {
                throw new IllegalStateException("not now");
            }
            return "B=2".toCharArray();
        };
        rig.manifest(order(withFile()));
        rig.pass(60);

        assertThat(asked[0]).isEqualTo(2);
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void saysWhichSecretIsNotAvailable() {
        rig.secrets = (valueFrom, context) -> {
            throw new SecretNotAvailableException("no such secret");
        };
        rig.manifest(order(container("web").secrets(List.of(new Secret("PASSWORD", "vault/password")))));

        assertThat(rig.container("web").reason())
                .isEqualTo("ResourceInitializationError: secret PASSWORD from vault/password is not available: "
                        + "no such secret");
    }

    @Test
    void repeatsNoMessageOfAFailingResolver() {
        rig.secrets = (valueFrom, context) -> {
            throw new IllegalStateException("hunter2");
        };
        rig.manifest(order(container("web").secrets(List.of(new Secret("PASSWORD", "vault/password")))));
        rig.pass(60);

        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.STOPPED);
        assertThat(rig.batches.toString()).contains("IllegalStateException").doesNotContain("hunter2");
    }

    @Test
    void createsNothingThatThePolicyRefuses() {
        rig.policy = definition -> Optional.of("privileged is true");
        rig.manifest(order(container("web")));

        assertThat(rig.runtime.calls("create")).isZero();
        assertThat(rig.container("web").reason())
                .isEqualTo("CannotCreateContainerError: the workload policy refuses it: privileged is true");
    }

    @Test
    void pullsAnImageOnceAtATime() {
        rig.manifest(order(container("web"), container("worker").image("web:1")));

        assertThat(rig.runtime.calls("pull")).isEqualTo(1);
        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void stopsATaskWhoseEssentialContainerExitsBeforeAllHaveStarted() {
        rig.manifest(order(
                container("web"),
                container("late").dependsOn(on("migration", ContainerCondition.COMPLETE)),
                sidecar("migration")));

        rig.runtime.exit(host("web"), 3);
        rig.world.settle();

        assertThat(rig.report().lastStatus()).isEqualTo(TaskStatus.STOPPED);
        assertThat(rig.report().stopCode()).isEqualTo(TaskStopCode.ESSENTIAL_CONTAINER_EXITED);
        assertThat(rig.container("web").exitCode()).isEqualTo(3);
        assertThat(rig.container("late").lastStatus()).isEqualTo(ContainerStatus.STOPPED);
        assertThat(rig.report().healthStatus()).isEqualTo(HealthStatus.UNKNOWN);
    }

    @Test
    void createsNothingWhereThePolicyFailsAndDoesNotRepeatItsMessage() {
        rig.policy = definition -> {
            throw new IllegalStateException("hunter2");
        };
        rig.manifest(order(container("web")));

        assertThat(rig.runtime.calls("create")).isZero();
        assertThat(rig.container("web").reason())
                .isEqualTo("CannotCreateContainerError: the workload policy refuses it: it failed with"
                        + " IllegalStateException, and what it does not allow is not created");
    }
}
