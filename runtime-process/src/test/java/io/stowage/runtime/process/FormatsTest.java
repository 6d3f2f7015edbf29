package io.stowage.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.stowage.model.NetworkBinding;
import io.stowage.model.TransportProtocol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of this runtime and of the kernel. */
class FormatsTest {

    private static String plain(String text) {
        // NUL is refused before; a half of a surrogate pair is no character.
        return new String(text.replace("\0", "").getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    @Property(tries = 200)
    void a_record_comes_back_whatever_is_in_it(@ForAll @Size(max = 6) List<String> raw, @ForAll String one)
            throws IOException {
        List<String> words = raw.stream().map(FormatsTest::plain).toList();
        ContainerRecord record = new ContainerRecord(
                plain(one),
                "0123abcd",
                "boot",
                plain(one),
                one.isEmpty() ? null : "/" + plain(one),
                true,
                Map.of("label " + plain(one), plain(one)),
                List.of(NetworkBinding.port("0.0.0.0", 80, 40_000, TransportProtocol.UDP)),
                words,
                words,
                words);
        // Where the control groups are comes from the kernel, which has no line breaks in their names.
        byte[] file = record.bytes(List.of("/sys/fs/cgroup/cpu/a", "/sys/fs/cgroup/memory/a"), words);
        String appended = "supervisor 5 6\n";
        byte[] whole = (new String(file, StandardCharsets.UTF_8) + appended).getBytes(StandardCharsets.UTF_8);
        Words.Reader reader = new Words.Reader(whole);
        assertThat(ContainerRecord.parse(reader)).isEqualTo(record);
        assertThat(reader.rest()).isEqualTo(appended);
    }

    @Test
    void a_record_that_is_cut_off_anywhere_is_an_error() {
        byte[] file = new ContainerRecord(
                        "c",
                        "n",
                        "b",
                        "/p",
                        "/d",
                        false,
                        Map.of("a", "b"),
                        List.of(),
                        List.of(),
                        List.of("A=1"),
                        List.of())
                .bytes(List.of(), List.of("/p", "x\ny"));
        for (int length = 0; length < file.length; length++) {
            byte[] part = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> ContainerRecord.parse(new Words.Reader(part)))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void words_of_a_definition_are_no_lines_of_the_journal() throws IOException {
        List<String> forged = List.of("x\ncommand 1 1\nexit 0\n", "supervisor 1 1");
        byte[] file = new ContainerRecord(
                        "c",
                        "n",
                        "b",
                        "/p",
                        "/d",
                        false,
                        Map.of("l", "\nexit 0\n"),
                        List.of(),
                        List.of(),
                        forged,
                        List.of())
                .bytes(List.of(), forged);
        Words.Reader reader = new Words.Reader(file);
        ContainerRecord.parse(reader);
        assertThat(Journal.parse(reader.rest(), "")).isEqualTo(Journal.EMPTY);
    }

    @Test
    void a_journal_is_read_line_by_line_and_only_whole_lines_count() {
        assertThat(Journal.parse("supervisor 4 5\nsupervisor 6 7\n", "command 8 9\nexit 143\n"))
                .isEqualTo(
                        new Journal(List.of(new ProcessId(4, 5), new ProcessId(6, 7)), new ProcessId(8, 9), 143, null));
        assertThat(Journal.parse("", "command 8 9\nexit 143").exitStatus()).isNull();
        assertThat(Journal.parse("", "exit 1exit 2\n").exitStatus()).isNull();
        assertThat(Journal.parse("supervisor 4", "failed it could not\n").failure())
                .isEqualTo("it could not");
    }

    @Test
    void a_journal_that_is_cut_off_at_any_byte_says_what_its_whole_lines_say_and_nothing_else() {
        String journal = "command 8 9\nexit 143\n";
        for (int length = 0; length < journal.length(); length++) {
            Journal cut = Journal.parse("supervisor 4 5\n", journal.substring(0, length));
            boolean commandIsWhole = length >= "command 8 9\n".length();
            assertThat(cut)
                    .isEqualTo(new Journal(
                            List.of(new ProcessId(4, 5)), commandIsWhole ? new ProcessId(8, 9) : null, null, null));
            // Whoever goes on after the cut writes no line that is taken for another one.
            assertThat(Journal.parse("", journal.substring(0, length) + "exit 7\n")
                            .exitStatus())
                    .isIn(7, null);
        }
        assertThat(Journal.parse("", journal).exitStatus()).isEqualTo(143);
    }

    @Test
    void a_process_may_be_called_anything() {
        String line =
                "42 (a) b (c) ) Z 1 42 41 0 -1 4227084 0 0 0 0 0 0 0 0 20 0 1 0 987654 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0 0 0"
                        + " 0 0 0 0 0 256\n";
        byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
        ProcessId.Stat stat = ProcessId.parse(42, bytes, bytes.length);
        assertThat(stat).isEqualTo(new ProcessId.Stat(new ProcessId(42, 987_654), 'Z', 41, 256));
        assertThat(stat.isAlive()).isFalse();
    }

    @Test
    void this_process_is_alive_and_nobody_is_process_0() throws IOException {
        ProcessId.Stat self = ProcessId.stat(ProcessHandle.current().pid()).orElseThrow();
        assertThat(self.isAlive()).isTrue();
        assertThat(self.id().isAlive()).isTrue();
        assertThat(new ProcessId(self.id().pid(), self.id().startedBy() + 1).isAlive())
                .isTrue();
        assertThat(new ProcessId(self.id().pid(), self.id().startedBy() - 1).isAlive())
                .isFalse();
        assertThat(ProcessId.stat(0)).isEmpty();
    }

    @Test
    void names_become_file_names_that_do_not_meet() {
        assertThat(FolderName.of("ecs-web-1.a_B")).isEqualTo("ecs-web-1.a_B");
        List<String> names =
                List.of(".", "..", "", "a/b", "a_b", ".hidden", "a~b", "é", "x".repeat(151), "x".repeat(152), "a\nb");
        assertThat(names.stream().map(FolderName::of).distinct()).hasSize(names.size());
        assertThat(names.stream().map(FolderName::of))
                .allMatch(name -> name.matches("[A-Za-z0-9_][A-Za-z0-9_.~-]{0,160}"));
    }

    @Test
    void users_are_found_by_name_and_number(@TempDir Path etc) throws Exception {
        Files.writeString(
                etc.resolve("passwd"), "root:x:0:0:root:/root:/bin/sh\nweb:x:33:34:Web:/srv/web:/bin/false\n");
        Files.writeString(etc.resolve("group"), "root:x:0:\nstaff:x:50:web\n");
        assertThat(User.parse("web", etc)).isEqualTo(new User(33, 34, "/srv/web", true));
        assertThat(User.parse("33", etc)).isEqualTo(new User(33, 34, "/srv/web", true));
        assertThat(User.parse("web:staff", etc)).isEqualTo(new User(33, 50, "/srv/web", true));
        assertThat(User.parse("1234:4321", etc)).isEqualTo(new User(1234, 4321, "/", false));
        assertThat(User.parse("1234", etc)).isEqualTo(new User(1234, 1234, "/", false));
        for (String user : List.of("nobody-here", "web:nobody-here", "-1", "web:", ":staff", "0;id")) {
            assertThatThrownBy(() -> User.parse(user, etc)).isInstanceOf(Image.NotAllowedException.class);
        }
    }

    @Test
    void a_shared_look_answers_all_that_asked_before_it_began() throws Exception {
        CountDownLatch looking = new CountDownLatch(1);
        Semaphore go = new Semaphore(0);
        AtomicInteger looks = new AtomicInteger();
        SharedPass<Integer, Integer> pass = new SharedPass<>(questions -> {
            looks.incrementAndGet();
            looking.countDown();
            go.acquireUninterruptibly();
            return questions.stream().map(question -> question * 2).toList();
        });
        ExecutorService threads = Executors.newFixedThreadPool(9);
        try {
            List<Future<Integer>> answers = new ArrayList<>();
            answers.add(threads.submit(() -> pass.ask(0)));
            looking.await();
            for (int i = 1; i < 9; i++) {
                int question = i;
                answers.add(threads.submit(() -> pass.ask(question)));
            }
            await().until(() -> pass.waiting() == 8);
            go.release(2);
            for (int i = 0; i < 9; i++) {
                assertThat(answers.get(i).get(10, TimeUnit.SECONDS)).isEqualTo(2 * i);
            }
            assertThat(looks).hasValue(2);
        } finally {
            threads.shutdownNow();
        }
    }
}
