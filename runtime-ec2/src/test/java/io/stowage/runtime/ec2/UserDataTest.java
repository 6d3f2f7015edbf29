package io.stowage.runtime.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is in the properties, a shell runs the fixed script and nothing else. */
class UserDataTest {

    private static UserData read(Map<String, String> properties) {
        return UserData.read(new PropertyReader(properties));
    }

    @Test
    void whoSaysNothingSendsNothing() {
        assertThat(read(Map.of()).script()).isEmpty();
        assertThat(read(Map.of()).encoded()).isEmpty();
    }

    @Test
    void aBootProgramAloneIsRun() {
        assertThat(read(Map.of("bootProgram", "/opt/join")).script())
                .hasValueSatisfying(script -> assertThat(script).endsWith("exec /opt/join\n"));
    }

    @Test
    void moreThanEc2TakesIsSaid() {
        Map<String, String> properties = new TreeMap<>();
        for (int i = 0; i < 100; i++) {
            properties.put("userData.V" + i, "x".repeat(256));
        }
        PropertyReader reader = new PropertyReader(properties);
        UserData.read(reader);
        assertThat(reader.errors("")).singleElement().asString().contains("16384");
    }

    @Provide
    Arbitrary<String> hostile() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(40),
                Arbitraries.strings().withChars("abcXYZ019._:/-").ofMaxLength(40),
                Arbitraries.of(
                        "$(touch pwned)",
                        "`touch pwned`",
                        "x\ntouch pwned\n",
                        "END_OF_VARIABLES\ntouch pwned",
                        "END_OF_VARIABLES",
                        "\"; touch pwned; \"",
                        "'; touch pwned; '",
                        "x && touch pwned",
                        "-rf",
                        "$IFS"));
    }

    /** A shell is begun for each of those that are taken. */
    @Property(tries = 300)
    void aShellFindsTheValuesAndRunsNothing(@ForAll("hostile") String value, @ForAll("hostile") String other)
            throws Exception {
        Map<String, String> properties = Map.of("userData.FIRST", value, "userData.SECOND", other);
        PropertyReader reader = new PropertyReader(properties);
        UserData userData = UserData.read(reader);
        boolean isPlain = value.matches("[A-Za-z0-9._:/-]*") && other.matches("[A-Za-z0-9._:/-]*");
        assertThat(reader.errors("").isEmpty()).isEqualTo(isPlain);
        assertThat(userData.variables().values()).allMatch(taken -> taken.matches("[A-Za-z0-9._:/-]*"));
        if (isPlain) {
            assertThat(written(userData)).containsExactly("FIRST=" + value, "SECOND=" + other);
        }
    }

    private static List<String> written(UserData userData) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("user-data");
        try {
            String script = userData.script().orElseThrow().replace("/etc/stowage", directory + "/etc");
            Process shell = new ProcessBuilder("sh", "-c", script)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
            assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(shell.exitValue()).isZero();
            assertThat(names(directory)).containsExactly("etc");
            assertThat(names(directory.resolve("etc"))).containsExactly("machine.env");
            return Files.readAllLines(directory.resolve("etc/machine.env"));
        } finally {
            Files.deleteIfExists(directory.resolve("etc/machine.env"));
            Files.deleteIfExists(directory.resolve("etc"));
            Files.delete(directory);
        }
    }

    private static List<String> names(Path directory) throws IOException {
        List<String> names = new ArrayList<>();
        try (var files = Files.list(directory)) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        }
        return names;
    }

    @Test
    void theBootProgramIsRunWithTheFileWritten(@TempDir Path directory) throws Exception {
        Path program = directory.resolve("join");
        Files.writeString(program, "#!/bin/sh\ncp " + directory + "/etc/machine.env " + directory + "/seen\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        String script = read(Map.of("userData.CLUSTER", "harbour", "bootProgram", "/join"))
                .script()
                .orElseThrow()
                .replace("/etc/stowage", directory + "/etc")
                .replace("exec /join", "exec " + program);
        Process shell = new ProcessBuilder("sh", "-c", script).start();
        assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(directory.resolve("seen")).hasContent("CLUSTER=harbour");
    }
}
