package io.stowage.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.InstanceProvider.Machine;
import io.stowage.spi.InstanceProvider.MachineState;
import io.stowage.spi.InstanceProvider.Purchase;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Machines that are taken back. */
interface ProviderInterruptionRules extends ProviderRules {

    private static Machine spot(ProviderUnderTest test) {
        return test.launchAndRun(test.request("a", test.zone(), Purchase.SPOT, test.tags()));
    }

    @Test
    default void ip43_aNoticeIsSeenWhileTheMachineStillRuns() {
        ProviderUnderTest test = underTest();
        Machine machine = spot(test);
        assertThat(machine.interruption()).isNull();
        test.cloud().giveNotice(machine.id());
        test.cloud().letTimePass(Duration.ofSeconds(5));
        assertThat(test.described(test.provider(), machine.id())).hasValueSatisfying(noticed -> {
            assertThat(noticed.state()).isEqualTo(MachineState.RUNNING);
            assertThat(noticed.interruption()).isNotNull().isAfter(machine.launchedAt());
        });
        assertThat(test.cloud().alive()).containsExactly(machine.id());
    }

    @Test
    default void ip44_aNoticeConcernsOneMachine() {
        ProviderUnderTest test = underTest();
        Machine machine = spot(test);
        Machine other = test.launchAndRun(test.request("b", test.zone(), Purchase.SPOT, test.tags()));
        Machine demanded = test.launchAndRun(test.request("c"));
        test.cloud().giveNotice(machine.id());
        test.cloud().letTimePass(Duration.ofSeconds(5));
        assertThat(test.describe())
                .filteredOn(seen -> seen.interruption() != null)
                .extracting(Machine::id)
                .containsExactly(machine.id())
                .doesNotContain(other.id(), demanded.id());
    }

    @Test
    default void ip45_aNoticeThatIsWithdrawnIsSeenNoMore() {
        ProviderUnderTest test = underTest();
        Machine machine = spot(test);
        test.cloud().giveNotice(machine.id());
        test.await(machine.id(), seen -> seen.interruption() != null);
        test.cloud().withdrawNotice(machine.id());
        test.await(machine.id(), seen -> seen.interruption() == null);
        test.cloud().letTimePass(Duration.ofMinutes(5));
        assertThat(test.described(test.provider(), machine.id()).map(Machine::state))
                .contains(MachineState.RUNNING);
    }

    @Test
    default void ip46_aMachineThatIsTakenBackIsSeenToBeOver() {
        ProviderUnderTest test = underTest();
        Machine noticed = spot(test);
        Machine sudden = test.launchAndRun(test.request("b", test.zone(), Purchase.SPOT, test.tags()));
        test.cloud().giveNotice(noticed.id());
        test.cloud().takeBack(sudden.id());
        test.await(sudden.id(), seen -> seen.state() == MachineState.TERMINATED);
        test.await(noticed.id(), seen -> seen.state() == MachineState.TERMINATED);
        assertThat(test.cloud().alive()).isEmpty();
    }
}
