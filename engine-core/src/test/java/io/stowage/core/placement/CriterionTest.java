package io.stowage.core.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.core.placement.Criterion.Kind;
import io.stowage.model.PlacementStrategy;
import io.stowage.model.PlacementStrategyType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CriterionTest {

    @ParameterizedTest
    @CsvSource({
        "SPREAD,  attribute:rack, SPREAD_ATTRIBUTE, rack, true,  0",
        "SPREAD,  instanceId,     SPREAD_INSTANCE,  '',   false, 3",
        "SPREAD,  host,           SPREAD_INSTANCE,  '',   false, 3",
        "BINPACK, cpu,            BINPACK_CPU,      '',   false, 100",
        "BINPACK, Memory,         BINPACK_MEMORY,   '',   false, 200",
        "RANDOM,  ,               RANDOM,           '',   false, 0"
    })
    void whatAStrategyMeasures(
            PlacementStrategyType type, String field, Kind kind, String attribute, boolean shared, int score) {
        Criterion criterion = Criterion.of(new PlacementStrategy(type, field));
        assertThat(criterion).isEqualTo(new Criterion(kind, attribute));
        assertThat(criterion.shared()).isEqualTo(shared);
        assertThat(criterion.score(new FakeInstance("a").left(100, 200), 3)).isEqualTo(score);
    }

    @ParameterizedTest
    @CsvSource({"SPREAD, cpu", "SPREAD, HOST", "BINPACK, disk"})
    void whatWasNotRefusedInTimeIsAnError(PlacementStrategyType type, String field) {
        assertThatThrownBy(() -> Criterion.of(new PlacementStrategy(type, field)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a placement strategy with the field '" + field + "' was not refused");
    }

    @Test
    void oneThatIsThereTwiceDecidesNothingTheSecondTime() {
        PlacementStrategy host = new PlacementStrategy(PlacementStrategyType.SPREAD, "host");
        PlacementStrategy cpu = new PlacementStrategy(PlacementStrategyType.BINPACK, "cpu");
        PlacementStrategy instance = new PlacementStrategy(PlacementStrategyType.SPREAD, "instanceId");
        assertThat(Criterion.of(List.of(host, cpu, instance)))
                .containsExactly(new Criterion(Kind.SPREAD_INSTANCE, ""), new Criterion(Kind.BINPACK_CPU, ""));
    }
}
