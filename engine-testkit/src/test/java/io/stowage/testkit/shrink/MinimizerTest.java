package io.stowage.testkit.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MinimizerTest {

    private static List<Integer> numbers(int size) {
        return IntStream.range(0, size).boxed().toList();
    }

    /** Where what is needed is needed whatever else there is, nothing else is left. */
    @Property(tries = 500)
    void onlyWhatIsNeededIsLeft(
            @ForAll @IntRange(max = 200) int size, @ForAll @Size(max = 6) Set<@IntRange(max = 199) Integer> drawn) {
        TreeSet<Integer> needed = new TreeSet<>(drawn);
        needed.removeIf(number -> number >= size);
        List<Integer> left =
                new Minimizer<Integer>(list -> list.containsAll(needed), () -> true).minimize(numbers(size));
        assertThat(left).containsExactlyElementsOf(needed);
    }

    /** Whatever it hangs on, no entry of the result can be left out, and the result fails. */
    @Property(tries = 300)
    void noEntryOfTheResultCanBeLeftOut(
            @ForAll @IntRange(min = 1, max = 60) int size, @ForAll @IntRange(min = 2, max = 9) int by) {
        Minimizer<Integer> minimizer = new Minimizer<>(list -> fails(list, by), () -> true);
        List<Integer> all = numbers(size);
        if (!fails(all, by)) {
            return;
        }
        List<Integer> left = minimizer.minimize(all);
        assertThat(fails(left, by)).isTrue();
        for (int i = 0; i < left.size(); i++) {
            List<Integer> shorter = new ArrayList<>(left);
            shorter.remove(i);
            assertThat(fails(shorter, by)).isFalse();
        }
    }

    /** Monotone, with many minimal lists. */
    private static boolean fails(List<Integer> list, int by) {
        return list.stream().mapToInt(Integer::intValue).sum() >= 10 * by;
    }

    @Test
    void whatIsNeededIsFoundInFewAttempts() {
        int[] attempts = {0};
        new Minimizer<Integer>(
                        list -> {
                            attempts[0]++;
                            return list.contains(333);
                        },
                        () -> true)
                .minimize(numbers(1_000));
        assertThat(attempts[0]).isLessThan(40);
    }

    @Test
    void timeThatIsOverEndsIt() {
        List<Integer> all = numbers(10);
        assertThat(new Minimizer<Integer>(list -> true, () -> false).minimize(all))
                .isEqualTo(all);
    }
}
