package io.stowage.runtime.process;

import static io.stowage.runtime.process.TestHost.SOON;
import static io.stowage.runtime.process.TestHost.awaitExit;
import static io.stowage.runtime.process.TestHost.shell;
import static io.stowage.runtime.process.TestHost.sleep;
import static io.stowage.runtime.process.TestHost.spec;
import static io.stowage.runtime.process.TestHost.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.spi.Observation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link io.stowage.spi.ContainerRuntime} promises, on real processes. */
class ContainerLifeTest {

    private TestHost host;
    private ProcessRuntime runtime;

    @BeforeEach
    void connect() throws Exception {
        host = new TestHost();
        runtime = host.connect();
    }

    @AfterEach
    void close() throws Exception {
        host.close();
    }

    @Test
    void a_container_is_created_then_runs_then_has_exited() throws Exception {
        Instant before = Instant.now().minusMillis(50);
        shell("c", "read line < gate; exit 7").create(runtime);
        assertThat(state(runtime, "c"))
                .returns(Phase.CREATED, ContainerState::phase)
                .returns(null, ContainerState::startedAt)
                .returns(null, ContainerState::runtimeId);

        makePipe(host.folder("c").resolve("work/gate"));
        runtime.start("c");
        ContainerState running = state(runtime, "c");
        assertThat(running.phase()).isEqualTo(Phase.RUNNING);
        assertThat(running.exitCode()).isNull();
        assertThat(running.finishedAt()).isNull();
        assertThat(running.startedAt()).isBetween(before, Instant.now().plusMillis(50));
        assertThat(TestHost.isAlive(TestHost.pid(runtime, "c"))).isTrue();

        Files.writeString(host.folder("c").resolve("work/gate"), "go\n");
        ContainerState exited = awaitExit(runtime, "c");
        assertThat(exited.exitCode()).isEqualTo(7);
        assertThat(exited.startedAt()).isEqualTo(running.startedAt());
        assertThat(exited.finishedAt())
                .isBetween(exited.startedAt(), Instant.now().plusMillis(50));
        assertThat(exited.reason()).isNull();
    }

    private static void makePipe(Path path) throws Exception {
        assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor())
                .isZero();
    }

    @Test
    void create_is_idempotent_by_name_and_hash_in_any_phase() throws Exception {
        sleep("c").create(runtime);
        sleep("c").create(runtime);
        runtime.start("c");
        long pid = TestHost.pid(runtime, "c");
        sleep("c").create(runtime);
        assertThat(TestHost.pid(runtime, "c")).isEqualTo(pid);
        runtime.kill("c");
        awaitExit(runtime, "c");
        sleep("c").create(runtime);
        assertThat(state(runtime, "c").phase()).isEqualTo(Phase.EXITED);
    }

    @Test
    void create_refuses_a_name_that_another_hash_has() throws Exception {
        sleep("c").start(runtime);
        assertThatThrownBy(() -> sleep("c")
                        .label(ContainerSpec.SPEC_HASH_LABEL, "hash-2")
                        .create(runtime))
                .isInstanceOfSatisfying(ContainerRuntimeException.class, e -> {
                    assertThat(e.category()).isEqualTo(Category.CannotCreateContainerError);
                    assertThat(e).hasMessageContaining("hash-1").hasMessageContaining("hash-2");
                });
        assertThat(state(runtime, "c").phase()).isEqualTo(Phase.RUNNING);
    }

    @Test
    void a_container_runs_once() throws Exception {
        shell("c", "echo run").start(runtime);
        runtime.start("c");
        awaitExit(runtime, "c");
        runtime.start("c");
        assertThat(state(runtime, "c").phase()).isEqualTo(Phase.EXITED);
        assertThat(host.output("c")).isEqualTo("run\n");
    }

    @Test
    void a_removed_container_can_be_created_and_run_again() throws Exception {
        shell("c", "echo run; exit 3").start(runtime);
        awaitExit(runtime, "c");
        runtime.remove("c");
        assertThat(runtime.inspect("c")).isEqualTo(new Observation.Absent());
        assertThat(host.folder("c")).doesNotExist();
        shell("c", "echo again; exit 4").start(runtime);
        assertThat(awaitExit(runtime, "c").exitCode()).isEqualTo(4);
        assertThat(host.output("c")).isEqualTo("again\n");
    }

    @Test
    void start_of_an_absent_container_is_refused() {
        assertThatThrownBy(() -> runtime.start("c"))
                .isInstanceOfSatisfying(
                        ContainerRuntimeException.class,
                        e -> assertThat(e.category()).isEqualTo(Category.CannotStartContainerError));
    }

    @Test
    void remove_refuses_a_running_container() throws Exception {
        sleep("c").start(runtime);
        assertThatThrownBy(() -> runtime.remove("c"))
                .isInstanceOfSatisfying(
                        ContainerRuntimeException.class,
                        e -> assertThat(e.category()).isEqualTo(Category.CannotStopContainerError));
        assertThat(state(runtime, "c").phase()).isEqualTo(Phase.RUNNING);
    }

    @Test
    void a_created_container_can_be_removed_and_then_not_be_started() throws Exception {
        sleep("c").create(runtime);
        runtime.remove("c");
        assertThat(runtime.inspect("c")).isEqualTo(new Observation.Absent());
        assertThatThrownBy(() -> runtime.start("c")).isInstanceOf(ContainerRuntimeException.class);
    }

    @Test
    void nothing_happens_to_what_is_absent_or_does_not_run() throws Exception {
        runtime.signal("c", "SIGTERM");
        runtime.kill("c");
        runtime.remove("c");
        sleep("d").create(runtime);
        runtime.signal("d", "SIGTERM");
        runtime.kill("d");
        assertThat(state(runtime, "d").phase()).isEqualTo(Phase.CREATED);
        shell("e", "exit 0").start(runtime);
        awaitExit(runtime, "e");
        runtime.signal("e", "SIGTERM");
        runtime.kill("e");
        assertThat(state(runtime, "e").exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "SIGTERM, 143",
        "TERM, 143",
        "SIGINT, 130",
        "SIGQUIT, 131",
        "SIGUSR1, 138",
        "SIGHUP, 129",
        "SIGKILL, 137"
    })
    void a_signal_ends_a_command_that_does_not_catch_it(String signal, int exitCode) throws Exception {
        sleep("c").start(runtime);
        runtime.signal("c", signal);
        assertThat(awaitExit(runtime, "c").exitCode()).isEqualTo(exitCode);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIGNOTHING", "", "TERM; touch /tmp/x", "9 1", "-9", "$(id)", "SIGTERM\nKILL"})
    void what_is_not_a_signal_is_refused(String signal) throws Exception {
        sleep("c").start(runtime);
        assertThatThrownBy(() -> runtime.signal("c", signal)).isInstanceOf(ContainerRuntimeException.class);
        assertThat(state(runtime, "c").phase()).isEqualTo(Phase.RUNNING);
    }

    @Test
    void a_stopped_command_still_runs() throws Exception {
        sleep("c").start(runtime);
        runtime.signal("c", "SIGSTOP");
        await().atMost(SOON)
                .until(() -> ProcessId.stat(TestHost.pid(runtime, "c"))
                        .filter(ProcessId.Stat::isStopped)
                        .isPresent());
        assertThat(state(runtime, "c").phase()).isEqualTo(Phase.RUNNING);
        runtime.kill("c");
        assertThat(awaitExit(runtime, "c").exitCode()).isEqualTo(137);
    }

    @Test
    void list_finds_by_labels_in_the_order_of_names() throws Exception {
        sleep("b").label("task", "1").label("kind", "x").create(runtime);
        sleep("c").label("task", "2").create(runtime);
        sleep("a").label("task", "1").start(runtime);
        assertThat(names(Map.of())).containsExactly("a", "b", "c");
        assertThat(names(Map.of("task", "1"))).containsExactly("a", "b");
        assertThat(names(Map.of("task", "1", "kind", "x"))).containsExactly("b");
        assertThat(names(Map.of("task", "3"))).isEmpty();
        assertThat(names(Map.of("nothing", ""))).isEmpty();
    }

    private List<String> names(Map<String, String> labels) {
        return runtime.list(labels).stream().map(ContainerState::name).toList();
    }

    @Test
    void what_can_not_be_read_is_unknown_and_never_absent() throws Exception {
        sleep("c").create(runtime);
        Path spec = host.folder("c").resolve("container");
        byte[] bytes = Files.readAllBytes(spec);
        Files.write(spec, "nonce\n1\n0\nname".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(runtime.inspect("c")).isInstanceOf(Observation.Unknown.class);
        assertThatThrownBy(() -> runtime.list(Map.of())).isInstanceOf(java.io.UncheckedIOException.class);
        Files.delete(spec);
        assertThat(runtime.inspect("c")).isInstanceOf(Observation.Unknown.class);
        assertThatThrownBy(() -> runtime.list(Map.of())).isInstanceOf(java.io.UncheckedIOException.class);
        Files.write(spec, bytes);
        assertThat(state(runtime, "c").phase()).isEqualTo(Phase.CREATED);
    }

    @Test
    void nothing_is_absent_when_the_folder_of_the_instance_is_gone() throws Exception {
        Path folder = host.state.resolve("default/i-1");
        Path away = host.state.resolve("away");
        Files.move(folder, away);
        assertThat(runtime.inspect("c")).isInstanceOf(Observation.Unknown.class);
        assertThatThrownBy(() -> runtime.list(Map.of())).isInstanceOf(java.io.UncheckedIOException.class);
        Files.move(away, folder);
        assertThat(runtime.inspect("c")).isInstanceOf(Observation.Absent.class);
    }

    @Test
    void followers_hear_of_starts_and_exits_at_once() throws Exception {
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        var subscription = runtime.follow(heard::add);
        sleep("c").start(runtime);
        await().atMost(SOON).until(() -> heard.contains("c"));
        heard.clear();
        runtime.signal("c", "SIGTERM");
        await().pollInterval(Duration.ofMillis(5)).atMost(SOON).until(() -> heard.contains("c"));
        awaitExit(runtime, "c");
        subscription.close();
        subscription.close();
        heard.clear();
        sleep("d").start(runtime);
        assertThat(heard).isEmpty();
    }

    @Test
    void long_and_strange_names_are_names() throws Exception {
        for (String name :
                List.of("x".repeat(600), "../../up", "a b\n\"c\"", ".exits", "é", "UPPER_lower-1.2", "x".repeat(601))) {
            shell(name, "exit 5").start(runtime);
            assertThat(awaitExit(runtime, name).name()).isEqualTo(name);
            assertThat(state(runtime, name).exitCode()).isEqualTo(5);
        }
        assertThat(runtime.list(Map.of())).hasSize(7);
        assertThat(host.state.resolve("up")).doesNotExist();
    }

    @Test
    void a_program_that_is_gone_by_the_start_is_a_failure_to_start() throws Exception {
        Path program = Files.copy(Path.of("/bin/sleep").toRealPath(), host.state.resolve("program"));
        try (TestHost other = new TestHost(builder -> builder.allowRoots(host.state))) {
            ProcessRuntime second = other.connect();
            spec("c").image(program.toString()).command("1").create(second);
            Files.delete(program);
            assertThatThrownBy(() -> second.start("c"))
                    .isInstanceOfSatisfying(
                            ContainerRuntimeException.class,
                            e -> assertThat(e.category()).isEqualTo(Category.CannotStartContainerError));
        }
    }

    @Test
    void a_directory_that_is_gone_by_the_start_is_a_failure_to_start_and_stays_one() throws Exception {
        Path directory = Files.createDirectory(host.state.resolve("there"));
        sleep("c").with(d -> d.workingDirectory(directory.toString())).create(runtime);
        Files.delete(directory);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> runtime.start("c")).isInstanceOfSatisfying(ContainerRuntimeException.class, e -> {
                assertThat(e.category()).isEqualTo(Category.CannotStartContainerError);
                assertThat(e).hasMessageContaining("working directory");
            });
        }
        assertThat(state(runtime, "c").phase()).isEqualTo(Phase.EXITED);
        assertThat(state(runtime, "c").exitCode()).isNull();
        runtime.remove("c");
    }

    @Test
    void describe_says_what_the_host_is() {
        var description = runtime.describe();
        assertThat(description.cpu()).isEqualTo(1024 * Runtime.getRuntime().availableProcessors());
        assertThat(description.memory()).isGreaterThan(100);
        assertThat(description.attributes())
                .extracting(a -> a.name())
                .contains("ecs.os-type", "ecs.cpu-architecture", "ecs.os-family");
        assertThat(description.honouredFields())
                .contains("containerDefinitions[].command")
                .doesNotContain("containerDefinitions[].privileged");
        assertThat(new ProcessRuntimeProvider().honouredFields()).containsAll(description.honouredFields());
    }
}
