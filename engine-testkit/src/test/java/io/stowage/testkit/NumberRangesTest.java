package io.stowage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NumberRangesTest {

    @Property
    void numbersAreReadAsTheyWereWritten(@ForAll Set<@IntRange(min = 1, max = 60) Integer> numbers) {
        assertThat(NumberRanges.read(NumberRanges.write(numbers))).isEqualTo(new TreeSet<>(numbers));
    }

    @Test
    void neighboursAreWrittenTogether() {
        assertThat(NumberRanges.write(List.of(9, 1, 2, 3, 5, 6))).isEqualTo("1-3,5-6,9");
        assertThat(NumberRanges.write(List.of())).isEmpty();
    }

    @Test
    void whatIsNoRangeIsRefused() {
        assertThatThrownBy(() -> NumberRanges.read("5-3")).hasMessageContaining("5-3");
        assertThatThrownBy(() -> NumberRanges.read("1-2-3")).hasMessageContaining("1-2-3");
        assertThatThrownBy(() -> NumberRanges.read("many")).isInstanceOf(NumberFormatException.class);
    }
}
