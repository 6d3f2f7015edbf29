package io.stowage.runtime.process;

import static io.stowage.runtime.process.TestHost.SOON;
import static io.stowage.runtime.process.TestHost.awaitExit;
import static io.stowage.runtime.process.TestHost.shell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.stowage.spi.ContainerRuntimeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Output is kept, rotated, and can be followed through rotations. */
class LogsTest {

    @Test
    void both_streams_are_followed_from_the_beginning() throws Exception {
        try (TestHost host = new TestHost()) {
            ProcessRuntime runtime = host.connect();
            shell("c", "echo one; echo two >&2; printf 'caf\\303\\251\\nno end'")
                    .start(runtime);
            awaitExit(runtime, "c");
            List<String> lines = new CopyOnWriteArrayList<>();
            try (var subscription =
                    runtime.followLogs("c", true, (err, line) -> lines.add((err ? "err " : "out ") + line))) {
                await().atMost(SOON).until(() -> lines.size() == 4);
            }
            assertThat(lines).containsExactlyInAnyOrder("out one", "err two", "out café", "out no end");
        }
    }

    @Test
    void following_from_now_on_leaves_out_what_was_and_ends_with_the_container() throws Exception {
        try (TestHost host = new TestHost()) {
            ProcessRuntime runtime = host.connect();
            shell("c", "echo before; while [ ! -e go ]; do sleep 0.01; done; echo after")
                    .start(runtime);
            host.line("c");
            List<String> lines = new CopyOnWriteArrayList<>();
            long threads = followers();
            runtime.followLogs("c", false, (err, line) -> lines.add(line));
            Files.createFile(host.folder("c").resolve("work/go"));
            await().atMost(SOON).until(() -> lines.equals(List.of("after")));
            runtime.remove(awaitExit(runtime, "c").name());
            await().atMost(SOON).until(() -> followers() == threads);
        }
    }

    private static long followers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("stowage-logs"))
                .count();
    }

    @Test
    void logs_of_an_absent_container_can_not_be_followed() throws Exception {
        try (TestHost host = new TestHost()) {
            ProcessRuntime runtime = host.connect();
            assertThatThrownBy(() -> runtime.followLogs("c", true, (err, line) -> {}))
                    .isInstanceOf(ContainerRuntimeException.class);
        }
    }

    @Test
    void a_large_log_is_rotated_while_it_is_written_and_followed() throws Exception {
        try (TestHost host = new TestHost(builder -> builder.logFiles(500, 3).logLook(Duration.ofMillis(100)))) {
            ProcessRuntime runtime = host.connect();
            String batch = "i=0; while [ $i -lt 100 ]; do echo \"line $1 $i\"; i=$((i+1)); done";
            shell(
                            "c",
                            "set -- 1; " + batch + "; while [ ! -e go ]; do sleep 0.01; done; set -- 2; " + batch
                                    + "; while [ ! -e end ]; do sleep 0.01; done")
                    .start(runtime);
            List<String> lines = new CopyOnWriteArrayList<>();
            runtime.followLogs("c", true, (err, line) -> lines.add(line));
            Path rotated = host.folder("c").resolve("stdout.log.1");
            await().atMost(SOON).until(() -> Files.exists(rotated));
            Files.createFile(host.folder("c").resolve("work/go"));
            await().atMost(SOON).until(() -> Files.exists(host.folder("c").resolve("stdout.log.2")));
            await().atMost(SOON).until(() -> lines.size() == 200);
            assertThat(lines)
                    .isEqualTo(Stream.of(1, 2)
                            .flatMap(b -> IntStream.range(0, 100).mapToObj(i -> "line " + b + " " + i))
                            .toList());
            Files.createFile(host.folder("c").resolve("work/end"));
            awaitExit(runtime, "c");
            List<String> again = new CopyOnWriteArrayList<>();
            runtime.followLogs("c", true, (err, line) -> again.add(line));
            await().atMost(SOON).until(() -> again.size() == 200);
            assertThat(again).isEqualTo(lines);
        }
    }

    @Test
    void only_so_many_rotated_files_are_kept(@TempDir Path directory) throws Exception {
        Path file = Files.createFile(directory.resolve("stdout.log"));
        LogStream stream = new LogStream(file);
        Settings.LogFiles wanted = new Settings.LogFiles(5, 2, Duration.ZERO);
        for (int i = 0; i < 6; i++) {
            Files.writeString(file, "line " + i + "\n", StandardOpenOption.APPEND);
            stream.rotate(wanted);
        }
        assertThat(file).isEmptyFile();
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(path -> String.valueOf(path.getFileName())))
                    .containsExactlyInAnyOrder("stdout.log", "stdout.log.5", "stdout.log.6");
        }
        assertThat(text(stream.read(stream.beginning()))).isEqualTo("line 4\n");
        assertThat(text(stream.read(new LogStream.Position(1, 3)))).isEqualTo("line 4\n");
        assertThat(text(stream.read(stream.end()))).isEmpty();
    }

    @Test
    void a_reader_in_the_middle_of_a_file_goes_on_there_after_its_rotation(@TempDir Path directory) throws Exception {
        Path file = Files.createFile(directory.resolve("stdout.log"));
        LogStream stream = new LogStream(file);
        Files.writeString(file, "one\n", StandardOpenOption.APPEND);
        LogStream.Chunk first = stream.read(stream.beginning());
        Files.writeString(file, "two\n", StandardOpenOption.APPEND);
        stream.rotate(new Settings.LogFiles(4, 2, Duration.ZERO));
        Files.writeString(file, "three and more\n", StandardOpenOption.APPEND);
        LogStream.Chunk second = stream.read(first.next());
        LogStream.Chunk third = stream.read(second.next());
        assertThat(List.of(text(first), text(second), text(third)))
                .containsExactly("one\n", "two\n", "three and more\n");
    }

    private static String text(LogStream.Chunk chunk) {
        return StandardCharsets.UTF_8.decode(chunk.bytes().duplicate()).toString();
    }
}
