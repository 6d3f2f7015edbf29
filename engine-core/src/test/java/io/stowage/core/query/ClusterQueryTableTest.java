package io.stowage.core.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of expressions in {@code cluster-queries.txt}, line by line. */
class ClusterQueryTableTest {

    /**
     * A line of the table.
     *
     * @param result {@code =} and the instances that it means, or {@code !} and what is wrong with it
     */
    record Row(String expression, String result) {}

    static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        String expression = "";
        for (String line : lines()) {
            if (line.startsWith("  ")) {
                rows.add(new Row(expression, line.strip()));
            }
            expression = line;
        }
        return rows;
    }

    private static List<String> lines() throws IOException {
        try (InputStream table = ClusterQueryTableTest.class.getResourceAsStream("/cluster-queries.txt")) {
            return new String(Objects.requireNonNull(table).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isAsTheTableSays(Row row) {
        if (row.result.startsWith("=")) {
            assertThat(Fleet.matching(row.expression))
                    .as(row.expression)
                    .isEqualTo(row.result.substring(1).strip());
            return;
        }
        String wrong = row.result.substring(1).strip();
        int position = Integer.parseInt(wrong.substring(0, wrong.indexOf(':')));
        assertThatThrownBy(() -> ClusterQuery.of(row.expression))
                .isInstanceOfSatisfying(
                        MalformedQueryException.class,
                        malformed -> assertThat(malformed.position()).isEqualTo(position - 1))
                .hasMessage("at position " + wrong + "\n  " + row.expression + "\n  " + " ".repeat(position - 1) + "^");
    }

    @Test
    void theTableIsLong() throws IOException {
        assertThat(rows()).hasSizeGreaterThan(350);
        assertThat(rows().stream().filter(row -> row.result.startsWith("!"))).hasSizeGreaterThan(180);
    }
}
