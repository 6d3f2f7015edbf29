package io.stowage.samples.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The build runs classes whose names end in {@code Test}, and passes over others in silence. */
class EveryTestRunsTest {

    private static final Pattern TEST = Pattern.compile(
            "^\\s*@(Test|ParameterizedTest|RepeatedTest|TestFactory|Property|Example)\\b", Pattern.MULTILINE);

    @Test
    void whatHasTestsIsNamedLikeATest() throws IOException {
        List<Path> all;
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            all = modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .flatMap(EveryTestRunsTest::filesIn)
                    .filter(EveryTestRunsTest::hasTests)
                    .toList();
        }
        assertThat(all).hasSizeGreaterThan(100);
        assertThat(all).allMatch(EveryTestRunsTest::isRun);
    }

    @Test
    void seesAClassThatIsNotRun() {
        assertThat(TEST.matcher("class Properties {\n    @Property(tries = 3)\n    void holds() {}\n}")
                        .find())
                .isTrue();
        assertThat(isRun(Path.of("ShopProperties.java"))).isFalse();
    }

    private static Stream<Path> filesIn(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean hasTests(Path file) {
        try {
            return TEST.matcher(Files.readString(file)).find();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isRun(Path file) {
        return file.toString().endsWith("Test.java");
    }
}
