package io.stowage.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class QueriesTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream failures = new ByteArrayOutputStream();

    @Test
    void noMutatedExpressionCrashesTheLanguage() {
        boolean sound = new Queries(print(out), print(failures)).run(20_000, 1);
        assertThat(failures.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(sound).isTrue();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .matches("\\{\"strings\":20000,\"understood\":[0-9]{4,},\"refused\":[0-9]{4,},\"failures\":0,"
                        + "\"slowestMicros\":[0-9]+}\\R");
    }

    @Test
    void theSameSeedMakesTheSameTexts() {
        assertThat(texts(7)).isEqualTo(texts(7)).isNotEqualTo(texts(8)).doesNotHaveDuplicates();
    }

    private static List<String> texts(long seed) {
        MutatedQueries queries = new MutatedQueries(seed);
        return Stream.generate(queries::next).limit(20).toList();
    }

    private static PrintStream print(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }
}
