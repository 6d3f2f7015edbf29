package io.stowage.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import java.util.List;
import org.junit.jupiter.api.Test;

class MembershipTest {

    private static Membership of(String... expressions) {
        return Membership.of(List.of(expressions).stream()
                .map(each -> new PlacementConstraint(PlacementConstraintType.MEMBER_OF, each))
                .toList());
    }

    private static FakeInstance type(String type) {
        return new FakeInstance("a").attribute("type", type);
    }

    @Test
    void allThatReadNoTaskHaveToLetItIn() {
        Membership both = of("attribute:type == t3", "attribute:rack exists", "task:group == web");
        assertThat(both.admitsAsDescribed(type("t3").attribute("rack", "1"))).isTrue();
        assertThat(both.admitsAsDescribed(type("t3"))).isFalse();
        assertThat(both.admitsAsDescribed(type("t2").attribute("rack", "1"))).isFalse();
    }

    @Test
    void soDoAllThatReadTasks() {
        Membership both = of("attribute:type == t3", "task:group == web", "task:group == db");
        assertThat(both.admitsByTasks(type("t2").running("web", 1).running("db", 2)))
                .isTrue();
        assertThat(both.admitsByTasks(type("t3").running("web", 1))).isFalse();
        assertThat(both.admitsByTasks(type("t3").running("db", 1))).isFalse();
        assertThat(of("attribute:type == t3").admitsByTasks(type("t2"))).isTrue();
    }

    @Test
    void distinctInstanceIsNoneOfThem() {
        Membership none =
                Membership.of(List.of(new PlacementConstraint(PlacementConstraintType.DISTINCT_INSTANCE, null)));
        assertThat(none.admitsAsDescribed(type("t3"))).isTrue();
        assertThat(none.admitsByTasks(type("t3").running("web", 5))).isTrue();
    }

    /** The answer of a pattern is kept by the values that it reads: more of them than are kept change no answer. */
    @Test
    void aPatternAnswersForEachValueHoweverManyThereAre() {
        Membership even = of("attribute:type =~ .*[02468]");
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 10_100; i++) {
                assertThat(even.admitsAsDescribed(type("t" + i))).as("t%d", i).isEqualTo(i % 2 == 0);
            }
        }
        assertThat(even.admitsAsDescribed(new FakeInstance("b"))).isFalse();
    }

    @Test
    void whereAPatternReadsMoreThanAttributesItIsAskedOfEachInstance() {
        Membership mine = of("ec2InstanceId =~ i-.* and attribute:type =~ t.*");
        assertThat(mine.admitsAsDescribed(new FakeInstance("i-1").attribute("type", "t3")))
                .isTrue();
        assertThat(mine.admitsAsDescribed(new FakeInstance("j-1").attribute("type", "t3")))
                .isFalse();
    }
}
