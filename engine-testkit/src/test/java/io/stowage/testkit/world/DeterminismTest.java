package io.stowage.testkit.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A seed is a run: in this process, in another one, and in one with another collector and other identity hashes. */
class DeterminismTest {

    @Test
    void aSeedIsTheSameRunInAnyProcess() throws Exception {
        String here = TraceOfASeed.trace(42, Duration.ofMinutes(10));
        assertThat(elsewhere("42", "0", "-XX:+UseSerialGC")).isEqualTo(here);
        assertThat(elsewhere("42", "5000", "-XX:+UseParallelGC", "-XX:+UnlockExperimentalVMOptions", "-XX:hashCode=2"))
                .isEqualTo(here);
    }

    @Test
    void anotherSeedIsAnotherRun() {
        assertThat(TraceOfASeed.trace(42, Duration.ofSeconds(10)))
                .isNotEqualTo(TraceOfASeed.trace(43, Duration.ofSeconds(10)));
    }

    /** Starts a JVM of its own with these options. */
    private static String elsewhere(String seed, String junk, String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), TraceOfASeed.class.getName(), seed, junk));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output.strip();
    }
}
