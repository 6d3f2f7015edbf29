package io.stowage.runtime.process;

import static io.stowage.runtime.process.TestHost.awaitExit;
import static io.stowage.runtime.process.TestHost.shell;
import static io.stowage.runtime.process.TestHost.sleep;
import static io.stowage.runtime.process.TestHost.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.model.ContainerDefinition;
import io.stowage.spi.CommandResult;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerState.Phase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits: the real control groups of this host where it has them, and files that look like those of version 2. */
class LimitsTest {

    private static final Path ROOT = Path.of("/sys/fs/cgroup");

    @Test
    void a_command_that_needs_more_memory_than_its_limit_is_out_of_memory() throws Exception {
        try (TestHost host = new TestHost()) {
            ProcessRuntime runtime = host.connect();
            shell("c", "x=xxxxxxxxxxxxxxxx; while :; do x=$x$x; done")
                    .with(d -> d.memory(16))
                    .create(runtime);
            if (!Cgroups.open(ROOT).limitsMemory()) {
                assertThat(runtime.describe().warnings())
                        .anyMatch(w -> w.startsWith("containerDefinitions[].memory is not enforced"));
                assertThat(runtime.describe().honouredFields()).doesNotContain("containerDefinitions[].memory");
                return;
            }
            assertThat(runtime.describe().honouredFields()).contains("containerDefinitions[].memory");
            runtime.start("c");
            assertThat(awaitExit(runtime, "c").exitCode()).isEqualTo(137);
            assertThat(state(runtime, "c").reason())
                    .isEqualTo("OutOfMemoryError: Container killed due to memory usage");
            assertThat(state(host.connect(), "c")).isEqualTo(state(runtime, "c"));
            Path group = group(host, "c");
            org.awaitility.Awaitility.await().atMost(TestHost.SOON).until(() -> !Files.exists(group));
            assertThat(state(host.connect(), "c").reason())
                    .isEqualTo("OutOfMemoryError: Container killed due to memory usage");
            runtime.remove("c");
        }
    }

    private static Path group(TestHost host, String name) throws Exception {
        String nonce = host.contents(name).record().nonce();
        Path second = ROOT.resolve("stowage").resolve(nonce);
        return Files.exists(second) ? second : ROOT.resolve("memory/stowage").resolve(nonce);
    }

    @Test
    void a_limited_command_and_its_health_commands_are_in_its_groups() throws Exception {
        try (TestHost host = new TestHost()) {
            ProcessRuntime runtime = host.connect();
            sleep("c").with(d -> d.memory(64).cpu(256)).start(runtime);
            Cgroups cgroups = Cgroups.open(ROOT);
            if (!cgroups.limitsMemory()) {
                assertThat(state(runtime, "c").phase()).isEqualTo(Phase.RUNNING);
                return;
            }
            String nonce = host.contents("c").record().nonce();
            assertThat(cgroups.members(nonce)).contains(TestHost.pid(runtime, "c"));
            CommandResult result = runtime.run("c", List.of("/bin/cat", "/proc/self/cgroup"), Duration.ofSeconds(10));
            assertThat(result.output()).contains("/stowage/" + nonce);
            long supervisor = host.supervisor("c").pid();
            assertThat(cgroups.members(nonce)).doesNotContain(supervisor);
            runtime.kill("c");
            assertThat(awaitExit(runtime, "c").exitCode()).isEqualTo(137);
            assertThat(state(runtime, "c").reason()).isNull();
        }
    }

    @Test
    void a_killed_container_takes_along_what_only_its_group_knows(@TempDir Path directory) throws Exception {
        try (TestHost host = new TestHost()) {
            ProcessRuntime runtime = host.connect();
            Path pid = directory.resolve("pid");
            shell("c", "env -i setsid sh -c 'echo $$ > " + pid + "; exec sleep 3609' & wait")
                    .with(d -> d.memory(64))
                    .start(runtime);
            long child = Long.parseLong(org.awaitility.Awaitility.await()
                    .atMost(TestHost.SOON)
                    .until(() -> Files.exists(pid) ? Files.readString(pid).strip() : "", text -> !text.isEmpty()));
            runtime.kill("c");
            awaitExit(runtime, "c");
            if (Cgroups.open(ROOT).limitsMemory()) {
                TestHost.awaitGone(child);
            } else {
                TestHost.kill(child);
            }
        }
    }

    @Test
    void version_2_is_spoken_to_in_its_own_words(@TempDir Path root) throws Exception {
        Files.writeString(root.resolve("cgroup.controllers"), "cpuset cpu io memory pids\n");
        Files.writeString(root.resolve("cgroup.subtree_control"), "cpu memory\n");
        Path parent = Files.createDirectory(root.resolve("stowage"));
        Files.writeString(parent.resolve("cgroup.subtree_control"), "cpu\n");
        Cgroups cgroups = Cgroups.open(root);
        assertThat(cgroups.warnings()).isEmpty();
        assertThat(root.resolve("cgroup.subtree_control")).hasContent("cpu memory");
        assertThat(parent.resolve("cgroup.subtree_control")).hasContent("+memory");

        // The kernel makes the files of a group with it; here they are there before.
        Path group = Files.createDirectory(parent.resolve("n"));
        for (String file : List.of(
                "memory.max", "memory.swap.max", "cpu.weight", "cgroup.procs", "cgroup.kill", "memory.events")) {
            Files.createFile(group.resolve(file));
        }
        ContainerDefinition definition = ContainerDefinition.builder()
                .name("app")
                .image("/bin/sleep")
                .memory(100)
                .cpu(1024)
                .build();
        assertThat(cgroups.applyTo(definition)).isTrue();
        assertThat(cgroups.parents(definition)).containsExactly("stowage");
        assertThat(cgroups.entrance()).isEqualTo("cgroup.procs");
        cgroups.create("n", definition);
        assertThat(group.resolve("memory.max")).hasContent(Long.toString(100L * 1024 * 1024));
        assertThat(group.resolve("memory.swap.max")).hasContent("0");
        assertThat(group.resolve("cpu.weight")).hasContent("39");
        assertThat(cgroups.wasOutOfMemory("n")).isFalse();
        Files.writeString(group.resolve("memory.events"), "low 0\nhigh 0\nmax 12\noom 1\noom_kill 1\n");
        assertThat(cgroups.wasOutOfMemory("n")).isTrue();
        Files.writeString(group.resolve("cgroup.procs"), "12\n345\n");
        assertThat(cgroups.members("n")).containsExactlyInAnyOrder(12L, 345L);
        assertThat(cgroups.kill("n")).isTrue();
        assertThat(group.resolve("cgroup.kill")).hasContent("1");
    }

    @Test
    void a_group_that_cannot_be_made_is_a_clear_no(@TempDir Path root) throws Exception {
        Files.writeString(root.resolve("cgroup.controllers"), "cpu memory\n");
        Files.writeString(root.resolve("cgroup.subtree_control"), "cpu memory\n");
        Path parent = Files.createDirectory(root.resolve("stowage"));
        Path control = Files.writeString(parent.resolve("cgroup.subtree_control"), "cpu memory\n");
        try (TestHost host = new TestHost(builder -> builder.cgroupRoot(root))) {
            ProcessRuntime runtime = host.connect();
            Files.delete(control);
            Files.delete(parent);

            assertThatThrownBy(() -> sleep("c").with(d -> d.memory(64)).create(runtime))
                    .isInstanceOf(ContainerRuntimeException.class)
                    .hasMessageContaining("control group");
            assertThat(runtime.list(Map.of())).isEmpty();
        }
    }

    @Test
    void a_host_without_writable_groups_is_a_warning_by_name(@TempDir Path root) throws Exception {
        Path file = Files.createFile(root.resolve("no-directory"));
        try (TestHost host = new TestHost(builder -> builder.cgroupRoot(file))) {
            ProcessRuntime runtime = host.connect();
            assertThat(runtime.describe().warnings())
                    .anyMatch(w -> w.contains("containerDefinitions[].memory"))
                    .anyMatch(w -> w.contains("containerDefinitions[].cpu"));
            assertThat(runtime.describe().honouredFields())
                    .doesNotContain("containerDefinitions[].memory", "containerDefinitions[].cpu");
            sleep("c").with(d -> d.memory(64).cpu(256)).start(runtime);
            assertThat(state(runtime, "c").phase()).isEqualTo(Phase.RUNNING);
        }
    }
}
