package io.stowage.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.InstanceProvider.Access;
import io.stowage.spi.InstanceProvider.LaunchRequest;
import io.stowage.spi.InstanceProvider.Machine;
import io.stowage.spi.InstanceProvider.MachineState;
import io.stowage.spi.InstanceProvider.Purchase;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is launched is what was asked for. */
interface ProviderLaunchRules extends ProviderRules {

    @Test
    default void ip07_aMachineIsWhatWasAskedFor() {
        ProviderUnderTest test = underTest();
        LaunchRequest request = test.request("a", test.otherZone(), Purchase.ON_DEMAND, test.tags("colour", "blue"));
        Machine launched = test.launch(request);
        assertIsAskedFor(launched, request);
        assertThat(launched.state()).isIn(MachineState.PENDING, MachineState.RUNNING);
        Machine described = test.await(launched.id());
        assertIsAskedFor(described, request);
        assertThat(described.launchedAt()).isEqualTo(launched.launchedAt());
        assertThat(test.cloud().alive()).containsExactly(launched.id());
    }

    private static void assertIsAskedFor(Machine machine, LaunchRequest request) {
        assertThat(machine.id()).isNotBlank();
        assertThat(machine)
                .returns(request.machineType(), Machine::machineType)
                .returns(request.availabilityZone(), Machine::availabilityZone)
                .returns(request.purchase(), Machine::purchase)
                .returns(null, Machine::interruption);
        assertThat(machine.tags()).containsAllEntriesOf(request.tags());
    }

    @Test
    default void ip08_aSpotMachineIsAndStaysOne() {
        ProviderUnderTest test = underTest();
        Machine launched = test.launch(test.request("a", test.zone(), Purchase.SPOT, test.tags()));
        assertThat(launched.purchase()).isEqualTo(Purchase.SPOT);
        test.cloud().letRun(launched.id());
        assertThat(test.await(launched.id(), machine -> machine.state() == MachineState.RUNNING)
                        .purchase())
                .isEqualTo(Purchase.SPOT);
    }

    @Test
    default void ip09_whereNoZoneIsAskedForTheMachineSaysWhichItHas() {
        ProviderUnderTest test = underTest();
        Machine machine = test.launchAndRun(test.request("a", "", Purchase.ON_DEMAND, test.tags()));
        assertThat(test.cloud().availabilityZones()).contains(machine.availabilityZone());
    }

    @Test
    default void ip10_aMachineCanBeReachedOnceItRuns() throws Exception {
        ProviderUnderTest test = underTest();
        Machine launched = test.launch("a");
        if (launched.state() == MachineState.PENDING) {
            assertThat(launched.access())
                    .as("the way to a machine that doesn't run")
                    .isNull();
        }
        test.cloud().letRun(launched.id());
        Machine running = test.await(
                launched.id(), machine -> machine.state() == MachineState.RUNNING && machine.access() != null);
        Access access = running.access();
        assertThat(access).extracting(Access::runtime).asString().isNotBlank();
        assertThat(test.described(test.connect(), launched.id()).map(Machine::access))
                .as("the way to it, for another engine")
                .contains(access);
    }

    @Test
    default void ip11_twoMachinesAreReachedInTwoWays() {
        ProviderUnderTest test = underTest();
        Access first = test.launchAndRun(test.request("a")).access();
        Access second = test.launchAndRun(test.request("b")).access();
        assertThat(first).isNotEqualTo(second);
    }

    @Test
    default void ip12_aRunningMachineHasTheAttributesOfItsPlaceAndType() {
        ProviderUnderTest test = underTest();
        Machine machine = test.launchAndRun(test.request("a"));
        assertThat(machine.attributes())
                .containsEntry("ecs.instance-type", test.type())
                .containsEntry("ecs.availability-zone", test.zone());
    }

    @Test
    default void ip13_tagsComeBackAsTheyAre() {
        ProviderUnderTest test = underTest();
        Map<String, String> tags = test.tags("Colour", "light blue");
        tags.put("colour", "a=b:c/d@e+f-g._");
        tags.put("stowage:cluster", "");
        tags.put("größe", "groß");
        Machine launched = test.launch(test.request("a", test.zone(), Purchase.ON_DEMAND, tags));
        assertThat(launched.tags()).containsAllEntriesOf(tags);
        assertThat(test.await(launched.id()).tags()).containsAllEntriesOf(tags);
        assertThat(test.describedIds(tags)).containsExactly(launched.id());
    }

    /** Whoever launches and dies at once leaves nothing that can't be found. */
    @Test
    default void ip14_aMachineIsNeverWithoutItsTags() throws Exception {
        ProviderUnderTest test = underTest();
        LaunchRequest request = test.request("a", test.zone(), Purchase.ON_DEMAND, test.tags("colour", "blue"));
        test.cloud().loseReplies(true);
        ProviderUnderTest.assertUnknown(() -> test.provider().launch(request));
        test.cloud().loseReplies(false);
        String id = test.cloud().alive().iterator().next();
        Machine found = test.await(test.connect(), id, machine -> true);
        assertThat(found.tags()).containsAllEntriesOf(request.tags());
    }
}
