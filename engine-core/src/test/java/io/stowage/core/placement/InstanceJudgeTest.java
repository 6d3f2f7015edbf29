package io.stowage.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.Attribute;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InstanceJudgeTest {

    private static final Demand SMALL = new Demand(10, 10, 0, List.of());
    private static final Demand NEEDS_SSD =
            new Demand(10, 10, 0, List.of(), List.of(new Attribute("disk", "ssd", null, null)));

    private static PlacementRequest request(Demand demand, TaskRules rules, String... expressions) {
        List<PlacementConstraint> constraints = List.of(expressions).stream()
                .map(each -> new PlacementConstraint(PlacementConstraintType.MEMBER_OF, each))
                .toList();
        return new PlacementRequest("one", demand, 1, constraints, List.of(), true, rules);
    }

    private static InstanceJudge judge(Demand demand, String... expressions) {
        return new InstanceJudge(request(demand, TaskRules.NONE, expressions));
    }

    private static FakeInstance instance() {
        return new FakeInstance("a").attribute("rack", "1").attribute("disk", "ssd");
    }

    @Test
    void whatItIsAdmitsWhateverIsLeftAndWhoeverIsThere() {
        InstanceJudge judge = judge(NEEDS_SSD, "attribute:rack == 1");
        FakeInstance full = instance().left(0, 0).inactive().disconnected();
        assertThat(judge.admits(full)).isTrue();
        assertThat(judge.admits(instance().attribute("rack", "2"))).isFalse();
        assertThat(judge.admits(instance().attribute("disk", "hdd"))).isFalse();
    }

    @Test
    void aNewTaskIsAllowedWhereNothingButRoomMayBeMissing() {
        InstanceJudge judge = judge(NEEDS_SSD, "attribute:rack == 1", "task:group == two");
        FakeInstance full = instance().left(0, 0).running("two", 1);
        assertThat(judge.allows(full)).isTrue();
        assertThat(judge.allows(instance())).as("tasks").isFalse();
        assertThat(judge.allows(full.copy().inactive())).isFalse();
        assertThat(judge.allows(full.copy().disconnected())).isFalse();
        assertThat(judge.allows(full.copy().attribute("rack", "2"))).isFalse();
        assertThat(judge.allows(full.copy().attribute("disk", "hdd"))).isFalse();
        TaskRules refuses = new TaskRules(List.of(each -> "no"), List.of());
        assertThat(new InstanceJudge(request(SMALL, refuses)).allows(instance()))
                .isFalse();
    }

    @Test
    void whyItDoesNotFitIsTheFirstThingInTheWay() {
        InstanceJudge judge = judge(SMALL);
        assertThat(judge.whyNot(instance().left(10, 10))).isNull();
        PlacementFailure failure = judge.whyNot(instance().left(9, 9));
        assertThat(failure)
                .isEqualTo(new PlacementFailure(
                        1,
                        "RESOURCE:CPU",
                        "The closest matching (container-instance a) has insufficient CPU units available.",
                        Map.of("RESOURCE:CPU", 1),
                        "a",
                        List.of(
                                new Lack("RESOURCE:CPU", "10 CPU units", "9"),
                                new Lack("RESOURCE:MEMORY", "10 MiB", "9"))));
    }

    @Test
    void itAsksLikeARequestOfTheSameDemandAndConstraints() {
        InstanceJudge judge = judge(SMALL, "attribute:rack == 1");
        assertThat(judge.asksLike(request(SMALL, TaskRules.NONE, "attribute:rack == 1")))
                .isTrue();
        assertThat(judge.asksLike(request(SMALL, TaskRules.NONE, "attribute:rack == 2")))
                .isFalse();
        assertThat(judge.asksLike(request(NEEDS_SSD, TaskRules.NONE, "attribute:rack == 1")))
                .isFalse();
    }

    @Test
    void itDependsOnTasksWhereAQueryReadsThemOrAFilterMay() {
        assertThat(judge(SMALL, "attribute:rack == 1").dependsOnTasks()).isFalse();
        assertThat(judge(SMALL, "attribute:rack == 1", "task:group == two").dependsOnTasks())
                .isTrue();
        TaskRules allows = new TaskRules(List.of(each -> null), List.of());
        assertThat(new InstanceJudge(request(SMALL, allows)).dependsOnTasks()).isTrue();
        TaskRules scores = new TaskRules(List.of(), List.of(each -> 1));
        assertThat(new InstanceJudge(request(SMALL, scores)).dependsOnTasks()).isFalse();
    }
}
