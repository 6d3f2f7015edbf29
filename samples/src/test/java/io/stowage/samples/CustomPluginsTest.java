package io.stowage.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.samples.customruntime.CustomRuntime;
import io.stowage.samples.customstore.CustomStore;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demonstrations of plugins of one's own tell their whole story, and leave nothing. */
class CustomPluginsTest {

    @ParameterizedTest
    @ValueSource(classes = {CustomStore.class, CustomRuntime.class})
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void tellsItsStory(Class<?> main, @TempDir Path directory) throws Exception {
        try (Program program = Program.start(main, directory)) {
            assertThat(program.awaitEnd()).as(program.text()).isZero();
            assertThat(program.text().lines().reduce((first, second) -> second))
                    .hasValueSatisfying(last -> assertThat(last).startsWith("custom-"));
            assertThat(program.leftBehind()).isEmpty();
            assertThat(directory).as(program.text()).isEmptyDirectory();
        }
    }
}
