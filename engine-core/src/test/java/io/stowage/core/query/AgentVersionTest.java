package io.stowage.core.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AgentVersionTest {

    /** Each comes before the next; those in one line are the same. */
    private static final List<List<String>> IN_ORDER = List.of(
            List.of("0", "0.0", "00.000"),
            List.of("0.0.1"),
            List.of("1-alpha"),
            List.of("1-alpha.1"),
            List.of("1-beta", "1-beta+x", "1.0-beta"),
            List.of("1", "1.0", "1.0.0", "01", "1+x", "1.0+y-z"),
            List.of("1.0.1"),
            List.of("1.9"),
            List.of("1.10", "1.10.0", "1.010"),
            List.of("1.99999999999999999998"),
            List.of("1.99999999999999999999"),
            List.of("1.100000000000000000000"),
            List.of("2-rc1"),
            List.of("2"),
            List.of("10"));

    @Test
    void versionsHaveAnOrder() {
        for (int i = 0; i < IN_ORDER.size(); i++) {
            for (int j = 0; j < IN_ORDER.size(); j++) {
                for (String a : IN_ORDER.get(i)) {
                    for (String b : IN_ORDER.get(j)) {
                        assertThat(Integer.signum(AgentVersion.compare(a, b)))
                                .as("%s and %s", a, b)
                                .isEqualTo(Integer.compare(i, j));
                    }
                }
            }
        }
    }

    @Test
    void allOfTheseAreVersions() {
        assertThat(IN_ORDER).allSatisfy(same -> assertThat(same).allMatch(AgentVersion::isOne));
    }

    @Test
    void theseAreNone() {
        assertThat(List.of("", ".", "1.", ".1", "1..2", "v1", "-1", "1.-a", "1 ", "one", "1.a"))
                .noneMatch(AgentVersion::isOne);
    }

    @Property(tries = 1000)
    void numbersAreComparedOneByOne(
            @ForAll @Size(max = 4) List<@IntRange(max = 12) Integer> a,
            @ForAll @Size(max = 4) List<@IntRange(max = 12) Integer> b) {
        assertThat(Integer.signum(AgentVersion.compare(version(a), version(b)))).isEqualTo(order(a, b));
    }

    private static String version(List<Integer> numbers) {
        return numbers.isEmpty()
                ? "0"
                : String.join(".", numbers.stream().map(String::valueOf).toList());
    }

    private static int order(List<Integer> a, List<Integer> b) {
        List<Integer> longA = new ArrayList<>(a);
        List<Integer> longB = new ArrayList<>(b);
        longA.addAll(List.of(0, 0, 0, 0));
        longB.addAll(List.of(0, 0, 0, 0));
        for (int i = 0; i < 4; i++) {
            if (!longA.get(i).equals(longB.get(i))) {
                return longA.get(i).compareTo(longB.get(i));
            }
        }
        return 0;
    }
}
