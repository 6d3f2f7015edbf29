package io.stowage.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StoryTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void tellsALineWithItsTime() {
        story(false).tell("a ship comes in");
        assertThat(text()).matches(" +\\d+\\.\\d s  a ship comes in\\R");
    }

    @Test
    void shortensTheIdsOfTasks() {
        story(false).quote("(service a) has started 1 tasks: (task 0123456789abcdef0123456789abcdef).");
        assertThat(text()).contains("ECS: (service a) has started 1 tasks: (task 01234567).");
    }

    @Test
    void handsOnWhatTheWorkGives() throws Exception {
        assertThat(story(false).waitingFor("a ship", () -> "a boat")).isEqualTo("a boat");
    }

    @Test
    void saysNothingOfAShortWaitWhereNobodyWatches() throws Exception {
        story(false).waitingFor("a ship", () -> null);
        assertThat(text()).isEmpty();
    }

    @Test
    void erasesTheLineOfAWaitWhereSomebodyWatches() {
        story(true).tell("a ship comes in");
        assertThat(text()).startsWith("\r\033[K");
    }

    private Story story(boolean terminal) {
        return new Story(new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal);
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
