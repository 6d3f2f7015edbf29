package io.stowage.runtime.process;

import static io.stowage.runtime.process.TestHost.awaitExit;
import static io.stowage.runtime.process.TestHost.shell;
import static io.stowage.runtime.process.TestHost.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.ContainerState.Phase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is remembered of containers, and when it counts no more. */
class ContainersTest {

    private static final Duration LONG = Duration.ofHours(1);

    private TestHost host;
    private ProcessRuntime runtime;
    private Containers containers;

    @BeforeEach
    void connect() throws Exception {
        host = new TestHost();
        runtime = host.connect();
        containers = new Containers(
                InstanceFolder.open(host.state, "default", "i-1"),
                Cgroups.open(Path.of("/sys/fs/cgroup")),
                Host.bootId());
    }

    @AfterEach
    void close() throws Exception {
        host.close();
    }

    private Containers.Seen find(String name) throws IOException {
        return containers.find(name).orElseThrow();
    }

    private void exitLongAgo(String name) throws Exception {
        shell(name, "exit 3").start(runtime);
        awaitExit(runtime, name);
        Files.setLastModifiedTime(host.folder(name), FileTime.from(Instant.now().minusSeconds(10)));
    }

    @Test
    void a_recorded_exit_is_read_once() throws Exception {
        exitLongAgo("c");
        Containers.Seen first = find("c");
        assertThat(first.state().exitCode()).isEqualTo(3);
        assertThat(find("c")).isSameAs(first);
        assertThat(containers.all()).singleElement().isSameAs(first);
    }

    @Test
    void an_exit_is_forgotten_with_its_container() throws Exception {
        exitLongAgo("c");
        find("c");
        runtime.remove("c");
        assertThat(containers.find("c")).isEmpty();
        sleep("c").create(runtime);
        assertThat(find("c").state().phase()).isEqualTo(Phase.CREATED);
    }

    @Test
    void an_exit_is_not_taken_for_that_of_the_next_container_of_its_name() throws Exception {
        exitLongAgo("c");
        find("c");
        runtime.remove("c");
        shell("c", "exit 4").start(runtime);
        awaitExit(runtime, "c");
        assertThat(find("c").state().exitCode()).isEqualTo(4);
    }

    @Test
    void a_folder_that_has_just_changed_is_not_told_from_the_next_one() throws Exception {
        Path folder = Files.createDirectory(host.state.resolve("folder"));
        assertThat(FolderIdentity.of(folder)).isEmpty();
        Files.setLastModifiedTime(folder, FileTime.from(Instant.now().minusSeconds(10)));
        FolderIdentity identity = FolderIdentity.of(folder).orElseThrow();
        assertThat(identity.isStill(folder)).isTrue();
        Files.createFile(folder.resolve("file"));
        assertThat(identity.isStill(folder)).isFalse();
        InstanceFolder.delete(folder);
        assertThat(identity.isStill(folder)).isFalse();
        assertThat(FolderIdentity.of(folder)).isEmpty();
    }

    /** Ends the command and its supervisor, so that nobody leaves a notice. */
    private void endWithoutNotice(String name) throws Exception {
        long supervisor = host.supervisor(name).pid();
        TestHost.kill(supervisor);
        TestHost.awaitGone(supervisor);
        long command = find(name).journal().command().pid();
        TestHost.kill(command);
        TestHost.awaitGone(command);
    }

    @Test
    void an_end_without_a_notice_is_told_once_whoever_found_it() throws Exception {
        sleep("c").start(runtime);
        find("c");
        assertThat(containers.endedUnnoticed(Duration.ZERO)).isEmpty();
        endWithoutNotice("c");
        assertThat(containers.endedUnnoticed(LONG)).isEmpty();
        assertThat(find("c").state().phase()).isEqualTo(Phase.EXITED);
        assertThat(containers.endedUnnoticed(LONG))
                .extracting(seen -> seen.record().name())
                .containsExactly("c");
        assertThat(containers.endedUnnoticed(Duration.ZERO)).isEmpty();
    }

    @Test
    void an_end_without_a_notice_that_nobody_has_looked_at_is_found() throws Exception {
        sleep("c").start(runtime);
        find("c");
        endWithoutNotice("c");
        assertThat(containers.endedUnnoticed(Duration.ZERO))
                .extracting(seen -> seen.record().name())
                .containsExactly("c");
        assertThat(containers.remembered()).isEmpty();
    }

    @Test
    void a_process_is_recorded_with_a_time_by_which_it_had_started() throws Exception {
        sleep("c").start(runtime);
        Journal journal = host.contents("c").journal();
        for (ProcessId recorded : new ProcessId[] {journal.supervisors().get(0), journal.command()}) {
            long started = ProcessId.stat(recorded.pid()).orElseThrow().id().startedBy();
            assertThat(recorded.startedBy()).isBetween(started, started + 500);
            assertThat(recorded.isAlive()).isTrue();
        }
    }

    @Test
    void an_uptime_that_did_not_begin_with_the_boot_is_not_used() throws Exception {
        Path uptime = host.state.resolve("uptime");
        Path script = host.state.resolve("script");
        String launcher =
                new String(Launcher.class.getResourceAsStream("launcher.sh").readAllBytes(), StandardCharsets.UTF_8);
        String functions = launcher.substring(0, launcher.indexOf("case $1 in\n    serve)"));
        Files.writeString(
                script,
                functions.replace("/proc/uptime", uptime.toString())
                        + "stowage_choose_clock\nprintf '%s' \"$stowage_clock\"\n");
        Files.writeString(uptime, "0.12 3.45\n");
        assertThat(output(script)).isEqualTo("stat");
        Files.writeString(uptime, "99999999.12 3.45\n", StandardOpenOption.TRUNCATE_EXISTING);
        assertThat(output(script)).isEqualTo("uptime");
    }

    private static String output(Path script) throws Exception {
        Process process = new ProcessBuilder("/bin/sh", script.toString()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output;
    }
}
