package io.stowage.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.testkit.mutant.SeededBug;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MutantChoiceTest {

    private static final List<SeededBug> BUGS =
            Stream.of("a", "b", "c", "d", "e").map(MutantChoiceTest::bug).toList();

    private static SeededBug bug(String name) {
        return new SeededBug(name, "wrong", 1, List.of(new SeededBug.Edit("A.java", "x", "y")));
    }

    private static List<String> chosen(String... words) {
        return MutantChoice.of(Mutants.options(words)).among(BUGS).stream()
                .map(SeededBug::name)
                .toList();
    }

    @Test
    void thePartsAreTheWholeAndDoNotOverlap() {
        List<String> together = new ArrayList<>(chosen("--part", "1/2"));
        together.addAll(chosen("--part", "2/2"));
        assertThat(together).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
        assertThat(chosen()).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void someAreNamedAndSomeLeftOut() {
        assertThat(chosen("--bug", "b,d")).containsExactly("b", "d");
        assertThat(chosen("--without", "a,e", "--part", "2/3")).containsExactly("c");
    }

    @Test
    void whatCannotBeMeantIsRefused() {
        assertThatThrownBy(() -> chosen("--bug", "f")).hasMessageContaining("\"f\"");
        assertThatThrownBy(() -> chosen("--without", "f")).hasMessageContaining("\"f\"");
        assertThatThrownBy(() -> chosen("--bug", "a", "--without", "a")).hasMessageContaining("No bug is left");
        assertThatThrownBy(() -> chosen("--part", "3/2")).hasMessageContaining("no such part");
        assertThatThrownBy(() -> chosen("--part", "half")).hasMessageContaining("like 1/3");
    }
}
