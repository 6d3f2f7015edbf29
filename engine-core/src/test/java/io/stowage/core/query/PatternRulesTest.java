package io.stowage.core.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PatternRulesTest {

    /** What a program has besides the steps of its pattern. */
    private static final int FRAME = 3;

    private static final List<String> QUANTIFIERS =
            List.of("*", "+", "?", "*?", "{2}", "{9}", "{0,40}", "{3,}", "{100}", "{255}");
    private static final List<String> ATOMS =
            List.of("a", ".", "[a-z]", "[^]x]", "\\d", "\\p{Lu}", "\\Qab\\E", "^", "\\.");

    /** However they are nested, accepted patterns stay small: the walk counts no fewer steps than RE2/J makes. */
    @Property(tries = 5_000)
    void whatIsAcceptedIsSmall(@ForAll long seed) {
        Random draw = new Random(seed);
        String pattern = sequence(draw, 4);
        try {
            assertThat(Patterns.compile(pattern).programSize()).as(pattern).isLessThanOrEqualTo(1_000 + FRAME);
        } catch (BadValueException refused) {
            assertThat(refused.what).as(pattern).contains("unrolls to more than 1000 steps");
        }
    }

    private static String sequence(Random draw, int depth) {
        StringBuilder text = new StringBuilder();
        for (int i = draw.nextInt(4); i >= 0; i--) {
            text.append(depth > 0 && draw.nextBoolean() ? group(draw, depth) : one(ATOMS, draw));
            text.append(draw.nextInt(3) == 0 ? one(QUANTIFIERS, draw) : "");
            text.append(i > 0 && draw.nextInt(4) == 0 ? "|" : "");
        }
        return text.toString();
    }

    private static String group(Random draw, int depth) {
        return one(List.of("(", "(?:", "(?i:"), draw) + sequence(draw, depth - 1) + ")";
    }

    private static String one(List<String> pool, Random draw) {
        return pool.get(draw.nextInt(pool.size()));
    }

    @Test
    void groupsCountAsOftenAsTheyAreRepeated() {
        assertThat(Patterns.compile("(((a)))").programSize()).isLessThan(20);
        assertThatThrownBy(() -> Patterns.compile("((((((((a)))))))){255}"))
                .isInstanceOf(BadValueException.class)
                .hasMessageStartingWith("the regular expression unrolls to more than 1000 steps");
    }

    @Test
    void thirtyTwoGroupsMayBeNested() {
        assertThat(Patterns.compile("(".repeat(32) + "a" + ")".repeat(32)).matches("a"))
                .isTrue();
        assertThatThrownBy(() -> Patterns.compile("(".repeat(33) + "a" + ")".repeat(33)))
                .hasMessage("groups are nested more than 32 deep");
    }
}
