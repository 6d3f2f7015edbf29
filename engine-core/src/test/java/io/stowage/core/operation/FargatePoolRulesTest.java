package io.stowage.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.stowage.error.InvalidParameterException;
import io.stowage.model.InstancePoolProvider;
import io.stowage.model.InstancePoolProviderUpdate;
import io.stowage.model.InstancePoolProviderUpdateBuilder;
import io.stowage.model.ManagedScaling;
import io.stowage.model.ManagedScalingStatus;
import io.stowage.model.PurchaseOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What FARGATE and FARGATE_SPOT may be given. */
class FargatePoolRulesTest {

    private static InstancePoolProviderUpdateBuilder asked() {
        return InstancePoolProviderUpdate.builder().instanceProvider("cloud").maximumSize(10);
    }

    private static ManagedScaling scaling(Integer target, Integer step) {
        return new ManagedScaling(ManagedScalingStatus.ENABLED, target, step, null, null);
    }

    @Test
    void theFirstTimeWhatIsLeftOutIsAsItHasToBe() {
        InstancePoolProvider onDemand = FargatePoolRules.changed("FARGATE", null, asked().build());
        InstancePoolProvider spot = FargatePoolRules.changed("FARGATE_SPOT", null, asked().build());

        assertThat(onDemand.purchase()).isEqualTo(PurchaseOption.ON_DEMAND);
        assertThat(spot.purchase()).isEqualTo(PurchaseOption.SPOT);
        assertThat(onDemand.minimumSize()).isZero();
        assertThat(onDemand.maximumSize()).isEqualTo(10);
        assertThat(onDemand.scales()).isFalse();
    }

    @Test
    void whatIsNotNamedStaysAndThePluginMayBeAnotherOne() {
        InstancePoolProvider first = FargatePoolRules.changed(
                "FARGATE",
                null,
                asked().machineTypes(List.of("small"))
                        .properties(Map.of("colour", "red"))
                        .build());

        InstancePoolProvider scaling = FargatePoolRules.changed(
                "FARGATE",
                first,
                InstancePoolProviderUpdate.builder()
                        .managedScaling(scaling(null, null))
                        .build());
        InstancePoolProvider other = FargatePoolRules.changed(
                "FARGATE",
                scaling,
                InstancePoolProviderUpdate.builder().instanceProvider("sky").build());

        assertThat(scaling.scales()).isTrue();
        assertThat(scaling.toBuilder().managedScaling(first.managedScaling()).build())
                .isEqualTo(first);
        assertThat(other).isEqualTo(scaling.toBuilder().instanceProvider("sky").build());
        assertThat(FargatePoolRules.changed(
                        "FARGATE", first, asked().maximumInstanceAge(0).build()))
                .as("0 is never")
                .isEqualTo(first);
    }

    static List<Arguments> refused() {
        return List.of(
                arguments("FARGATE", asked().instanceProvider(null), "instanceProvider is missing"),
                arguments("FARGATE", asked().purchase(PurchaseOption.SPOT), "purchase is SPOT; it must be ON_DEMAND"),
                arguments(
                        "FARGATE_SPOT",
                        asked().purchase(PurchaseOption.SPOT_WITH_FALLBACK),
                        "purchase is SPOT_WITH_FALLBACK; it must be SPOT"),
                arguments("FARGATE", asked().minimumSize(1), "minimumSize is 1; it must be 0"),
                arguments("FARGATE", asked().maximumInstanceAge(86_400), "maximumInstanceAge is 86400; leave it out"),
                arguments(
                        "FARGATE",
                        asked().managedScaling(scaling(90, null)),
                        "managedScaling.targetCapacity is 90; it must be 100"),
                arguments(
                        "FARGATE_SPOT",
                        asked().managedScaling(scaling(null, 2)),
                        "managedScaling.minimumScalingStepSize is 2; it must be 1"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatWouldKeepMachinesOrBuyOthersIsRefused(
            String name, InstancePoolProviderUpdateBuilder asked, String message) {
        assertThatThrownBy(() -> FargatePoolRules.changed(name, null, asked.build()))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("instancePoolProvider." + message);
    }

    @Test
    void thePluginOfOneThatWasCreatedStays() {
        InstancePoolProviderUpdate other =
                InstancePoolProviderUpdate.builder().instanceProvider("sky").build();

        assertThatThrownBy(() -> CapacityProviderRules.changed(Pools.pool(), other))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("instanceProvider is 'sky'");
        assertThat(CapacityProviderRules.changed(
                        Pools.pool(),
                        InstancePoolProviderUpdate.builder()
                                .instanceProvider("cloud")
                                .build()))
                .isEqualTo(Pools.pool());
    }
}
