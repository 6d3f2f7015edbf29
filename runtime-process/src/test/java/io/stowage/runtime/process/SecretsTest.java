package io.stowage.runtime.process;

import static io.stowage.runtime.process.TestHost.awaitExit;
import static io.stowage.runtime.process.TestHost.shell;
import static io.stowage.runtime.process.TestHost.sleep;
import static io.stowage.runtime.process.TestHost.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.spi.ContainerRuntimeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A secret is in the environment of its process and nowhere else. */
class SecretsTest {

    private static final String CANARY = "canary-7f3a91";

    @Test
    void a_secret_is_in_no_process_list_and_in_no_file_once_the_command_runs() throws Exception {
        try (TestHost host = new TestHost()) {
            ProcessRuntime runtime = host.connect();
            AtomicBoolean done = new AtomicBoolean();
            AtomicReference<String> leak = new AtomicReference<>("");
            Thread watcher = new Thread(() -> {
                while (!done.get()) {
                    commandLines()
                            .filter(line -> line.contains(CANARY))
                            .findAny()
                            .ifPresent(leak::set);
                }
            });
            watcher.start();
            for (int i = 0; i < 20; i++) {
                sleep("c" + i)
                        .secret("S", CANARY + i)
                        .environment("odd.name", "x")
                        .start(runtime);
                runtime.run("c" + i, List.of("/bin/true"), Duration.ofSeconds(10));
            }
            done.set(true);
            watcher.join();
            assertThat(leak.get()).isEmpty();
            assertThat(filesWith(host.state, CANARY)).isEmpty();
            String environment = Files.readString(Path.of("/proc/" + TestHost.pid(runtime, "c3") + "/environ"));
            assertThat(environment).contains("S=" + CANARY + "3\0");
            assertThat(state(runtime, "c3").toString()).doesNotContain(CANARY);
            assertThat(host.contents("c3").toString()).doesNotContain(CANARY);
        }
    }

    @Test
    void until_the_start_it_is_in_one_file_that_only_its_owner_can_read() throws Exception {
        try (TestHost host = new TestHost()) {
            ProcessRuntime runtime = host.connect();
            shell("c", "test ${#S} = " + CANARY.length()).secret("S", CANARY).create(runtime);
            Path secrets = host.folder("c").resolve("secrets");
            assertThat(filesWith(host.state, CANARY)).containsExactly(secrets);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets)))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(host.folder("c"))))
                    .isEqualTo("rwx------");
            runtime.start("c");
            assertThat(awaitExit(runtime, "c").exitCode()).isZero();
            assertThat(secrets).doesNotExist();
        }
    }

    @Test
    void a_secret_wins_over_a_variable_of_its_name() throws Exception {
        try (TestHost host = new TestHost()) {
            ProcessRuntime runtime = host.connect();
            shell("c", "echo \"$S\"")
                    .environment("S", "plain")
                    .secret("S", "secret")
                    .start(runtime);
            assertThat(host.line("c")).isEqualTo("secret");
        }
    }

    @Test
    void a_secret_that_can_only_be_handed_over_in_the_open_is_refused_without_saying_it() throws Exception {
        try (TestHost host = new TestHost()) {
            ProcessRuntime runtime = host.connect();
            for (String name : List.of("a.b", "IFS", "stowage_w", "", "a=b", ContainerRecord.MARKER)) {
                assertThatThrownBy(() -> sleep("c").secret(name, CANARY).create(runtime))
                        .isInstanceOf(ContainerRuntimeException.class)
                        .hasMessageContaining("secrets[].name")
                        .hasMessageNotContaining(CANARY);
            }
            assertThatThrownBy(() -> sleep("c").secret("S", CANARY + "\0").create(runtime))
                    .isInstanceOf(ContainerRuntimeException.class)
                    .hasMessageNotContaining(CANARY);
            assertThat(filesWith(host.state, CANARY)).isEmpty();
        }
    }

    private static Stream<String> commandLines() {
        return ProcessHandle.allProcesses().map(process -> {
            try {
                return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"), StandardCharsets.ISO_8859_1);
            } catch (IOException e) {
                return "";
            }
        });
    }

    private static List<Path> filesWith(Path directory, String text) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> {
                        try {
                            return Files.readString(file, StandardCharsets.ISO_8859_1)
                                    .contains(text);
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    })
                    .toList();
        }
    }
}
