package io.stowage.runtime.process;

import static io.stowage.runtime.process.TestHost.SOON;
import static io.stowage.runtime.process.TestHost.awaitExit;
import static io.stowage.runtime.process.TestHost.shell;
import static io.stowage.runtime.process.TestHost.sleep;
import static io.stowage.runtime.process.TestHost.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.stowage.model.PortMapping;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.spi.RuntimeTarget;
import io.stowage.spi.WorkloadPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Engines, launchers and commands that die, and two engines at once. */
class CrashTest {

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
    void two_runtimes_that_start_one_container_at_once_run_it_once() throws Exception {
        ProcessRuntime other = host.connect();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            CyclicBarrier together = new CyclicBarrier(2);
            for (int i = 0; i < 50; i++) {
                String name = "c" + i;
                List<Future<Void>> starts = new ArrayList<>();
                for (ProcessRuntime each : List.of(runtime, other)) {
                    starts.add(threads.submit((Callable<Void>) () -> {
                        together.await(10, TimeUnit.SECONDS);
                        shell(name, "echo ran").start(each);
                        return null;
                    }));
                }
                for (Future<Void> start : starts) {
                    start.get(20, TimeUnit.SECONDS);
                }
            }
        } finally {
            threads.shutdownNow();
        }
        for (int i = 0; i < 50; i++) {
            awaitExit(runtime, "c" + i);
            assertThat(host.output("c" + i)).isEqualTo("ran\n");
            assertThat(host.contents("c" + i).journal().exitStatus()).isZero();
        }
    }

    @Test
    void a_runtime_that_comes_later_adopts_what_runs() throws Exception {
        shell("c", "trap 'exit 9' TERM; echo up; while :; do sleep 0.02; done")
                .with(d -> d.portMappings(List.of(PortMapping.of(80), PortMapping.of(81))))
                .label("task", "t")
                .start(runtime);
        host.line("c");
        ContainerState before = state(runtime, "c");
        // The first one is just dropped, never closed.
        ProcessRuntime later = host.connect();
        assertThat(state(later, "c")).isEqualTo(before);
        assertThat(before.networkBindings()).hasSize(2);
        assertThat(later.list(Map.of("task", "t"))).containsExactly(before);
        List<String> heard = new java.util.concurrent.CopyOnWriteArrayList<>();
        later.follow(heard::add);
        later.signal("c", "SIGTERM");
        assertThat(awaitExit(later, "c").exitCode()).isEqualTo(9);
        await().atMost(SOON).until(() -> heard.contains("c"));
        assertThat(awaitExit(runtime, "c")).isEqualTo(state(later, "c"));
    }

    @Test
    void processes_outlive_the_engine_and_tell_the_next_one_how_they_ended() throws Exception {
        Process engine = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DyingEngine.class.getName(),
                        host.state.toString())
                .inheritIO()
                .start();
        assertThat(engine.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(engine.exitValue()).isEqualTo(DyingEngine.DEAD);
        ContainerState adopted = state(runtime, "c");
        assertThat(adopted.phase()).isEqualTo(Phase.RUNNING);
        Files.writeString(host.folder("c").resolve("work/go"), "");
        assertThat(awaitExit(runtime, "c").exitCode()).isEqualTo(42);
        assertThat(state(runtime, "created").phase()).isEqualTo(Phase.CREATED);
        runtime.start("created");
        assertThat(awaitExit(runtime, "created").exitCode()).isEqualTo(43);
        assertThat(host.output("created")).isEqualTo("secret kept\n");
    }

    /** An engine of its own process that dies without a word. */
    static final class DyingEngine {
        static final int DEAD = 77;

        public static void main(String[] arguments) throws Exception {
            ProcessRuntime runtime = (ProcessRuntime) ProcessRuntimeProvider.builder()
                    .allowRoots(Path.of("/bin"), Path.of("/usr/bin"))
                    .stateDirectory(Path.of(arguments[0]))
                    .build()
                    .connect(new RuntimeTarget("default", "i-1", Map.of(), WorkloadPolicy.platformDefault()));
            shell("c", "while [ ! -e go ]; do sleep 0.02; done; exit 42").start(runtime);
            shell("created", "echo \"$S\"; exit 43").secret("S", "secret kept").create(runtime);
            Runtime.getRuntime().halt(DEAD);
        }
    }

    @Test
    void a_command_goes_on_when_its_supervisor_is_killed_and_its_end_is_not_guessed() throws Exception {
        sleep("c").start(runtime);
        long pid = TestHost.pid(runtime, "c");
        ProcessId supervisor = host.supervisor("c");
        supervisor.kill();
        TestHost.awaitGone(supervisor.pid());
        assertThat(state(runtime, "c").phase()).isEqualTo(Phase.RUNNING);
        assertThat(state(host.connect(), "c").phase()).isEqualTo(Phase.RUNNING);
        runtime.kill("c");
        TestHost.awaitGone(pid);
        ContainerState exited = awaitExit(runtime, "c");
        // Nobody waited for it: its code is known only if the kernel still shows what is left of it.
        assertThat(exited.exitCode()).isIn(137, null);
        assertThat(exited.exitCode() != null || exited.reason() != null).isTrue();
        assertThat(exited.finishedAt()).isNull();
    }

    @Test
    void a_signal_reaches_a_command_whose_supervisor_is_gone() throws Exception {
        sleep("c").start(runtime);
        long pid = TestHost.pid(runtime, "c");
        host.supervisor("c").kill();
        runtime.signal("c", "SIGTERM");
        TestHost.awaitGone(pid);
        awaitExit(runtime, "c");
    }

    @Test
    void a_command_that_somebody_kills_has_exit_code_137() throws Exception {
        sleep("c").start(runtime);
        TestHost.kill(TestHost.pid(runtime, "c"));
        assertThat(awaitExit(runtime, "c").exitCode()).isEqualTo(137);
    }

    @Test
    void a_stranger_with_the_same_process_id_is_not_the_container() throws Exception {
        Process stranger = new ProcessBuilder("/bin/sleep", "3608").start();
        try {
            sleep("c").create(runtime);
            Path folder = host.folder("c");
            ProcessId id = ProcessId.stat(stranger.pid()).orElseThrow().id();
            String earlier = id.pid() + " " + (id.startedBy() - 1);
            Files.writeString(folder.resolve("container"), "supervisor " + earlier + "\n", StandardOpenOption.APPEND);
            Files.writeString(folder.resolve("journal"), "command " + earlier + "\n");
            assertThat(state(runtime, "c").phase()).isEqualTo(Phase.EXITED);
            assertThat(state(runtime, "c").exitCode()).isNull();
            assertThat(state(runtime, "c").reason()).contains("unknown");
            runtime.signal("c", "SIGTERM");
            runtime.kill("c");
            runtime.start("c");
            runtime.remove("c");
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly().waitFor();
        }
    }

    @Test
    void what_was_created_before_the_last_boot_is_over_whether_it_ran_or_not() throws Exception {
        sleep("c").create(runtime);
        Path spec = host.folder("c").resolve("container");
        Files.writeString(spec, Files.readString(spec).replace(Host.bootId(), "00000000-0000-0000-0000-000000000000"));
        assertThat(state(runtime, "c"))
                .returns(Phase.EXITED, ContainerState::phase)
                .returns(null, ContainerState::exitCode);
        assertThat(state(runtime, "c").reason()).contains("restarted");
        host.connect().start("c");
        assertThat(host.folder("c").resolve("journal")).doesNotExist();
        runtime.remove("c");
    }

    @Test
    void a_folder_that_a_crash_of_the_host_emptied_is_removed_and_one_of_this_boot_is_not() throws Exception {
        for (String name : List.of("old", "new")) {
            sleep(name).create(runtime);
            Files.write(host.folder(name).resolve("container"), new byte[0]);
        }
        Files.setLastModifiedTime(
                host.folder("old"), FileTime.from(Host.bootedAt().minusSeconds(5)));
        assertThatThrownBy(() -> host.connect())
                .isInstanceOf(ContainerRuntimeException.class)
                .hasMessageContaining("cut off");
        assertThat(host.folder("old")).doesNotExist();
        assertThat(host.folder("new")).exists();
        InstanceFolder.delete(host.folder("new"));
    }

    @Test
    void a_launcher_that_died_after_the_claim_ran_nothing_and_nothing_is_run_again() throws Exception {
        sleep("c").create(runtime);
        Files.writeString(host.folder("c").resolve("container"), "supervisor 99999999 1\n", StandardOpenOption.APPEND);
        Files.createFile(host.folder("c").resolve("journal"));
        assertThat(state(runtime, "c").phase()).isEqualTo(Phase.EXITED);
        assertThatThrownBy(() -> runtime.start("c")).isInstanceOf(ContainerRuntimeException.class);
        assertThat(host.contents("c").journal().command()).isNull();
    }

    @Test
    void a_torn_last_line_of_the_journal_was_never_written() throws Exception {
        sleep("c").start(runtime);
        Path journal = host.folder("c").resolve("journal");
        Files.writeString(journal, "exit 1", StandardOpenOption.APPEND);
        assertThat(state(host.connect(), "c").phase()).isEqualTo(Phase.RUNNING);
    }

    @Test
    void a_launcher_shell_that_is_killed_is_started_again() throws Exception {
        sleep("a").start(runtime);
        List<ProcessHandle> shells = ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains(host.state.toString()))
                .toList();
        assertThat(shells).hasSize(1);
        shells.get(0).destroyForcibly();
        TestHost.awaitGone(shells.get(0).pid());
        await().atMost(SOON).until(() -> !shells.get(0).isAlive());
        sleep("b").start(runtime);
        assertThat(state(runtime, "a").phase()).isEqualTo(Phase.RUNNING);
        assertThat(state(runtime, "b").phase()).isEqualTo(Phase.RUNNING);
        runtime.signal("a", "SIGTERM");
        assertThat(awaitExit(runtime, "a").exitCode()).isEqualTo(143);
    }

    @Test
    void a_launch_that_comes_after_the_container_was_replaced_does_not_run_the_new_one() throws Exception {
        sleep("c").create(runtime);
        String stale = host.contents("c").record().nonce();
        runtime.remove("c");
        sleep("c").create(runtime);
        Launcher launcher = Launcher.install(
                Path.of("/bin/sh"), host.state, host.folder("c").getParent(), Cgroups.open(Path.of("/sys/fs/cgroup")));
        try {
            assertThat(launcher.start(host.folder("c").getFileName().toString(), stale))
                    .isEqualTo("absent");
        } finally {
            launcher.close();
        }
        assertThat(state(runtime, "c").phase()).isEqualTo(Phase.CREATED);
    }
}
