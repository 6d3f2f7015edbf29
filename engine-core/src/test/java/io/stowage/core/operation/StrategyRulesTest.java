package io.stowage.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.error.InvalidParameterException;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.LaunchType;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** ECS's rules of a capacity provider strategy. */
class StrategyRulesTest {

    private static final String ARN = OperationRig.PREFIX + ":capacity-provider/";

    private record Example(List<CapacityProviderStrategyItem> strategy, String refusal) {

        @Override
        public String toString() {
            return refusal == null ? "allowed " + strategy.size() : refusal;
        }
    }

    private static Example allowed(CapacityProviderStrategyItem... items) {
        return new Example(List.of(items), null);
    }

    private static Example refused(String refusal, CapacityProviderStrategyItem... items) {
        return new Example(List.of(items), refusal);
    }

    private static CapacityProviderStrategyItem item(String name, Integer weight, Integer base) {
        return Pools.item(name, weight, base);
    }

    private static CapacityProviderStrategyItem[] many(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> item("p" + i, 1, null))
                .toArray(CapacityProviderStrategyItem[]::new);
    }

    static Stream<Example> examples() {
        return Stream.of(
                allowed(),
                allowed(item("a", null, null)),
                allowed(item("a", 1, 2), item("b", 4, null)),
                allowed(item("a", 0, 100_000), item("b", 1_000, 0)),
                refused("s[0].base is 100001", item("a", 1, 100_001)),
                refused("s[0].base is -1", item("a", 1, -1)),
                refused("s[1].weight is 1001", item("a", 1, null), item("b", 1_001, null)),
                refused("s[0].weight is -1", item("a", -1, null)),
                refused("s has a base in 2 items", item("a", 1, 1), item("b", 1, 1)),
                refused("s has a weight of 0 in all items", item("a", null, 1), item("b", 0, null)),
                refused("s[1] names 'a' again", item("a", 1, null), item("a", 1, null)),
                allowed(many(20)),
                refused("s has 21 items", many(21)),
                allowed(item("FARGATE", 1, 1), item("FARGATE_SPOT", 4, null)),
                refused(
                        "s has capacity providers of two kinds: [FARGATE, a]",
                        item("FARGATE", 1, null),
                        item("a", 1, null)));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void holds(Example example) {
        if (example.refusal == null) {
            assertThatCode(() -> StrategyRules.check("s", example.strategy)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> StrategyRules.check("s", example.strategy))
                    .isInstanceOf(InvalidParameterException.class)
                    .hasMessageStartingWith(example.refusal);
        }
    }

    @Test
    void aStrategyAndALaunchTypeContradictEachOther() {
        List<CapacityProviderStrategyItem> strategy = List.of(item("a", 1, null));
        assertThatThrownBy(() -> StrategyRules.check(strategy, LaunchType.EC2))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageStartingWith("capacityProviderStrategy and launchType, which is EC2");
        assertThatCode(() -> StrategyRules.check(List.of(), LaunchType.EC2)).doesNotThrowAnyException();
        assertThatCode(() -> StrategyRules.check(strategy, null)).doesNotThrowAnyException();
    }

    private static OperationRig rig() {
        OperationRig rig = OperationRig.open();
        rig.apply(new PutClusterCapacityProviders(
                List.of(Pools.attached("a"), Pools.attached("b"), Pools.attached("FARGATE")),
                List.of(item("b", 1, null))));
        return rig;
    }

    @Test
    void theDefaultHoldsWhereNeitherStrategyNorLaunchTypeIsGiven() {
        OperationRig rig = rig();
        List<CapacityProviderStrategyItem> own = List.of(item("a", 1, null));

        assertThat(StrategyRules.effective(null, null, rig.state)).containsExactly(item("b", 1, null));
        assertThat(StrategyRules.effective(List.of(), null, rig.state)).containsExactly(item("b", 1, null));
        assertThat(StrategyRules.effective(null, LaunchType.EC2, rig.state)).isEmpty();
        assertThat(StrategyRules.effective(own, null, rig.state)).isEqualTo(own);
        assertThat(StrategyRules.effective(null, null, OperationRig.open().state))
                .isEmpty();
    }

    @Test
    void whatIsNotOnTheClusterIsRefused() {
        OperationRig rig = rig();
        assertThatThrownBy(() -> StrategyRules.effective(List.of(item("c", 1, null)), null, rig.state))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageStartingWith("The specified capacity provider 'c' in capacityProviderStrategy is not")
                .hasMessageContaining("[FARGATE, a, b]");
        List<CapacityProviderStrategyItem> fargate = List.of(item("FARGATE", 1, null));
        assertThat(StrategyRules.effective(fargate, null, rig.state)).isEqualTo(fargate);
        assertThatThrownBy(() -> StrategyRules.effective(List.of(item("FARGATE_SPOT", 1, null)), null, rig.state))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("FARGATE_SPOT");
    }

    @Test
    void anArnIsAsGoodAsAName() {
        OperationRig rig = rig();
        assertThat(StrategyRules.effective(List.of(item(ARN + "a", 3, 2)), null, rig.state))
                .containsExactly(item("a", 3, 2));
        assertThatThrownBy(() ->
                        StrategyRules.effective(List.of(item(ARN + "a", 1, null), item("a", 1, null)), null, rig.state))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("names 'a' again");
        assertThatThrownBy(() -> StrategyRules.effective(
                        List.of(item("arn:aws:ecs:eu:1:capacity-provider/a", 1, 0)), null, rig.state))
                .isInstanceOf(InvalidParameterException.class);
    }
}
