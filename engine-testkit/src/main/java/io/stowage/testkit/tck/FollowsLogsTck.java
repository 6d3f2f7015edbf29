package io.stowage.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.model.ContainerDefinition;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.FollowsLogs;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** The contract of {@link FollowsLogs}: a test that extends {@link ContainerRuntimeTck} implements it besides. */
public interface FollowsLogsTck extends RuntimeRules {

    @Test
    default void rt50_whatAContainerWritesIsHandedOverFromTheBeginning() throws Exception {
        RuntimeUnderTest test = underTest();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            lines.add("line " + i + " of a program: \"quoted\", $unquoted, ünïcödé \u2693");
        }
        lines.add(7, "");
        lines.add("x".repeat(2_000));
        String name = test.start("a", printing(lines));
        Queue<String> early = new ConcurrentLinkedQueue<>();
        try (var whileItRuns = logs(test).followLogs(name, true, (error, line) -> early.add(line))) {
            test.awaitExit(name);
            assertThat(test.comesTrue(() -> early.size() >= lines.size()))
                    .as("lines while it runs: %s of %s", early.size(), lines.size())
                    .isTrue();
        }
        assertThat(early).containsExactlyElementsOf(lines);
        Queue<String> late = new ConcurrentLinkedQueue<>();
        try (var afterwards = logs(test).followLogs(name, true, (error, line) -> late.add(line))) {
            assertThat(test.comesTrue(() -> late.size() >= lines.size())).isTrue();
        }
        assertThat(late).containsExactlyElementsOf(lines);
    }

    @Test
    default void rt51_whereThereIsNoContainerThereAreNoLogs() {
        RuntimeUnderTest test = underTest();
        assertThatThrownBy(() -> logs(test).followLogs(test.name("absent"), true, (error, line) -> {}))
                .isInstanceOf(ContainerRuntimeException.class);
    }

    /** Writes these lines to its standard output, and ends with exit code 0. */
    ContainerDefinition printing(List<String> lines);

    private static FollowsLogs logs(RuntimeUnderTest test) {
        return (FollowsLogs) test.runtime();
    }
}
