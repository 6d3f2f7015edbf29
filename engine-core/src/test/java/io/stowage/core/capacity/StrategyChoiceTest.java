package io.stowage.core.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.core.capacity.StrategyChoice.Item;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrategyChoiceTest {

    /** Written as {@code name base weight}, one after the other. */
    private static List<Item> strategy(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(item -> item.trim().split(" ", -1))
                .map(item -> new Item(item[0], Integer.parseInt(item[1]), Integer.parseInt(item[2])))
                .toList();
    }

    private static String next(List<Item> strategy, int tasks) {
        return String.join("", StrategyChoice.next(strategy, name -> 0, tasks));
    }

    @ParameterizedTest
    @CsvSource({
        "'a 0 1, b 0 1',         ababab",
        "'a 0 1, b 0 4',         abbbbabbbb",
        "'a 2 1, b 0 1',         aaabab",
        "'a 0 1, b 2 1',         bbabab",
        "'a 0 2, b 0 1',         abaaba",
        "'a 1 0, b 0 1',         abbbb",
        "'a 0 0, b 0 3',         bbbb",
        "'a 0 1, b 0 1, c 0 2',  abccabcc",
        "'a 0 0',                aaaa",
        "'a 2 0',                aaaa",
        "'a 0 1000, b 0 1000',   abab"
    })
    void basesComeFirstThenShares(String strategy, String expected) {
        assertThat(next(strategy(strategy), expected.length())).isEqualTo(expected);
    }

    @Test
    void whatRunsAlreadyCounts() {
        List<Item> even = strategy("a 0 1, b 0 1");
        assertThat(StrategyChoice.next(even, Map.of("a", 3, "b", 0)::get, 4)).containsExactly("b", "b", "b", "a");
        assertThat(StrategyChoice.next(even, Map.of("a", 3, "b", 2)::get)).hasValue("b");
        assertThat(StrategyChoice.next(even, Map.of("a", 3, "b", 3)::get)).hasValue("a");
        List<Item> based = strategy("a 2 1, b 0 1");
        assertThat(StrategyChoice.next(based, Map.of("a", 1, "b", 0)::get)).hasValue("a");
        assertThat(StrategyChoice.next(based, Map.of("a", 3, "b", 0)::get)).hasValue("b");
        assertThat(StrategyChoice.next(based, Map.of("a", 3, "b", 1)::get)).hasValue("a");
    }

    @Test
    void severalOfWeightZeroHaveNoMoreThanTheirBases() {
        List<Item> strategy = strategy("a 2 0, b 0 0");
        assertThat(next(strategy, 5)).isEqualTo("aa");
        assertThat(StrategyChoice.next(strategy, Map.of("a", 2, "b", 0)::get)).isEmpty();
        assertThat(StrategyChoice.next(List.of(), name -> 0)).isEmpty();
    }

    @Test
    void largeWeightsAndCountsDoNotOverflow() {
        List<Item> strategy = strategy("a 0 1000, b 0 1");
        assertThat(StrategyChoice.next(strategy, Map.of("a", 2_000_000_000, "b", 1_000_000)::get))
                .hasValue("b");
        assertThat(StrategyChoice.next(strategy, Map.of("a", 999_999_999, "b", 1_000_000)::get))
                .hasValue("a");
    }

    @Test
    void nothingIsNegative() {
        assertThatThrownBy(() -> new Item("a", -1, 0))
                .hasMessage("base is -1 and weight is 0 for a; neither may be less than 0");
        assertThatThrownBy(() -> new Item("a", 0, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void agreesWithTheRuleSaidPlainly(
            @ForAll("strategies") List<Item> strategy,
            @ForAll @IntRange(max = 60) int tasks,
            @ForAll("counts") List<Integer> counts) {
        Map<String, Integer> has = new TreeMap<>();
        for (int i = 0; i < strategy.size(); i++) {
            has.put(strategy.get(i).capacityProvider(), counts.get(i));
        }
        List<String> expected = new ArrayList<>();
        Map<String, Integer> grown = new TreeMap<>(has);
        for (int n = 0; n < tasks; n++) {
            String chosen = plainly(strategy, grown);
            if (chosen != null) {
                grown.merge(chosen, 1, Integer::sum);
                expected.add(chosen);
            }
        }
        assertThat(StrategyChoice.next(strategy, has::get, tasks)).isEqualTo(expected);
    }

    @Property
    void afterAsManyTasksAsTheWeightsMakeEachHasItsWeight(
            @ForAll("strategies") List<Item> strategy, @ForAll @IntRange(min = 1, max = 3) int rounds) {
        int bases = strategy.stream().mapToInt(Item::base).sum();
        int weights = strategy.stream().mapToInt(Item::weight).sum();
        List<String> chosen = StrategyChoice.next(strategy, name -> 0, bases + rounds * weights);
        assertThat(strategy)
                .allSatisfy(item -> assertThat(Collections.frequency(chosen, item.capacityProvider()))
                        .isEqualTo(item.base() + rounds * item.weight()));
    }

    private static String plainly(List<Item> strategy, Map<String, Integer> has) {
        for (Item item : strategy) {
            if (has.get(item.capacityProvider()) < item.base()) {
                return item.capacityProvider();
            }
        }
        String best = strategy.size() == 1 ? strategy.get(0).capacityProvider() : null;
        BigDecimal least = null;
        for (Item item : strategy) {
            if (item.weight() > 0) {
                BigDecimal share = BigDecimal.valueOf(has.get(item.capacityProvider()) - item.base())
                        .divide(BigDecimal.valueOf(item.weight()), MathContext.DECIMAL128);
                if (least == null || share.compareTo(least) < 0) {
                    least = share;
                    best = item.capacityProvider();
                }
            }
        }
        return best;
    }

    @Provide
    Arbitrary<List<Integer>> counts() {
        return Arbitraries.integers().between(0, 30).list().ofSize(4);
    }

    @Provide
    Arbitrary<List<Item>> strategies() {
        Arbitrary<List<Integer>> weights =
                Arbitraries.integers().between(0, 9).list().ofMinSize(1).ofMaxSize(4);
        return Combinators.combine(
                        weights,
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 5))
                .as((each, based, base) -> {
                    List<Item> items = new ArrayList<>();
                    for (int i = 0; i < each.size(); i++) {
                        items.add(new Item(String.valueOf((char) ('a' + i)), i == based ? base : 0, each.get(i)));
                    }
                    return items;
                });
    }
}
