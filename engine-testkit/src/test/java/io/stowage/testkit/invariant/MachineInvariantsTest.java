package io.stowage.testkit.invariant;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.core.capacity.Launch;
import io.stowage.core.capacity.LaunchDecider;
import io.stowage.core.capacity.LaunchTerms;
import io.stowage.core.capacity.Pool;
import io.stowage.core.state.AttachedProvider;
import io.stowage.core.state.MachineLaunch;
import io.stowage.model.CapacityProvider;
import io.stowage.model.CapacityProviderStatus;
import io.stowage.model.InstancePoolProvider;
import io.stowage.spi.Commit;
import io.stowage.spi.InstanceProvider.Purchase;
import io.stowage.spi.Revision;
import io.stowage.spi.Write;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** That what is checked of machines can fail. What ends with a task on it is shown with a whole engine. */
class MachineInvariantsTest {

    private static final Pool POOL = new Pool("small", "a", Purchase.ON_DEMAND);

    private final Machines machines = new Machines(List::of, container -> false, List::of, (invariant, details) -> {
        throw new InvariantViolation(invariant, 1, Instant.EPOCH, details);
    });

    private static Write provider(int maximumSize) {
        CapacityProvider provider = CapacityProvider.builder()
                .capacityProviderArn("arn:capacity-provider/pool")
                .name("pool")
                .status(CapacityProviderStatus.ACTIVE)
                .instancePoolProvider(InstancePoolProvider.builder()
                        .instanceProvider("simulated")
                        .maximumSize(maximumSize)
                        .build())
                .build();
        return Doctored.put("capacityprovider", "pool", new AttachedProvider(provider, 1), 1);
    }

    private static Write launch(String id, MachineLaunch.@Nullable Leaving leaving) {
        LaunchTerms terms = new LaunchTerms("arn:cluster/harbour", "pool", List.of(POOL), Map.of(), Map.of());
        return Doctored.put(
                "launch",
                id,
                new MachineLaunch(
                                "pool",
                                "simulated",
                                LaunchDecider.begin(id, terms, POOL, Instant.EPOCH),
                                List.of(POOL),
                                new MachineLaunch.Room(1, 1),
                                Map.of(),
                                null)
                        .leaving(leaving),
                1);
    }

    private void commit(Write... writes) {
        machines.committed(new Commit("cluster/harbour", "c", new Revision(1, "one"), null, List.of(writes)), 2);
    }

    @Test
    void moreThanThereMayBeIsFound() {
        commit(provider(2), launch("a", null), launch("b", null));

        assertThatThrownBy(() -> commit(launch("c", null))).hasMessageContaining("S37 violated");
    }

    @Test
    void whatIsGoneDoesNotCount() {
        commit(provider(2), launch("a", null), launch("b", null));
        commit(new Write.Delete("launch", "b"));

        assertThatCode(() -> commit(launch("c", null))).doesNotThrowAnyException();
    }

    @Test
    void oneThatHasItsOneTaskCountsAndOneThatIsTakenBackDoesNot() {
        commit(
                provider(2),
                registered("a", MachineLaunch.Leaving.INTERRUPTED),
                registered("b", MachineLaunch.Leaving.AFTER_ITS_TASK));
        assertThatCode(() -> commit(launch("c", null))).doesNotThrowAnyException();
        assertThatThrownBy(() -> commit(launch("d", null))).hasMessageContaining("S37 violated");
    }

    private static Write registered(String id, MachineLaunch.Leaving leaving) {
        LaunchTerms terms = new LaunchTerms("arn:cluster/harbour", "pool", List.of(POOL), Map.of(), Map.of());
        Launch begun = LaunchDecider.begin(id, terms, POOL, Instant.EPOCH);
        Launch registered =
                new Launch(id, begun.attempt(), Launch.Phase.REGISTERED, Instant.EPOCH, Launch.Doubt.NONE, null, null);
        return Doctored.put(
                "launch",
                id,
                new MachineLaunch(
                        "pool",
                        "simulated",
                        registered,
                        List.of(POOL),
                        new MachineLaunch.Room(1, 1),
                        Map.of(),
                        leaving),
                1);
    }
}
