package io.stowage.core.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterQueryTest {

    private static final String PROD = "attribute:stack == prod";

    @Test
    void blanksOfAnyKindMayStandBetweenWords() {
        assertThat(Fleet.matching("\t attribute:stack\t==\r\n prod \n and\tagentConnected==true "))
                .isEqualTo("a");
    }

    @Test
    void emptyTextIsNoExpression() {
        assertThatThrownBy(() -> ClusterQuery.of(""))
                .isInstanceOf(MalformedQueryException.class)
                .hasMessageStartingWith("at position 1: a subject is missing; expected attribute:NAME, ");
        assertThatThrownBy(() -> ClusterQuery.of("  ")).hasMessageStartingWith("at position 3: a subject is missing");
    }

    @Test
    void twoThousandCharactersAreAllowed() {
        String longest = PROD + " ".repeat(2_000 - PROD.length());
        assertThat(Fleet.matching(longest)).isEqualTo("a");
        assertThatThrownBy(() -> ClusterQuery.of(longest + " "))
                .isInstanceOf(MalformedQueryException.class)
                .hasMessageContaining("the expression has 2001 characters; at most 2000 are allowed");
    }

    @Test
    void thirtyTwoLevelsAreAllowed() {
        assertThat(Fleet.matching("(".repeat(32) + PROD + ")".repeat(32))).isEqualTo("a");
        assertThat(Fleet.matching("!".repeat(32) + PROD)).isEqualTo("a");
        assertThat(Fleet.matching("not(".repeat(16) + PROD + ")".repeat(16))).isEqualTo("a");
        assertThatThrownBy(() -> ClusterQuery.of("(".repeat(33) + PROD + ")".repeat(33)))
                .hasMessageStartingWith("at position 33: nested more than 32 deep");
        assertThatThrownBy(() -> ClusterQuery.of("not ".repeat(33) + PROD))
                .hasMessageStartingWith("at position 129: nested more than 32 deep");
    }

    @Test
    void chainsAreNotNested() {
        String chain = PROD + " and agentConnected == true".repeat(60);
        assertThat(Fleet.matching(chain)).isEqualTo("a");
        assertThat(Fleet.matching("(agentConnected == true) and ".repeat(60) + PROD))
                .isEqualTo("a");
    }

    @Test
    void aLongExpressionIsShownInPart() {
        String chain = "attribute:stack == a or ".repeat(20);
        assertThatThrownBy(() -> ClusterQuery.of(chain + "atribute:stack == b or " + chain + PROD))
                .hasMessageEndingWith("\n  ...ack == a or attribute:stack == a or attribute:stack == a or "
                        + "atribute:stack == b or attribute:stack == a or attribute:sta...\n  "
                        + " ".repeat(63) + "^");
    }

    @Test
    void controlCharactersDontMoveTheCaret() {
        assertThatThrownBy(() -> ClusterQuery.of("attribute:stack\n==\u0007prod"))
                .hasMessageEndingWith("\n  attribute:stack == prod\n                    ^")
                .hasMessageStartingWith("at position 19: ");
    }

    @Test
    void aNameOfAnAttributeHasAtMost128Characters() {
        String name = "n".repeat(128);
        assertThat(ClusterQuery.of("attribute:" + name + " exists").attributes())
                .containsExactly(name);
        assertThatThrownBy(() -> ClusterQuery.of("attribute:n" + name + " exists"))
                .hasMessageStartingWith("at position 11: '" + "n".repeat(64) + "...' is no name of an attribute");
    }

    @Test
    void equalTextsAreCompiledOnce() {
        assertThat(ClusterQuery.of(PROD + " ")).isSameAs(ClusterQuery.of(PROD + " "));
        assertThat(ClusterQuery.of(PROD + " ")).isNotSameAs(ClusterQuery.of(PROD));
    }

    @Test
    void saysWhatItReads() {
        ClusterQuery attributes = ClusterQuery.of("attribute:b == 1 or not(attribute:a exists and attribute:b in [2])");
        assertThat(attributes.attributes()).containsExactly("a", "b");
        assertThat(reads(attributes)).isEqualTo("attributes");
        assertThat(reads(ClusterQuery.of("attribute:a =~ x"))).isEqualTo("attributes patterns");
        assertThat(reads(ClusterQuery.of("agentVersion > 1 and attribute:a exists")))
                .isEmpty();
        assertThat(reads(ClusterQuery.of("ec2InstanceId !~ x"))).isEqualTo("patterns");
        assertThat(reads(ClusterQuery.of("registeredAt > 2018-01-01"))).isEmpty();
        assertThat(reads(ClusterQuery.of("runningTasksCount > 1"))).isEqualTo("tasks");
        assertThat(reads(ClusterQuery.of("attribute:a exists or not task:group == web")))
                .isEqualTo("groups tasks");
    }

    private static String reads(ClusterQuery query) {
        List<Predicate<ClusterQuery>> tests = List.of(
                ClusterQuery::readsAttributesOnly,
                ClusterQuery::readsTaskGroups,
                ClusterQuery::readsTasks,
                ClusterQuery::matchesPatterns);
        List<String> names = List.of("attributes", "groups", "tasks", "patterns");
        return names.stream()
                .filter(name -> tests.get(names.indexOf(name)).test(query))
                .reduce((a, b) -> a + " " + b)
                .orElse("");
    }

    /** Families of patterns that take a backtracking matcher for ever. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a+)+b",
                "(a*)*b",
                "(a|a)*b",
                "(a|aa)+b",
                "(.*a){20}b",
                "(.*)(.*)(.*)(.*)(.*)b",
                "(a?){60}a{60}b",
                "([a-z]+)*=",
                "((a+)+)+b",
                "(x+x+)+y",
                "^(([a-z])+.)+[A-Z]([a-z])+$"
            })
    void noPatternTakesLong(String pattern) {
        ClusterQuery query = ClusterQuery.of("attribute:a =~ '" + pattern + "'");
        FakeHost host = new FakeHost("a").with("a", "a".repeat(128));
        long before = System.nanoTime();
        assertThat(query.matches(host)).isFalse();
        assertThat(System.nanoTime() - before).isLessThan(2_000_000_000L);
    }
}
