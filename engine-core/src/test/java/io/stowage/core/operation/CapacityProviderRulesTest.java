package io.stowage.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.error.InvalidParameterException;
import io.stowage.model.InstancePoolProvider;
import io.stowage.model.InstancePoolProviderBuilder;
import io.stowage.model.InstancePoolProviderUpdate;
import io.stowage.model.ManagedDraining;
import io.stowage.model.ManagedScaling;
import io.stowage.model.ManagedScalingStatus;
import io.stowage.model.ManagedTerminationProtection;
import io.stowage.model.PurchaseOption;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ECS's bounds and defaults of a capacity provider. */
class CapacityProviderRulesTest {

    private static final ManagedScaling OFF = new ManagedScaling(ManagedScalingStatus.DISABLED, 100, 1, 10_000, 300);

    /** A change of what is asked for, and how the refusal begins; null if it is none. */
    private record Example(UnaryOperator<InstancePoolProviderBuilder> change, String refusal) {

        void check() {
            CapacityProviderRules.check(CapacityProviderRules.complete(
                    change.apply(Pools.asked().toBuilder()).build()));
        }

        @Override
        public String toString() {
            return refusal == null ? "allowed" : refusal;
        }
    }

    private static Example allowed(UnaryOperator<InstancePoolProviderBuilder> change) {
        return new Example(change, null);
    }

    private static Example refused(UnaryOperator<InstancePoolProviderBuilder> change, String refusal) {
        return new Example(change, "instancePoolProvider." + refusal);
    }

    private static ManagedScaling scaling(Integer target, Integer least, Integer most, Integer warmup) {
        return new ManagedScaling(ManagedScalingStatus.ENABLED, target, least, most, warmup);
    }

    @ParameterizedTest
    @MethodSource({"sizes", "scalings", "theRest"})
    void holds(Example example) {
        if (example.refusal == null) {
            assertThatCode(example::check).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(example::check)
                    .isInstanceOf(InvalidParameterException.class)
                    .hasMessageStartingWith(example.refusal);
        }
    }

    static Stream<Example> sizes() {
        return Stream.of(
                refused(pool -> pool.maximumSize(null), "maximumSize is missing"),
                refused(pool -> pool.maximumSize(0), "maximumSize is 0"),
                allowed(pool -> pool.maximumSize(1)),
                allowed(pool -> pool.maximumSize(5_000)),
                refused(pool -> pool.maximumSize(5_001), "maximumSize is 5001"),
                refused(pool -> pool.minimumSize(-1), "minimumSize is -1"),
                allowed(pool -> pool.minimumSize(10)),
                refused(pool -> pool.minimumSize(11), "minimumSize is 11"),
                refused(pool -> pool.maximumInstanceAge(86_399), "maximumInstanceAge is 86399"),
                allowed(pool -> pool.maximumInstanceAge(86_400)),
                allowed(pool -> pool.maximumInstanceAge(31_536_000)),
                refused(pool -> pool.maximumInstanceAge(31_536_001), "maximumInstanceAge is 31536001"));
    }

    static Stream<Example> scalings() {
        return Stream.of(
                refused(pool -> pool.managedScaling(scaling(0, 1, 2, 0)), "managedScaling.targetCapacity is 0"),
                allowed(pool -> pool.managedScaling(scaling(1, 1, 2, 0))),
                allowed(pool -> pool.managedScaling(scaling(100, 1, 1, 10_000))),
                refused(pool -> pool.managedScaling(scaling(101, 1, 2, 0)), "managedScaling.targetCapacity is 101"),
                refused(pool -> pool.managedScaling(scaling(9, 0, 2, 0)), "managedScaling.minimumScalingStepSize is 0"),
                refused(
                        pool -> pool.managedScaling(scaling(9, 1, 10_001, 0)),
                        "managedScaling.maximumScalingStepSize is 10001"),
                refused(
                        pool -> pool.managedScaling(scaling(9, 3, 2, 0)),
                        "managedScaling.minimumScalingStepSize is 3, more than maximumScalingStepSize, which is 2"),
                refused(pool -> pool.managedScaling(scaling(9, 1, 2, -1)), "managedScaling.instanceWarmupPeriod is -1"),
                refused(
                        pool -> pool.managedScaling(scaling(9, 1, 2, 10_001)),
                        "managedScaling.instanceWarmupPeriod is 10001"));
    }

    static Stream<Example> theRest() {
        return Stream.of(
                refused(pool -> pool.machineTypes(List.of("a", "b", "a")), "machineTypes is [a, b, a]"),
                refused(pool -> pool.availabilityZones(List.of("a", "a")), "availabilityZones is [a, a]"),
                refused(
                        pool -> pool.managedTerminationProtection(ManagedTerminationProtection.ENABLED),
                        "managedTerminationProtection is ENABLED, but managed scaling is not"),
                allowed(pool -> pool.managedTerminationProtection(ManagedTerminationProtection.ENABLED)
                        .managedScaling(scaling(null, null, null, null))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pool", "a", "my_pool-2", "spot-fargate"})
    void namesAreLettersDigitsHyphensAndUnderscores(String name) {
        assertThatCode(() -> CapacityProviderRules.checkName(name)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "aws", "AWS-1", "ecs2", "Fargate", "FARGATE_SPOT"})
    void namesOfTheCloudsOwnAreRefused(String name) {
        assertThatThrownBy(() -> CapacityProviderRules.checkName(name))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageStartingWith("name is '" + name + "'");
    }

    @Test
    void whatIsNotSaidHasEcsDefaults() {
        InstancePoolProvider pool = Pools.pool();

        assertThat(pool.purchase()).isEqualTo(PurchaseOption.ON_DEMAND);
        assertThat(pool.minimumSize()).isZero();
        assertThat(pool.maximumInstanceAge()).isNull();
        assertThat(pool.managedScaling()).isEqualTo(OFF);
        assertThat(pool.managedTerminationProtection()).isEqualTo(ManagedTerminationProtection.DISABLED);
        assertThat(pool.managedDraining()).isEqualTo(ManagedDraining.ENABLED);
        assertThat(CapacityProviderRules.complete(pool)).isEqualTo(pool);
    }

    @Test
    void aChangeKeepsWhatItDoesNotName() {
        InstancePoolProvider before = CapacityProviderRules.complete(Pools.asked().toBuilder()
                .properties(Map.of("image", "one"))
                .machineTypes(List.of("small"))
                .maximumInstanceAge(86_400)
                .managedScaling(scaling(80, 2, 4, 60))
                .build());

        assertThat(CapacityProviderRules.changed(
                        before, InstancePoolProviderUpdate.builder().build()))
                .isEqualTo(before);
        InstancePoolProvider after = CapacityProviderRules.changed(
                before,
                InstancePoolProviderUpdate.builder()
                        .maximumSize(3)
                        .maximumInstanceAge(0)
                        .machineTypes(List.of())
                        .managedScaling(new ManagedScaling(null, 90, null, null, null))
                        .build());
        assertThat(after)
                .isEqualTo(before.toBuilder()
                        .maximumSize(3)
                        .maximumInstanceAge(null)
                        .machineTypes(List.of())
                        .managedScaling(scaling(90, 2, 4, 60))
                        .build());
    }
}
