package io.stowage.testkit.mutant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.testkit.EngineFactory;
import io.stowage.testkit.StowageEngines;
import io.stowage.testkit.mutant.PatchedSources.StalePatchException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bugs that are seeded by patches: each of them fits the sources as they are, and the simulator finds them. */
class SeededBugTest {

    private static final Path SOURCES = Path.of("../engine-core/src/main/java");
    private static final Path PATCHES = Path.of("src/test/resources/mutants");
    private static final int AT_LEAST = 25;

    private final MutantEngines engines = new MutantEngines(SOURCES);

    @TestFactory
    List<DynamicTest> everyPatchFitsAndCompiles() {
        List<SeededBug> bugs = SeededBug.in(PATCHES);
        assertThat(bugs).hasSizeGreaterThanOrEqualTo(AT_LEAST);
        assertThat(bugs).extracting(SeededBug::what).doesNotHaveDuplicates().doesNotContain("");
        return bugs.stream()
                .map(bug -> DynamicTest.dynamicTest(
                        bug.name(),
                        () -> assertThat(MutantCompiler.compile(new PatchedSources(SOURCES).of(bug)))
                                .isNotEmpty()))
                .toList();
    }

    /** A small share, which is found quickly; all of them are hunted by {@code benchmarks/run mutants}. */
    @ParameterizedTest
    @ValueSource(strings = {"effect-before-commit", "due-time-ignored", "launched-twice", "shares-forgotten"})
    void isFoundByWholeRuns(String name) {
        MutantHunt hunt = new MutantHunt(20, Duration.ofHours(1));
        MutantHunt.Find find = hunt.seeds(engines.with(bug(name)), 1, 1);
        assertThat(find.evidence()).as(find.toString()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"answer-before-commit, scale-out", "token-forgotten, client-token-repeated"})
    void isFoundByCrashes(String name, String scenario) {
        MutantHunt.Find find =
                new MutantHunt(1, Duration.ofHours(1)).crashes(engines.with(bug(name)), 1, List.of(scenario));
        assertThat(find.evidence()).as(find.toString()).isNotNull();
    }

    @Test
    void anOrderOfIdentityHashesIsFoundByRunningASeedTwice() {
        MutantHunt.Find find =
                new MutantHunt(20, Duration.ofHours(1)).seeds(engines.with(bug("hash-ordered-iteration")), 1, 1);
        assertThat(find.evidence()).contains("not the same run twice");
    }

    /** What finds bugs in an engine that has none finds nothing. */
    @Test
    void theEngineAsItIsPasses() {
        MutantHunt.Find find = new MutantHunt(3, Duration.ofHours(1)).seeds(new StowageEngines(), 1, 1);
        assertThat(find).isEqualTo(new MutantHunt.Find("seeds", 3, null));
    }

    @Test
    void theEnginesOfABugAreItsOwn() {
        EngineFactory mutants = engines.with(bug("launched-twice"));
        assertThat(mutants.getClass()).isNotSameAs(StowageEngines.class);
        assertThat(mutants.getClass().getName()).isEqualTo(StowageEngines.class.getName());
    }

    private static SeededBug bug(String name) {
        return SeededBug.read(PATCHES.resolve(name + ".patch"));
    }

    @Test
    void aPatchIsReadWithAllItsEdits() {
        SeededBug bug = SeededBug.parse(
                "off-by-one",
                List.of(
                        "what: one is missing",
                        "engines: 3",
                        "--- in a/A.java",
                        "x + 1",
                        "--- becomes",
                        "x",
                        "--- in b/B.java",
                        "gone",
                        "--- becomes"));
        assertThat(bug)
                .isEqualTo(new SeededBug(
                        "off-by-one",
                        "one is missing",
                        3,
                        List.of(
                                new SeededBug.Edit("a/A.java", "x + 1", "x"),
                                new SeededBug.Edit("b/B.java", "gone", ""))));
        assertThatThrownBy(() -> SeededBug.parse("empty", List.of("what: nothing")))
                .hasMessageContaining("changes nothing");
        assertThatThrownBy(() -> SeededBug.parse("half", List.of("--- in a/A.java", "x")))
                .hasMessageContaining("without \"--- becomes\"");
        assertThatThrownBy(() -> SeededBug.parse("chatter", List.of("well"))).hasMessageContaining("says nothing");
    }

    @Test
    void aPatchFitsInAnyLayoutButOnlyOnce() {
        SeededBug.Edit edit = new SeededBug.Edit("A.java", "if (a > b)", "if (a >= b)");
        assertThat(PatchedSources.apply(edit, "{ if (a\n        > b) c(); }", "bug"))
                .isEqualTo("{ if (a >= b) c(); }");
        assertThatThrownBy(() -> PatchedSources.apply(edit, "if (b > a)", "bug"))
                .isInstanceOf(StalePatchException.class)
                .hasMessageContaining("bug is stale");
        assertThatThrownBy(() -> PatchedSources.apply(edit, "if (a > b) if (a > b)", "bug"))
                .isInstanceOf(StalePatchException.class)
                .hasMessageContaining("more than once");
        SeededBug elsewhere = new SeededBug("moved", "", 1, List.of(new SeededBug.Edit("No.java", "a", "b")));
        assertThatThrownBy(() -> new PatchedSources(SOURCES).of(elsewhere)).hasMessageContaining("there is no No.java");
    }

    @Test
    void whatDoesNotCompileIsSaid() {
        assertThatThrownBy(() -> MutantCompiler.compile(Map.of("A.java", "class A { int a = b; }")))
                .hasMessageContaining("don't compile")
                .hasMessageContaining("A.java");
    }

    @Test
    void onlyTheEngineIsPatched() {
        assertThatThrownBy(() -> new MutantClassLoader(Map.of("io.stowage.Engine", new byte[0]), StowageEngines.class))
                .hasMessageContaining("io.stowage.Engine");
    }
}
