package io.stowage.runtime.process;

import static io.stowage.runtime.process.TestHost.awaitExit;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands in a field arrives in the process byte for byte, and nothing of it is interpreted on the way. */
class WordsArriveTest {

    /** Shows its own words and environment as the kernel has them. */
    private static final String SHOW = "cat /proc/$$/cmdline > words; cat /proc/$$/environ > environment";

    private static final List<String> HOSTILE = List.of(
            "",
            " ",
            "  two  blanks  ",
            "\t",
            "\n",
            "\n\n",
            "a\nb",
            "\nlead",
            "trail\n",
            "trail\n\n\n",
            "\r",
            "\r\n",
            "'",
            "''",
            "\"",
            "\"\"",
            "'\\''",
            "`",
            "\\",
            "\\\\",
            "\\n",
            "\\0101",
            "\\c",
            "a\\",
            "$",
            "$$",
            "$HOME",
            "${HOME}",
            "$(id)",
            "`id`",
            "$((1+1))",
            "$(touch /tmp/stowage-hostile)",
            "; touch /tmp/stowage-hostile",
            "| cat",
            "&& id",
            "& id",
            "> x",
            "< x",
            ">> x",
            "2>&1",
            "*",
            "?",
            "[a-z]*",
            "~",
            "~root",
            "{a,b}",
            "!",
            "!!",
            "#",
            "# comment",
            "-",
            "--",
            "-c",
            "-n",
            "-e",
            "--help",
            "-rf",
            "=",
            "a=b",
            "=b",
            "%s",
            "%n%d",
            "%b",
            "\u0001",
            "\u0007",
            "\u001b[31m",
            "\u007f",
            "\u0080",
            "\u0081",
            "\u0088",
            "\u00ff",
            "é",
            "ü\u0308",
            "日本語",
            "🙂",
            "\ufeff",
            "\u2028",
            "\u202e",
            "x".repeat(5000),
            "\n".repeat(300),
            "'; exit 1; '",
            "\"; exit 1; \"",
            "$IFS",
            "IFS=x",
            "(",
            ")",
            "()",
            "() { :; }; echo x",
            "0\nstart\n1\n",
            "EOF",
            "/../..");

    @ParameterizedTest
    @ValueSource(strings = {"/bin/sh", "/bin/bash"})
    void words_of_the_command_arrive(String shell) throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of(shell)));
        List<String> words = new ArrayList<>(HOSTILE);
        words.addAll(random(400));
        try (TestHost host = new TestHost(builder -> builder.shell(Path.of(shell)))) {
            ProcessRuntime runtime = host.connect();
            List<String> command = new ArrayList<>(List.of("-c", SHOW, "name"));
            command.addAll(words);
            TestHost.spec("c")
                    .image("/bin/sh")
                    .command(command.toArray(String[]::new))
                    .start(runtime);
            assertThat(awaitExit(runtime, "c").exitCode()).isZero();
            assertThat(read(host, "c", "words"))
                    .endsWith(words.toArray(String[]::new))
                    .hasSize(words.size() + 4);
        }
        assertThat(Path.of("/tmp/stowage-hostile")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/sh", "/bin/bash"})
    void values_of_the_environment_and_of_secrets_arrive(String shell) throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of(shell)));
        List<String> values = new ArrayList<>(HOSTILE);
        values.addAll(random(100));
        try (TestHost host = new TestHost(builder -> builder.shell(Path.of(shell)))) {
            ProcessRuntime runtime = host.connect();
            TestHost.Spec spec = TestHost.shell("c", SHOW);
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < values.size(); i++) {
                spec.environment("E" + i, values.get(i)).secret("S" + i, values.get(i));
                expected.add("E" + i + "=" + values.get(i));
                expected.add("S" + i + "=" + values.get(i));
            }
            spec.start(runtime);
            assertThat(awaitExit(runtime, "c").exitCode()).isZero();
            assertThat(read(host, "c", "environment")).containsAll(expected);
        }
        assertThat(Path.of("/tmp/stowage-hostile")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/sh", "/bin/bash"})
    void names_of_the_environment_arrive_whatever_they_mean_to_a_shell(String shell) throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of(shell)));
        List<String> names = List.of(
                "a.b",
                "a-b",
                "a b",
                "1",
                "é",
                "-i",
                "--",
                "$(id)",
                "`id`",
                "a\nb",
                "*",
                "BASH_FUNC_x%%",
                "IFS",
                "OPTIND",
                "PATH",
                "HOME",
                "PWD",
                "OLDPWD",
                "SHLVL",
                "ENV",
                "BASH_ENV",
                "CDPATH",
                "LD_PRELOAD_NOT",
                "PS1",
                "PS4",
                "UID",
                "EUID",
                "PPID",
                "RANDOM",
                "LINENO",
                "SECONDS",
                "stowage_w",
                "stowage_vars",
                "stowage_id",
                "stowage_newline",
                "POSIXLY_CORRECT",
                "LC_ALL",
                "LANG",
                "TERM",
                "MAIL");
        try (TestHost host = new TestHost(builder -> builder.shell(Path.of(shell)))) {
            ProcessRuntime runtime = host.connect();
            TestHost.Spec spec = TestHost.spec("c").image("/bin/cat").command("/proc/self/environ");
            names.forEach(name -> spec.environment(name, "value of " + name));
            spec.start(runtime);
            assertThat(awaitExit(runtime, "c").exitCode()).isZero();
            List<String> found = List.of(host.output("c").split("\0", -1));
            assertThat(found)
                    .containsAll(names.stream()
                            .map(name -> name + "=value of " + name)
                            .toList());
            // Nothing else but the marker and the end of the text; bash adds the name of what it runs.
            assertThat(found.stream().filter(v -> !v.startsWith("_="))).hasSize(names.size() + 2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/sh", "/bin/bash"})
    void the_environment_is_what_was_asked_for_and_two_defaults(String shell) throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of(shell)));
        try (TestHost host = new TestHost(builder -> builder.shell(Path.of(shell)))) {
            ProcessRuntime runtime = host.connect();
            TestHost.spec("c")
                    .image("/bin/cat")
                    .command("/proc/self/environ")
                    .environment("A", "1")
                    .start(runtime);
            awaitExit(runtime, "c");
            assertThat(host.output("c").split("\0", -1))
                    .filteredOn(v -> !v.isEmpty() && !v.startsWith("_="))
                    .extracting(v -> v.substring(0, v.indexOf('=')))
                    .containsExactlyInAnyOrder("PATH", "HOME", "A", ContainerRecord.MARKER);
        }
    }

    private static List<String> read(TestHost host, String name, String file) throws Exception {
        String text = Files.readString(host.folder(name).resolve("work").resolve(file), StandardCharsets.UTF_8);
        return Arrays.asList(text.substring(0, text.length() - 1).split("\0", -1));
    }

    /** Every character but NUL and halves of characters, the dangerous ones more often. */
    private static List<String> random(int count) {
        Random random = new Random(20260705);
        String favourites = "'\"\\$`\n\t *?~#;&|<>(){}[]!-=%";
        List<String> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder word = new StringBuilder();
            int length = random.nextInt(12);
            for (int c = 0; c < length; c++) {
                if (random.nextInt(3) > 0) {
                    word.append(favourites.charAt(random.nextInt(favourites.length())));
                } else {
                    int point = 1 + random.nextInt(0x2ffff);
                    word.appendCodePoint(point >= 0xd800 && point < 0xe000 ? 'x' : point);
                }
            }
            words.add(word.toString());
        }
        return words;
    }
}
