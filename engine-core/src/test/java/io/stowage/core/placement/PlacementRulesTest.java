package io.stowage.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskDefinitionStatus;
import io.stowage.spi.PlacementFilter;
import io.stowage.spi.PlacementInstance;
import io.stowage.spi.PlacementScorer;
import io.stowage.spi.TasksToPlace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlacementRulesTest {

    private static final TaskDefinition WEB = TaskDefinition.builder()
            .taskDefinitionArn("arn:web:1")
            .family("web")
            .revision(1)
            .status(TaskDefinitionStatus.ACTIVE)
            .containerDefinitions(List.of())
            .build();

    private static final FakeInstance HERE = new FakeInstance("here");

    /** Applies to tasks of one group, and refuses an instance with a reason, or none. */
    private record Picky(String group, @Nullable String reason) implements PlacementFilter {

        @Override
        public boolean appliesTo(TasksToPlace tasks) {
            return tasks.group().equals(group) && tasks.taskDefinition().equals(WEB);
        }

        @Override
        public Optional<String> refuses(PlacementInstance instance, TasksToPlace tasks) {
            return Optional.ofNullable(reason).map(why -> why + " on " + instance.id() + " for " + tasks.group());
        }
    }

    private record Fixed(String group, long score) implements PlacementScorer {

        @Override
        public boolean appliesTo(TasksToPlace tasks) {
            return tasks.group().equals(group);
        }

        @Override
        public long score(PlacementInstance instance, TasksToPlace tasks) {
            return score + instance.id().length();
        }
    }

    private static TaskRules rules(Map<String, PlacementFilter> filters, Map<String, PlacementScorer> scorers) {
        return new PlacementRules(filters, scorers).of(WEB, "one");
    }

    @Test
    void whereNoneAppliesTheIndexAnswers() {
        TaskRules none = rules(Map.of("f", new Picky("two", "no")), Map.of("s", new Fixed("two", 1)));
        assertThat(none).isSameAs(TaskRules.NONE);
        assertThat(none.none()).isTrue();
        assertThat(PlacementRules.NONE.of(WEB, "one")).isSameAs(TaskRules.NONE);
    }

    @Test
    void theFirstFilterThatRefusesIsNamed() {
        Map<String, PlacementFilter> filters = new LinkedHashMap<>();
        filters.put("other", new Picky("two", "never asked"));
        filters.put("allows", new Picky("one", null));
        filters.put("licence", new Picky("one", "none left"));
        filters.put("last", new Picky("one", "too late"));
        TaskRules rules = rules(filters, Map.of());
        assertThat(rules.refusal(HERE)).isEqualTo("licence: none left on here for one");
        assertThat(rules.filter()).isTrue();
        assertThat(rules.none()).isFalse();
        assertThat(rules.scorers()).isZero();
    }

    @Test
    void scorersThatApplyAreAskedInTheirOrder() {
        Map<String, PlacementScorer> scorers = new LinkedHashMap<>();
        scorers.put("cheap", new Fixed("one", 10));
        scorers.put("other", new Fixed("two", 20));
        scorers.put("near", new Fixed("one", 30));
        TaskRules rules = rules(Map.of(), scorers);
        assertThat(rules.scorers()).isEqualTo(2);
        assertThat(rules.score(0, HERE)).isEqualTo(14);
        assertThat(rules.score(1, HERE)).isEqualTo(34);
        assertThat(rules.refusal(HERE)).isNull();
        assertThat(rules.filter()).isFalse();
        assertThat(rules.none()).isFalse();
    }
}
