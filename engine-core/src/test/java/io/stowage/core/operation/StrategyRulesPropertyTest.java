package io.stowage.core.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.error.InvalidParameterException;
import io.stowage.model.CapacityProviderStrategyItem;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Any strategy is allowed if, and only if, ECS's sentences about strategies are all true of it. */
class StrategyRulesPropertyTest {

    @Property
    void whatIsAllowedIsWhatEcsAllows(@ForAll("strategies") List<CapacityProviderStrategyItem> strategy) {
        assertThat(isRefused(strategy)).isEqualTo(!isEcs(strategy));
    }

    private static boolean isRefused(List<CapacityProviderStrategyItem> strategy) {
        try {
            StrategyRules.check("strategy", strategy);
            return false;
        } catch (InvalidParameterException refused) {
            return true;
        }
    }

    private static boolean isEcs(List<CapacityProviderStrategyItem> strategy) {
        TreeSet<String> names = new TreeSet<>();
        TreeSet<Boolean> fargate = new TreeSet<>();
        int bases = 0;
        int weights = 0;
        for (CapacityProviderStrategyItem item : strategy) {
            int base = item.base() == null ? 0 : item.base();
            int weight = item.weight() == null ? 0 : item.weight();
            if (base < 0 || base > 100_000 || weight < 0 || weight > 1_000 || !names.add(item.capacityProvider())) {
                return false;
            }
            bases += base > 0 ? 1 : 0;
            weights += weight;
            fargate.add(item.capacityProvider().startsWith("FARGATE"));
        }
        return strategy.size() <= 20 && bases <= 1 && (strategy.size() < 2 || weights > 0) && fargate.size() < 2;
    }

    @Provide
    Arbitrary<List<CapacityProviderStrategyItem>> strategies() {
        Arbitrary<String> names = Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.of("FARGATE", "FARGATE_SPOT")),
                Tuple.of(12, Arbitraries.integers().between(0, 400).map(i -> "p" + i)));
        Arbitrary<Integer> bases =
                Arbitraries.frequency(Tuple.of(30, 0), Tuple.of(3, 100_000), Tuple.of(1, 100_001), Tuple.of(1, -1));
        Arbitrary<Integer> weights =
                Arbitraries.frequency(Tuple.of(20, 0), Tuple.of(20, 1_000), Tuple.of(1, 1_001), Tuple.of(1, -1));
        return Combinators.combine(names, weights.injectNull(0.2), bases.injectNull(0.2))
                .as(CapacityProviderStrategyItem::new)
                .list()
                .ofMaxSize(22);
    }
}
