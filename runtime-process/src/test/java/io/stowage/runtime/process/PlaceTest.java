package io.stowage.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaceTest {

    @TempDir
    private Path temporary;

    private static String of(Path stateDirectory) {
        return ProcessRuntimeProvider.builder()
                .stateDirectory(stateDirectory)
                .build()
                .place(Map.of())
                .orElseThrow();
    }

    @Test
    void isTheSameForTheSameDirectoryWheneverItIsAsked() throws IOException {
        Path directory = temporary.resolve("state");
        String before = of(directory);
        Files.createDirectories(directory);
        assertThat(of(directory)).isEqualTo(before);
        assertThat(of(temporary.resolve("x/../state"))).isEqualTo(before);
        Path link = Files.createSymbolicLink(temporary.resolve("link"), directory);
        assertThat(of(link)).isEqualTo(before);
    }

    @Test
    void isAnotherOneForAnotherDirectory() {
        assertThat(of(temporary.resolve("one"))).isNotEqualTo(of(temporary.resolve("two")));
    }

    @Test
    void isAnotherOneOnAnotherMachineAndSaysNothingOfIts() {
        assertThat(new Place("m1", temporary).text()).isNotEqualTo(new Place("m2", temporary).text());
        assertThat(new Place("0123456789abcdef", temporary).text()).doesNotContain("0123456789abcdef");
    }
}
