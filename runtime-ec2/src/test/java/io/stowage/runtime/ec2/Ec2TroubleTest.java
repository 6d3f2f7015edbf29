package io.stowage.runtime.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.runtime.ec2.fake.FakeTrouble;
import io.stowage.spi.InstanceProvider.LaunchRequest;
import io.stowage.spi.InstanceProvider.LaunchResult;
import io.stowage.spi.InstanceProvider.Machine;
import io.stowage.spi.InstanceProvider.MachineState;
import io.stowage.spi.InstanceProvider.Purchase;
import io.stowage.spi.InstanceProvider.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes wrong between the provider and EC2, beyond the contract of all providers. */
@Timeout(120)
class Ec2TroubleTest {

    private final Ec2Fixture ec2 = new Ec2Fixture();

    @AfterEach
    void close() {
        ec2.close();
    }

    @Test
    void aLostReplyIsMadeUpForBySendingTheSameTokenAgain() {
        AtomicInteger calls = new AtomicInteger();
        ec2.fake.trouble(action -> calls.getAndIncrement() == 0 ? FakeTrouble.REPLY_LOST : FakeTrouble.NONE);
        Machine machine = ec2.launch("a");
        assertThat(calls).hasValueGreaterThan(1);
        assertThat(ec2.cloud.alive()).containsExactly(machine.id());
    }

    @Test
    void aTokenThatComesWithAnotherRequestIsExplained() {
        ec2.launch("token-1");
        assertThatThrownBy(() ->
                        ec2.provider.launch(ec2.request("token-1", "eu-central-1b", Purchase.SPOT, ec2.properties())))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("token-1")
                .hasMessageContaining("another request")
                .hasMessageContaining("look for it by its tags")
                .hasMessageContaining("IdempotentParameterMismatch");
        assertThat(ec2.cloud.alive()).hasSize(1);
    }

    /** EC2 knows a token for longer than it shows the instance. */
    @Test
    void aTokenWhoseMachineIsForgottenLaunchesNothingAndSaysSo() {
        Machine machine = ec2.launch("token-1");
        ec2.provider.terminate(machine.id(), ec2.properties());
        ec2.fake.letTimePass(Duration.ofMinutes(59));
        assertThat(ec2.launch("token-1"))
                .returns(machine.id(), Machine::id)
                .returns(MachineState.TERMINATED, Machine::state);
        ec2.fake.letTimePass(Duration.ofMinutes(2));
        assertThatThrownBy(() -> ec2.launch("token-1"))
                .hasMessageContaining("token-1")
                .hasMessageContaining("take a new token");
        assertThat(ec2.cloud.alive()).isEmpty();
    }

    /** EC2 reports it as an error of its own; the engine backs off, not the SDK. */
    @Test
    void aLackOfCapacityIsNotAskedAboutAgain() {
        ec2.cloud.noCapacity("m7g.large", "eu-central-1a");
        assertThat(ec2.provider.launch(ec2.request("a")))
                .isInstanceOfSatisfying(
                        LaunchResult.Refused.class,
                        refused -> assertThat(refused)
                                .returns(Refusal.NO_CAPACITY, LaunchResult.Refused::refusal)
                                .satisfies(it -> assertThat(it.reason()).contains("InsufficientInstanceCapacity")));
        assertThat(ec2.fake.requests()).containsExactly("RunInstances");
    }

    @Test
    void aTypeThatAZoneDoesNotHaveIsNoCapacityThere() {
        Map<String, String> inC = ec2.properties("subnets", "eu-central-1c=subnet-0000000000000000c");
        LaunchRequest request =
                new LaunchRequest("a", "c7i.xlarge", "eu-central-1c", Purchase.ON_DEMAND, inC, Ec2Fixture.TAGS);
        assertThat(ec2.provider.launch(request))
                .isInstanceOfSatisfying(
                        LaunchResult.Refused.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(Refusal.NO_CAPACITY));
    }

    @Test
    void everyTokenLaunchesOneMachineThroughAStormOfThrottling() {
        ec2.fake.storm(500_000, FakeTrouble.THROTTLED);
        assertEachTokenLaunchesOne();
    }

    @Test
    void everyTokenLaunchesOneMachineWhereHalfOfAllRepliesAreLost() {
        ec2.fake.storm(500_000, FakeTrouble.REPLY_LOST);
        assertEachTokenLaunchesOne();
    }

    private void assertEachTokenLaunchesOne() {
        Set<String> launched = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            launched.add(untilAnswered("t" + i));
        }
        ec2.fake.trouble(action -> FakeTrouble.NONE);
        assertThat(launched).hasSize(40);
        assertThat(ec2.cloud.alive()).isEqualTo(launched);
        assertThat(ec2.describe()).extracting(Machine::id).containsExactlyInAnyOrderElementsOf(launched);
    }

    private String untilAnswered(String token) {
        for (int i = 0; i < 100; i++) {
            try {
                return ec2.launch(token).id();
            } catch (OutcomeUnknownException unknown) {
                assertThat(unknown).hasMessageNotContaining("IdempotentParameterMismatch");
            }
        }
        throw new AssertionError("no answer in a hundred calls");
    }

    @ParameterizedTest
    @EnumSource(names = {"THROTTLED", "CONNECTION_BROKEN", "INTERNAL_ERROR", "CREDENTIALS_EXPIRED", "NOT_PERMITTED"})
    void whateverSaysNothingOfTheLaunchIsNoRefusal(FakeTrouble trouble) {
        ec2.fake.trouble(action -> trouble);
        assertThatThrownBy(() -> ec2.provider.launch(ec2.request("a"))).isInstanceOf(OutcomeUnknownException.class);
        assertThatThrownBy(ec2::describe).isInstanceOf(OutcomeUnknownException.class);
        assertThatThrownBy(() -> ec2.provider.terminate("i-0123456789abcdef0", ec2.properties()))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("i-0123456789abcdef0");
        ec2.fake.trouble(action -> FakeTrouble.NONE);
        assertThat(ec2.launch("a").state()).isEqualTo(MachineState.PENDING);
        assertThat(ec2.cloud.alive()).hasSize(1);
    }

    @Test
    void attemptsAreBounded() {
        ec2.fake.trouble(action -> FakeTrouble.INTERNAL_ERROR);
        assertThatThrownBy(ec2::describe).isInstanceOf(OutcomeUnknownException.class);
        assertThat(ec2.fake.requests()).hasSize(3);
    }

    @Test
    void silenceIsUnknownWithinABound() {
        ec2.fake.trouble(action -> FakeTrouble.SILENCE);
        try (Ec2InstanceProvider impatient =
                Providers.builder().patience(Duration.ofMillis(300)).build()) {
            long begun = System.nanoTime();
            assertThatThrownBy(() -> impatient.launch(ec2.request("a"))).isInstanceOf(OutcomeUnknownException.class);
            assertThatThrownBy(() -> impatient.describe(Ec2Fixture.TAGS, ec2.properties()))
                    .isInstanceOf(OutcomeUnknownException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
        }
    }

    @Test
    void nobodyListeningIsUnknown() {
        Map<String, String> nowhere = ec2.properties("endpoint", "http://localhost:1");
        assertThatThrownBy(() -> ec2.provider.describe(Ec2Fixture.TAGS, nowhere))
                .isInstanceOf(OutcomeUnknownException.class);
    }

    @Test
    void aListBeginsAnewWhereItsPageTokenHasExpired() {
        Set<String> launched = launchMany();
        ec2.cloud.expirePages(2);
        assertThat(ec2.describe()).extracting(Machine::id).containsExactlyInAnyOrderElementsOf(launched);
    }

    @Test
    void aListWhosePageTokensExpireAgainAndAgainIsUnknown() {
        launchMany();
        ec2.cloud.expirePages(3);
        assertThatThrownBy(ec2::describe)
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("InvalidNextToken");
    }

    @Test
    void aListWhoseSecondPageFailsIsUnknown() {
        launchMany();
        AtomicInteger pages = new AtomicInteger();
        ec2.fake.trouble(action -> pages.incrementAndGet() == 1 ? FakeTrouble.NONE : FakeTrouble.INTERNAL_ERROR);
        assertThatThrownBy(ec2::describe).isInstanceOf(OutcomeUnknownException.class);
    }

    /** More than one page of them. */
    private Set<String> launchMany() {
        List<String> launched = new ArrayList<>();
        for (int i = 0; i < 201; i++) {
            launched.add(ec2.cloud.addStranger(Ec2Fixture.TAGS));
        }
        Collections.sort(launched);
        return new HashSet<>(launched);
    }

    @Test
    void spotRequestsAreAskedAboutOnlyWhereASpotMachineRuns() {
        Machine demanded = ec2.launch("a");
        ec2.cloud.letRun(demanded.id());
        Machine spot = ec2.launch(ec2.request("b", "eu-central-1a", Purchase.SPOT, ec2.properties()));
        ec2.describe();
        assertThat(ec2.fake.requests()).doesNotContain("DescribeSpotInstanceRequests");
        ec2.cloud.letRun(spot.id());
        ec2.describe();
        assertThat(ec2.fake.requests()).containsOnlyOnce("DescribeSpotInstanceRequests");
    }

    @Test
    void anInterruptionIsTwoMinutesAfterItsNotice() {
        Machine spot = ec2.launch(ec2.request("b", "eu-central-1a", Purchase.SPOT, ec2.properties()));
        ec2.cloud.letRun(spot.id());
        ec2.fake.letTimePass(Duration.ofMinutes(7));
        ec2.cloud.giveNotice(spot.id());
        ec2.fake.letTimePass(Duration.ofSeconds(30));
        assertThat(ec2.describe())
                .extracting(Machine::interruption)
                .containsExactly(spot.launchedAt().plus(Duration.ofMinutes(9)));
    }

    /** An engine whose store has a broken capacity provider still ends what it launched. */
    @Test
    void aMachineIsEndedWhateverElseIsWrongWithTheProperties() {
        Machine machine = ec2.launch("a");
        ec2.provider.terminate(machine.id(), ec2.properties("imageId", "none"));
        assertThat(ec2.cloud.alive()).isEmpty();
    }

    @Test
    void whatIsNoIdOfAnInstanceIsNotSent() {
        assertThatThrownBy(() -> ec2.provider.terminate("i-1,i-2", ec2.properties()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("i-1,i-2");
        assertThat(ec2.fake.requests()).isEmpty();
    }

    @Test
    void aClosedProviderSaysSo() {
        ec2.provider.close();
        assertThatThrownBy(ec2::describe).isInstanceOf(IllegalStateException.class);
    }
}
