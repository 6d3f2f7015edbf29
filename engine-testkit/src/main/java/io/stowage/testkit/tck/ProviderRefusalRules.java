package io.stowage.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.InstanceProvider.LaunchRequest;
import io.stowage.spi.InstanceProvider.Machine;
import io.stowage.spi.InstanceProvider.Purchase;
import io.stowage.spi.InstanceProvider.Refusal;
import org.junit.jupiter.api.Test;

/** A refusal is knowledge: nothing was launched, and this is why. */
interface ProviderRefusalRules extends ProviderRules {

    @Test
    default void ip24_whereThereIsNoCapacityNothingIsLaunched() {
        ProviderUnderTest test = underTest();
        test.cloud().noCapacity(test.type(), test.zone());
        test.assertRefused(Refusal.NO_CAPACITY, test.request("a"));
        test.assertRefused(Refusal.NO_CAPACITY, test.request("b", test.zone(), Purchase.SPOT, test.tags()));
        assertThat(test.cloud().alive()).isEmpty();
    }

    @Test
    default void ip25_noCapacityInOneZoneIsNoneInThatZoneOnlyAndForATime() {
        ProviderUnderTest test = underTest();
        test.cloud().noCapacity(test.type(), test.zone());
        test.assertRefused(Refusal.NO_CAPACITY, test.request("a"));
        Machine elsewhere = test.launch(test.request("b", test.otherZone(), Purchase.ON_DEMAND, test.tags()));
        assertThat(elsewhere.availabilityZone()).isEqualTo(test.otherZone());
        test.cloud().capacityAgain();
        assertThat(test.launch("c").availabilityZone()).isEqualTo(test.zone());
    }

    @Test
    default void ip26_theLimitOfTheAccountIsSaidAsSuch() {
        ProviderUnderTest test = underTest();
        Machine first = test.launch("a");
        test.cloud().limit(1);
        test.assertRefused(Refusal.LIMIT, test.request("b"));
        assertThat(test.cloud().alive()).containsExactly(first.id());
        assertThat(test.launch("a").id()).isEqualTo(first.id());
    }

    @Test
    default void ip27_aRequestThatIsWrongIsRefusedAsInvalid() {
        ProviderUnderTest test = underTest();
        LaunchRequest right = test.request("a");
        test.assertRefused(
                Refusal.INVALID,
                new LaunchRequest(
                        test.token("type"),
                        "no-such-type",
                        right.availabilityZone(),
                        right.purchase(),
                        right.properties(),
                        right.tags()));
        test.assertRefused(
                Refusal.INVALID,
                new LaunchRequest(
                        test.token("properties"),
                        right.machineType(),
                        right.availabilityZone(),
                        right.purchase(),
                        test.cloud().wrongProperties(),
                        right.tags()));
        test.assertRefused(Refusal.INVALID, test.request("zone", "no-such-zone", Purchase.ON_DEMAND, test.tags()));
        assertThat(test.cloud().alive()).isEmpty();
    }
}
