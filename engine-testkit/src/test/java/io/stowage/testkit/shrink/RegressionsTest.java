package io.stowage.testkit.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.testkit.SimulationRun;
import io.stowage.testkit.StowageEngines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Runs that failed once and were mended: they are run for ever. */
class RegressionsTest {

    private static final Path FOLDER = Path.of("src/test/resources/regressions");

    @TestFactory
    List<DynamicTest> isMended() {
        List<DynamicTest> tests = new ArrayList<>();
        RegressionFile.in(FOLDER)
                .forEach((name, file) -> tests.add(DynamicTest.dynamicTest(name, () -> {
                    assertThat(file.changes())
                            .as("acts that the seed no longer draws: the file proves nothing any more")
                            .isEmpty();
                    assertThat(SimulationRun.run(file.settings(), new StowageEngines())
                                    .violation())
                            .as(file.showed())
                            .isNull();
                })));
        return tests;
    }

    @Test
    void theFolderIsThere() {
        assertThat(FOLDER).isDirectory();
    }
}
