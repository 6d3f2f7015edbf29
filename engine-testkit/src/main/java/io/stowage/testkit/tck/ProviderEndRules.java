package io.stowage.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.stowage.spi.InstanceProvider.Machine;
import io.stowage.spi.InstanceProvider.MachineState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is ended ends, and nothing else does. */
interface ProviderEndRules extends ProviderRules {

    @Test
    default void ip37_aMachineThatIsEndedEndsAndIsSeenToHaveEnded() {
        ProviderUnderTest test = underTest();
        Machine machine = test.launchAndRun(test.request("a"));
        test.terminate(machine.id());
        test.await(machine.id(), seen -> seen.state() == MachineState.TERMINATED);
        assertThat(test.cloud().alive()).isEmpty();
    }

    @Test
    default void ip38_aMachineThatDoesNotRunYetCanBeEnded() {
        ProviderUnderTest test = underTest();
        Machine machine = test.launch("a");
        test.terminate(machine.id());
        Machine over = test.await(machine.id(), seen -> seen.state() == MachineState.TERMINATED);
        assertThat(over.access()).isNull();
        assertThat(test.cloud().alive()).isEmpty();
    }

    @Test
    default void ip39_endingWhatIsOverDoesNothing() throws Exception {
        ProviderUnderTest test = underTest();
        Machine machine = test.launchAndRun(test.request("a"));
        test.terminate(machine.id());
        test.terminate(machine.id());
        test.connect().terminate(machine.id(), test.cloud().properties());
        test.await(machine.id(), seen -> seen.state() == MachineState.TERMINATED);
        test.terminate(machine.id());
        assertThat(test.cloud().alive()).isEmpty();
    }

    @Test
    default void ip40_endingOneMachineEndsNoOther() {
        ProviderUnderTest test = underTest();
        Machine first = test.launchAndRun(test.request("a"));
        Machine second = test.launchAndRun(test.request("b"));
        String stranger = test.cloud().addStranger(test.tags());
        test.terminate(first.id());
        test.await(first.id(), seen -> seen.state() == MachineState.TERMINATED);
        assertThat(test.cloud().alive()).containsExactlyInAnyOrder(second.id(), stranger);
    }

    /** Not found is not gone. */
    @Test
    default void ip41_whoCanNotFindAMachineDoesNotSayThatItEnds() {
        ProviderUnderTest test = underTest();
        Machine machine = test.launchAndRun(test.request("a"));
        test.cloud().hide(machine.id(), Duration.ofMinutes(5));
        Throwable unknown = catchThrowable(() -> test.terminate(machine.id()));
        if (unknown == null) {
            test.cloud().letTimePass(Duration.ofMinutes(5));
            assertThat(test.cloud().alive()).isEmpty();
            return;
        }
        assertThat(unknown).hasMessageContaining(machine.id());
        assertThat(test.cloud().alive()).containsExactly(machine.id());
        test.await(machine.id());
        test.terminate(machine.id());
        test.await(machine.id(), seen -> seen.state() == MachineState.TERMINATED);
        assertThat(test.cloud().alive()).isEmpty();
    }

    @Test
    default void ip42_anEndWhoseOutcomeIsUnknownIsNotAccepted() {
        ProviderUnderTest test = underTest();
        Machine machine = test.launchAndRun(test.request("a"));
        test.cloud().failCalls(true);
        assertThat(catchThrowable(() -> test.terminate(machine.id())))
                .as("what a call that fails ends with")
                .isNotNull();
        assertThat(test.cloud().alive()).containsExactly(machine.id());
        test.cloud().failCalls(false);
        test.cloud().loseReplies(true);
        assertThat(catchThrowable(() -> test.terminate(machine.id())))
                .as("what a call ends with whose answer gets lost")
                .isNotNull();
        test.cloud().loseReplies(false);
        test.terminate(machine.id());
        test.await(machine.id(), seen -> seen.state() == MachineState.TERMINATED);
        assertThat(test.cloud().alive()).isEmpty();
    }
}
