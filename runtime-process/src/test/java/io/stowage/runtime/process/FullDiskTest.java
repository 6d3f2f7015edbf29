package io.stowage.runtime.process;

import static io.stowage.runtime.process.TestHost.awaitExit;
import static io.stowage.runtime.process.TestHost.shell;
import static io.stowage.runtime.process.TestHost.sleep;
import static io.stowage.runtime.process.TestHost.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerState.Phase;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk without room, which is a small file system of the tests' own: only root can mount one. */
@Timeout(60)
class FullDiskTest {

    @TempDir
    private Path directory;

    private Path filler;
    private TestHost host;
    private ProcessRuntime runtime;

    @BeforeEach
    void mount() throws Exception {
        Assumptions.assumeTrue(Host.isRoot());
        run("mount", "-t", "tmpfs", "-o", "size=512k,mode=700", "tmpfs", directory.toString());
        filler = directory.resolve("filler");
        host = new TestHost(builder -> builder.stateDirectory(directory.resolve("state")));
        runtime = host.connect();
    }

    @AfterEach
    void unmount() throws Exception {
        if (runtime != null) {
            makeRoom();
            host.close();
            run("umount", "--lazy", directory.toString());
        }
    }

    @Test
    void what_can_not_be_written_is_not_created_and_can_be_later() throws Exception {
        fill();
        assertThatThrownBy(() -> sleep("c").create(runtime))
                .isInstanceOfSatisfying(
                        ContainerRuntimeException.class,
                        e -> assertThat(e.isRetryable()).isTrue())
                .hasMessageContaining("make room");
        assertThat(runtime.list(Map.of())).isEmpty();
        makeRoom();
        sleep("c").start(runtime);
        assertThat(state(runtime, "c").phase()).isEqualTo(Phase.RUNNING);
    }

    @Test
    void a_start_that_can_not_be_recorded_runs_nothing_and_says_so() throws Exception {
        Path ran = Files.createFile(directory.resolve("ran"));
        shell("c", "echo ran >> " + ran).create(runtime);
        fill();
        // The record of a start fits in what the file takes on the disk already, or it does not: never does the command
        // run unrecorded.
        assertThatThrownBy(() -> runtime.start("c")).isInstanceOf(ContainerRuntimeException.class);
        makeRoom();
        awaitExit(runtime, "c");
        assertThat(ran).isEmptyFile();
        assertThat(new ContainerFolder(folder("c"))
                        .read()
                        .orElseThrow()
                        .journal()
                        .command())
                .isNull();
        runtime.remove("c");
        shell("c", "echo ran >> " + ran).start(runtime);
        assertThat(awaitExit(runtime, "c").exitCode()).isZero();
        assertThat(ran).hasContent("ran");
    }

    @Test
    void an_exit_is_recorded_on_a_full_disk_and_output_comes_again_when_there_is_room() throws Exception {
        shell("c", "while [ ! -e go ]; do sleep 0.02; done; echo after; exit 7").start(runtime);
        shell("d", "while [ ! -e go ]; do sleep 0.02; done; echo after; exit 7").start(runtime);
        fill();
        assertThat(state(runtime, "c").phase()).isEqualTo(Phase.RUNNING);
        go("c");
        // The line fits into the block that the journal has on the disk already.
        assertThat(awaitExit(runtime, "c").exitCode()).isIn(1, 7);
        makeRoom();
        go("d");
        assertThat(awaitExit(runtime, "d").exitCode()).isEqualTo(7);
        assertThat(folder("d").resolve("stdout.log")).hasContent("after");
    }

    private Path folder(String name) {
        return directory.resolve("state/default/i-1").resolve(name);
    }

    private void go(String name) throws IOException {
        Files.createFile(folder(name).resolve("work/go"));
    }

    /** To the last byte. */
    private void fill() throws IOException {
        try (OutputStream out = Files.newOutputStream(filler)) {
            byte[] block = new byte[4096];
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            assertThat(directory.toFile().getUsableSpace()).isZero();
        }
    }

    private void makeRoom() throws IOException {
        Files.deleteIfExists(filler);
    }

    private static void run(String... words) throws Exception {
        Process process = new ProcessBuilder(words).inheritIO().start();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
