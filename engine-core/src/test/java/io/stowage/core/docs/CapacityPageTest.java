package io.stowage.core.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.InstancePoolProvider;
import io.stowage.model.ManagedScaling;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/capacity.md} names every field of a capacity provider, and what it refers to is there. */
class CapacityPageTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)(?:#[^)]*)?\\)");
    private static final Pattern ROW = Pattern.compile("^\\| (`[^|]+) \\|.*\\|.*\\|$", Pattern.MULTILINE);

    private static String page() throws IOException {
        return Files.readString(DOCS.resolve("capacity.md"));
    }

    @Test
    void everyFieldIsInTheTable() throws IOException {
        String rows = String.join(
                " ", ROW.matcher(page()).results().map(row -> row.group(1)).toList());
        List<String> missing = new ArrayList<>();
        for (Class<?> type : List.of(InstancePoolProvider.class, ManagedScaling.class)) {
            for (RecordComponent field : type.getRecordComponents()) {
                if (!rows.contains(field.getName() + "`") && !rows.contains(field.getName() + ".")) {
                    missing.add(field.getName());
                }
            }
        }
        assertThat(rows).contains("`instanceProvider`");
        assertThat(missing).isEmpty();
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        List<String> links =
                LINK.matcher(page()).results().map(link -> link.group(1)).toList();
        assertThat(links)
                .hasSizeGreaterThan(2)
                .allSatisfy(link -> assertThat(DOCS.resolve(link)).exists());
    }
}
