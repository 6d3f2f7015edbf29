package io.stowage.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.stowage.spi.InstanceProvider;
import io.stowage.spi.InstanceProvider.LaunchRequest;
import io.stowage.spi.InstanceProvider.LaunchResult;
import io.stowage.spi.InstanceProvider.Machine;
import io.stowage.spi.InstanceProvider.MachineState;
import io.stowage.spi.InstanceProvider.Purchase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** A token is one machine, however often and by whomever it is sent. */
interface ProviderTokenRules extends ProviderRules {

    @Test
    default void ip15_aTokenThatIsSentAgainLaunchesNothingElse() {
        ProviderUnderTest test = underTest();
        Machine launched = test.launch("a");
        assertThat(test.launch("a").id()).isEqualTo(launched.id());
        assertThat(test.cloud().alive()).containsExactly(launched.id());
    }

    @Test
    default void ip16_aTokenThatAnotherProviderSendsLaunchesNothingElse() throws Exception {
        ProviderUnderTest test = underTest();
        Machine launched = test.launch("a");
        Machine again = ProviderUnderTest.launch(test.connect(), test.request("a"));
        assertThat(again.id()).isEqualTo(launched.id());
        assertThat(test.cloud().alive()).containsExactly(launched.id());
    }

    @Test
    default void ip17_aTokenWhoseMachineRunsOrIsOverIsAnsweredWithIt() {
        ProviderUnderTest test = underTest();
        Machine launched = test.launchAndRun(test.request("a"));
        assertThat(test.launch("a")).returns(launched.id(), Machine::id).returns(MachineState.RUNNING, Machine::state);
        test.terminate(launched.id());
        test.await(launched.id(), machine -> machine.state() == MachineState.TERMINATED);
        assertThat(test.launch("a").id()).isEqualTo(launched.id());
        assertThat(test.cloud().alive()).isEmpty();
    }

    @Test
    default void ip18_tokensAreToldApartByEveryCharacter() {
        ProviderUnderTest test = underTest();
        String longest = "x".repeat(63 - test.token("").length());
        List<Machine> machines = List.of(
                test.launch("a"),
                test.launch("A"),
                test.launch("a-"),
                test.launch(longest + "0"),
                test.launch(longest + "1"));
        assertThat(machines).extracting(Machine::id).doesNotHaveDuplicates();
        assertThat(test.cloud().alive()).hasSize(machines.size());
    }

    @Test
    default void ip19_ofManyWhoSendOneTokenAtOnceAllGetOneMachine() throws Exception {
        ProviderUnderTest test = underTest();
        List<Callable<String>> callers = new ArrayList<>();
        for (int i = 0; i < Math.max(2, test.cloud().callers()); i++) {
            InstanceProvider connection = test.connect();
            callers.add(() -> launchedId(connection, test.request("a")));
        }
        List<String> ids = test.atOnce(callers);
        // A cloud may refuse to say anything while the first of them is under way: that is no knowledge, and no machine
        // either.
        assertThat(ids.stream().filter(id -> !id.isEmpty()).distinct()).hasSize(1);
        assertThat(test.cloud().alive()).hasSize(1).contains(test.launch("a").id());
    }

    private static String launchedId(InstanceProvider connection, LaunchRequest request) {
        LaunchResult[] result = new LaunchResult[1];
        Throwable unknown = catchThrowable(() -> result[0] = connection.launch(request));
        if (unknown != null) {
            return "";
        }
        assertThat(result[0]).isInstanceOf(LaunchResult.Launched.class);
        return ((LaunchResult.Launched) result[0]).machine().id();
    }

    /** Whoever does this is wrong; but to refuse it would be to say that the token has launched nothing. */
    @Test
    default void ip20_aTokenThatComesWithAnotherRequestNeitherLaunchesNorIsRefused() {
        ProviderUnderTest test = underTest();
        Machine launched = test.launch("a");
        LaunchRequest other = test.request("a", test.otherZone(), Purchase.SPOT, test.tags());
        LaunchResult[] result = new LaunchResult[1];
        Throwable unknown = catchThrowable(() -> result[0] = test.provider().launch(other));
        if (unknown == null) {
            assertThat(result[0])
                    .isInstanceOfSatisfying(
                            LaunchResult.Launched.class,
                            again -> assertThat(again.machine().id()).isEqualTo(launched.id()));
        } else {
            assertThat(unknown).hasMessageContaining(other.clientToken());
        }
        assertThat(test.cloud().alive()).containsExactly(launched.id());
    }

    @Test
    default void ip21_whereTheReplyGetsLostTheTokenFindsTheMachine() {
        ProviderUnderTest test = underTest();
        test.cloud().loseReplies(true);
        ProviderUnderTest.assertUnknown(() -> test.provider().launch(test.request("a")));
        test.cloud().loseReplies(false);
        assertThat(test.cloud().alive()).hasSize(1);
        Machine found = test.launch("a");
        assertThat(test.cloud().alive()).containsExactly(found.id());
    }

    @Test
    default void ip22_whereACallFailsTheOutcomeIsUnknownAndTheTokenCanBeSentAgain() {
        ProviderUnderTest test = underTest();
        test.cloud().failCalls(true);
        ProviderUnderTest.assertUnknown(() -> test.provider().launch(test.request("a")));
        assertThat(test.cloud().alive()).isEmpty();
        test.cloud().failCalls(false);
        Machine launched = test.launch("a");
        assertThat(test.cloud().alive()).containsExactly(launched.id());
    }

    @Test
    default void ip23_aTokenFindsAMachineThatDescriptionsLeaveOut() {
        ProviderUnderTest test = underTest();
        Machine launched = test.launch("a");
        test.cloud().hide(launched.id(), Duration.ofMinutes(10));
        assertThat(test.launch("a").id()).isEqualTo(launched.id());
        assertThat(test.cloud().alive()).containsExactly(launched.id());
    }
}
