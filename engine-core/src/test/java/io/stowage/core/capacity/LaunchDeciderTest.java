package io.stowage.core.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.capacity.Launch.Doubt;
import io.stowage.core.capacity.Launch.Held;
import io.stowage.core.capacity.Launch.Phase;
import io.stowage.core.capacity.LaunchStep.Effect.Drain;
import io.stowage.core.capacity.LaunchStep.Effect.Lost;
import io.stowage.core.capacity.LaunchStep.Effect.Missing;
import io.stowage.core.capacity.LaunchStep.Effect.Reactivate;
import io.stowage.core.capacity.LaunchStep.Effect.Register;
import io.stowage.core.capacity.LaunchStep.Effect.Terminate;
import io.stowage.spi.InstanceProvider.LaunchResult;
import io.stowage.spi.InstanceProvider.Machine;
import io.stowage.spi.InstanceProvider.MachineState;
import io.stowage.spi.InstanceProvider.Purchase;
import io.stowage.spi.InstanceProvider.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LaunchDeciderTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Pool A = new Pool("m.large", "a", Purchase.SPOT);
    private static final Pool B = new Pool("m.large", "b", Purchase.SPOT);
    private static final Pool ON_DEMAND = new Pool("m.large", "a", Purchase.ON_DEMAND);
    private static final LaunchTerms TERMS = new LaunchTerms(
            Machines.CLUSTER, "spot", List.of(A, B, ON_DEMAND), Map.of("ami", "ami-1"), Map.of("team", "harbour"));

    private static final Launch BEGUN = LaunchDecider.begin("launch-1", TERMS, A, NOW);

    private static Machine machine(String id, MachineState state, int attempt) {
        return Machines.of(id, state, NOW, Machines.tags("launch-1", attempt));
    }

    private static Machine noticed(String id, MachineState state, Instant interruption) {
        return Machines.of(id, state, NOW, Machines.tags("launch-1", 1), interruption);
    }

    private static LaunchStep answered(Launch launch, LaunchResult result, PoolPauses pauses) {
        return LaunchDecider.answered(launch, launch.attempt().request().clientToken(), result, TERMS, pauses, NOW);
    }

    private static LaunchStep launched(MachineState state) {
        return answered(BEGUN, new LaunchResult.Launched(machine("i-1", state, 1)), PoolPauses.NONE);
    }

    private static LaunchStep refused(Refusal refusal) {
        return answered(BEGUN, new LaunchResult.Refused(refusal, "no"), PoolPauses.NONE);
    }

    private static Launch unanswered(Launch launch, Instant now) {
        return LaunchDecider.unanswered(launch, launch.attempt().request().clientToken(), now);
    }

    private static LaunchStep looked(Launch launch, Instant lookedAt, Machine... machines) {
        return LaunchDecider.looked(launch, List.of(machines), lookedAt, TERMS, PoolPauses.NONE, lookedAt);
    }

    private static LaunchStep due(Launch launch, Instant now) {
        return LaunchDecider.due(launch, TERMS, PoolPauses.NONE, now);
    }

    private static Launch booting() {
        return launched(MachineState.PENDING).launch();
    }

    private static Launch registered() {
        return LaunchDecider.registered(booting(), NOW);
    }

    private static String token(int attempt) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256")
                .digest((Machines.CLUSTER + "|launch-1|" + attempt).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash);
    }

    private static void assertAttempt(Launch launch, int number, Pool pool) {
        assertThat(launch.phase()).isEqualTo(Phase.ASKING);
        assertThat(launch.attempt().number()).isEqualTo(number);
        assertThat(launch.attempt().pool()).isEqualTo(pool);
        assertThat(launch.machine()).isNull();
        assertThat(launch.doubt()).isEqualTo(Doubt.NONE);
        assertThat(launch.ask()).hasValue(launch.attempt().request());
    }

    @Test
    void theRequestIsDecidedInEveryPartBeforeItIsMade() throws Exception {
        assertAttempt(BEGUN, 1, A);
        var request = BEGUN.attempt().request();
        assertThat(request.clientToken()).isEqualTo(token(1)).hasSize(64);
        assertThat(request.properties()).isEqualTo(Map.of("ami", "ami-1"));
        assertThat(request.tags())
                .isEqualTo(Map.of(
                        "team", "harbour",
                        "stowage:cluster", Machines.CLUSTER,
                        "stowage:capacity-provider", "spot",
                        "stowage:launch", "launch-1",
                        "stowage:attempt", "1"));
    }

    @Test
    void ourTagsWin() {
        LaunchTerms sly =
                new LaunchTerms(Machines.CLUSTER, "spot", List.of(A), Map.of(), Map.of(OwnTags.CLUSTER, "other"));
        assertThat(LaunchDecider.begin("x", sly, A, NOW).attempt().request().tags())
                .containsEntry(OwnTags.CLUSTER, Machines.CLUSTER);
    }

    @Test
    void aLaunchedMachineBoots() {
        LaunchStep step = launched(MachineState.PENDING);
        assertThat(step.launch().phase()).isEqualTo(Phase.BOOTING);
        assertThat(step.launch().machine()).isEqualTo(new Held("i-1", null));
        assertThat(step.effects()).isEmpty();
        assertThat(step.launch().ask()).isEmpty();
        Machine running = machine("i-1", MachineState.RUNNING, 1);
        assertThat(looked(step.launch(), NOW, running).effects()).containsExactly(new Register(running));
        assertThat(looked(step.launch(), NOW, running).launch()).isEqualTo(step.launch());
        assertThat(looked(step.launch(), NOW, machine("i-1", MachineState.UNKNOWN, 1))
                        .launch())
                .isEqualTo(step.launch());
        assertThat(looked(step.launch(), NOW).launch()).isEqualTo(step.launch());
    }

    @Test
    void onlyWhatRunsAndCanBeReachedIsRegistered() {
        assertThat(launched(MachineState.RUNNING).effects()).hasSize(1);
        Machine machine = machine("i-1", MachineState.RUNNING, 1);
        Machine unreachable = new Machine(
                "i-1", MachineState.RUNNING, "m.large", "a", Purchase.SPOT, NOW, machine.tags(), Map.of(), null, null);
        Machine early = new Machine(
                "i-1",
                MachineState.PENDING,
                "m.large",
                "a",
                Purchase.SPOT,
                NOW,
                machine.tags(),
                Map.of(),
                machine.access(),
                null);
        assertThat(looked(booting(), NOW, unreachable).effects()).isEmpty();
        assertThat(looked(booting(), NOW, early).effects()).isEmpty();
    }

    @Test
    void anAcceptedLaunchEndsThePauseOfItsPool() {
        PoolPauses paused = PoolPauses.NONE.refused(A, NOW);
        assertThat(answered(BEGUN, new LaunchResult.Launched(machine("i-1", MachineState.PENDING, 1)), paused)
                        .pauses())
                .isEqualTo(PoolPauses.NONE);
    }

    @ParameterizedTest
    @EnumSource(
            value = MachineState.class,
            names = {"STOPPING", "TERMINATED"})
    void aMachineThatIsOverBeforeItServesIsReplaced(MachineState state) throws Exception {
        LaunchStep step = launched(state);
        assertAttempt(step.launch(), 2, B);
        assertThat(step.launch().attempt().request().clientToken()).isEqualTo(token(2));
        assertThat(step.effects()).isEmpty();
        assertThat(step.pauses().isOpen(A, NOW.plusSeconds(14))).isFalse();
        LaunchStep later = looked(booting(), NOW, machine("i-1", state, 1));
        assertAttempt(later.launch(), 2, B);
        assertThat(later.launch().reason()).isEqualTo("The machine i-1 was over before it was a container instance.");
    }

    @Test
    void withoutCapacityItGoesElsewhereAndOnDemandAtLast() {
        LaunchStep first = refused(Refusal.NO_CAPACITY);
        assertAttempt(first.launch(), 2, B);
        assertThat(first.launch().reason()).isEqualTo("no");
        LaunchStep second =
                answered(first.launch(), new LaunchResult.Refused(Refusal.NO_CAPACITY, "no"), first.pauses());
        assertAttempt(second.launch(), 3, ON_DEMAND);
        LaunchStep third =
                answered(second.launch(), new LaunchResult.Refused(Refusal.NO_CAPACITY, "none"), second.pauses());
        assertThat(third.launch().phase()).isEqualTo(Phase.WAITING);
        assertThat(third.launch().reason()).isEqualTo("none");
        assertThat(LaunchDecider.dueAt(third.launch(), TERMS, third.pauses())).hasValue(NOW.plusSeconds(15));
        LaunchStep early = LaunchDecider.due(third.launch(), TERMS, third.pauses(), NOW.plusMillis(14_999));
        assertThat(early.launch()).isEqualTo(third.launch());
        LaunchStep again = LaunchDecider.due(third.launch(), TERMS, third.pauses(), NOW.plusSeconds(15));
        assertAttempt(again.launch(), 4, A);
    }

    @Test
    void aLimitPausesItsWholePurchase() {
        LaunchStep step = refused(Refusal.LIMIT);
        assertAttempt(step.launch(), 2, ON_DEMAND);
        assertThat(step.pauses().isOpen(B, NOW)).isFalse();
    }

    @Test
    void whatIsWrongStaysWrong() {
        LaunchStep step = refused(Refusal.INVALID);
        assertThat(step.launch().phase()).isEqualTo(Phase.FAILED);
        assertThat(step.launch().reason()).isEqualTo("no");
        assertThat(step.pauses()).isEqualTo(PoolPauses.NONE);
        assertThat(LaunchDecider.dueAt(step.launch(), TERMS, step.pauses())).isEmpty();
        assertThat(step.launch().isComing()).isFalse();
        assertThat(LaunchDecider.end(step.launch(), NOW).phase()).isEqualTo(Phase.OVER);
    }

    @Test
    void withoutAnAnswerTheSameIsAskedAgainLaterAndLater() {
        Launch launch = BEGUN;
        Instant now = NOW;
        for (int seconds : new int[] {2, 4, 8, 16, 32}) {
            launch = unanswered(launch, now);
            assertThat(launch.phase()).isEqualTo(Phase.UNSURE);
            assertThat(LaunchDecider.dueAt(launch, TERMS, PoolPauses.NONE)).hasValue(now.plusSeconds(seconds));
            assertThat(due(launch, now.plusSeconds(seconds).minusMillis(1)).launch())
                    .isEqualTo(launch);
            now = now.plusSeconds(seconds);
            launch = due(launch, now).launch();
            assertThat(launch.ask()).isEqualTo(BEGUN.ask());
        }
        launch = unanswered(launch, now);
        assertThat(launch.doubt().unknowns()).isEqualTo(6);
        assertThat(LaunchDecider.dueAt(launch, TERMS, PoolPauses.NONE)).isEmpty();
        assertThat(due(launch, now.plusSeconds(9999)).launch()).isEqualTo(launch);
    }

    @Test
    void onlyFiveMinutesOfLooksAtNothingMakeANewAttempt() {
        Launch unsure = unanswered(BEGUN, NOW);
        assertThat(looked(unsure, NOW.minusMillis(1)).launch()).isEqualTo(unsure);
        Launch once = looked(unsure, NOW).launch();
        assertThat(once.doubt()).isEqualTo(new Doubt(1, NOW));
        assertThat(looked(once, NOW.plusSeconds(300).minusMillis(1)).launch()).isEqualTo(once);
        LaunchStep step = looked(once, NOW.plusSeconds(300));
        assertAttempt(step.launch(), 2, B);
        assertThat(step.launch().reason()).contains("no machine was found for 5 minutes");
        Launch late = looked(unsure, NOW.plusSeconds(900)).launch();
        assertThat(late.phase()).isEqualTo(Phase.UNSURE);
        assertThat(looked(late, NOW.plusSeconds(1199)).launch().phase()).isEqualTo(Phase.UNSURE);
        assertThat(looked(late, NOW.plusSeconds(1200)).launch().phase()).isEqualTo(Phase.ASKING);
        assertThat(due(once, NOW.plusSeconds(2)).launch().doubt()).isEqualTo(new Doubt(1, null));
        assertThat(looked(BEGUN, NOW.plusSeconds(999)).launch()).isEqualTo(BEGUN);
    }

    @Test
    void aLostAnswerIsFoundByALook() {
        Launch unsure = unanswered(BEGUN, NOW);
        for (Launch launch : List.of(unsure, BEGUN)) {
            LaunchStep step = looked(launch, NOW, machine("i-1", MachineState.PENDING, 1));
            assertThat(step.launch().phase()).isEqualTo(Phase.BOOTING);
            assertThat(step.launch().machine()).isEqualTo(new Held("i-1", null));
        }
        assertThat(answered(unsure, new LaunchResult.Launched(machine("i-1", MachineState.PENDING, 1)), PoolPauses.NONE)
                        .launch()
                        .phase())
                .isEqualTo(Phase.BOOTING);
    }

    @Test
    void aMachineOfAnEarlierAttemptIsTerminated() throws Exception {
        Launch second = refused(Refusal.NO_CAPACITY).launch();
        LaunchStep seen = looked(second, NOW, machine("i-1", MachineState.RUNNING, 1));
        assertThat(seen.effects()).containsExactly(new Terminate("i-1"));
        assertThat(seen.launch()).isEqualTo(second);
        assertThat(looked(second, NOW, machine("i-1", MachineState.STOPPING, 1)).effects())
                .isEmpty();
        LaunchStep late = LaunchDecider.answered(
                second,
                token(1),
                new LaunchResult.Launched(machine("i-1", MachineState.PENDING, 1)),
                TERMS,
                PoolPauses.NONE,
                NOW);
        assertThat(late.effects()).containsExactly(new Terminate("i-1"));
        assertThat(late.launch()).isEqualTo(second);
        LaunchStep refusedLate = LaunchDecider.answered(
                second, token(1), new LaunchResult.Refused(Refusal.INVALID, "no"), TERMS, PoolPauses.NONE, NOW);
        assertThat(refusedLate.launch()).isEqualTo(second);
        assertThat(LaunchDecider.unanswered(second, token(1), NOW)).isEqualTo(second);
        LaunchStep both =
                looked(second, NOW, machine("i-1", MachineState.RUNNING, 1), machine("i-2", MachineState.PENDING, 2));
        assertThat(both.effects()).containsExactly(new Terminate("i-1"));
        assertThat(both.launch().machine()).isEqualTo(new Held("i-2", null));
    }

    @Test
    void aSecondMachineOfTheSameAttemptIsTerminated() {
        LaunchStep step = looked(
                registered(), NOW, machine("i-0", MachineState.RUNNING, 1), machine("i-1", MachineState.RUNNING, 1));
        assertThat(step.effects()).containsExactly(new Terminate("i-0"));
        assertThat(step.launch()).isEqualTo(registered());
    }

    @Test
    void anAnswerThatComesTwiceChangesNothing() {
        assertThat(answered(
                                booting(),
                                new LaunchResult.Launched(machine("i-1", MachineState.PENDING, 1)),
                                PoolPauses.NONE)
                        .launch())
                .isEqualTo(booting());
        assertThat(answered(registered(), new LaunchResult.Refused(Refusal.NO_CAPACITY, "no"), PoolPauses.NONE)
                        .launch())
                .isEqualTo(registered());
        assertThat(unanswered(booting(), NOW)).isEqualTo(booting());
        assertThat(LaunchDecider.registered(registered(), NOW.plusSeconds(9))).isEqualTo(registered());
        assertThat(LaunchDecider.registered(BEGUN, NOW)).isEqualTo(BEGUN);
    }

    @Test
    void whatIsNoContainerInstanceInTenMinutesIsReplaced() {
        Duration ten = Duration.ofMinutes(10);
        assertThat(LaunchDecider.dueAt(booting(), TERMS, PoolPauses.NONE)).hasValue(NOW.plus(ten));
        assertThat(due(booting(), NOW.plus(ten).minusMillis(1)).launch()).isEqualTo(booting());
        LaunchStep step = due(booting(), NOW.plus(ten));
        assertAttempt(step.launch(), 2, B);
        assertThat(step.effects()).containsExactly(new Terminate("i-1"));
        assertThat(step.pauses().isOpen(A, NOW.plus(ten))).isFalse();
        assertThat(step.launch().reason()).isEqualTo("The machine i-1 was no container instance after 10 minutes.");
        assertThat(LaunchDecider.dueAt(registered(), TERMS, PoolPauses.NONE)).isEmpty();
        LaunchTerms nowhere = new LaunchTerms(Machines.CLUSTER, "spot", List.of(A), Map.of(), Map.of());
        Launch waiting = LaunchDecider.due(booting(), nowhere, PoolPauses.NONE, NOW.plus(ten))
                .launch();
        assertThat(waiting.phase()).isEqualTo(Phase.WAITING);
        assertThat(looked(waiting, NOW, machine("i-1", MachineState.RUNNING, 1)).effects())
                .containsExactly(new Terminate("i-1"));
    }

    @Test
    void aNoticeDrainsOnceAndItsWithdrawalReactivatesOnce() {
        Instant taken = NOW.plusSeconds(120);
        LaunchStep noticed = looked(registered(), NOW, noticed("i-1", MachineState.RUNNING, taken));
        assertThat(noticed.effects()).containsExactly(new Drain("i-1", taken));
        assertThat(noticed.launch().machine()).isEqualTo(new Held("i-1", taken));
        assertThat(looked(noticed.launch(), NOW, noticed("i-1", MachineState.RUNNING, taken))
                        .effects())
                .isEmpty();
        LaunchStep moved = looked(noticed.launch(), NOW, noticed("i-1", MachineState.RUNNING, taken.plusSeconds(9)));
        assertThat(moved.effects()).isEmpty();
        assertThat(moved.launch().machine()).isEqualTo(new Held("i-1", taken.plusSeconds(9)));
        assertThat(looked(noticed.launch(), NOW, machine("i-1", MachineState.UNKNOWN, 1))
                        .launch())
                .isEqualTo(noticed.launch());
        LaunchStep withdrawn = looked(noticed.launch(), NOW, machine("i-1", MachineState.RUNNING, 1));
        assertThat(withdrawn.effects()).containsExactly(new Reactivate("i-1"));
        assertThat(withdrawn.launch()).isEqualTo(registered());
        assertThat(looked(withdrawn.launch(), NOW, machine("i-1", MachineState.RUNNING, 1))
                        .effects())
                .isEmpty();
    }

    @Test
    void aMachineThatIsTakenBackBeforeItServesIsReplacedAtOnce() {
        LaunchStep step = looked(booting(), NOW, noticed("i-1", MachineState.RUNNING, NOW.plusSeconds(120)));
        assertThat(step.effects()).containsExactly(new Terminate("i-1"));
        assertAttempt(step.launch(), 2, B);
        assertThat(step.launch().reason())
                .isEqualTo("The machine i-1 is taken back before it was a container instance.");
    }

    @ParameterizedTest
    @CsvSource({
        "PENDING, REGISTERED",
        "RUNNING, REGISTERED",
        "UNKNOWN, REGISTERED",
        "STOPPING, OVER",
        "TERMINATED, OVER"
    })
    void aMachineThatGoesTakesItsContainerInstanceAlong(MachineState state, Phase phase) {
        LaunchStep step = looked(registered(), NOW, machine("i-1", state, 1));
        assertThat(step.launch().phase()).isEqualTo(phase);
        assertThat(step.effects()).isEqualTo(phase == Phase.OVER ? List.of(new Lost("i-1")) : List.of());
    }

    @Test
    void absenceProvesNothing() {
        for (Launch launch : List.of(BEGUN, booting())) {
            assertThat(looked(launch, NOW.plus(Duration.ofDays(1))).launch()).isEqualTo(launch);
        }
    }

    @Test
    void whatServesAndIsNotSeenForAnHourIsMissingUntilItIsSeen() {
        LaunchStep first = looked(registered(), NOW);
        assertThat(first.effects()).isEmpty();
        assertThat(looked(first.launch(), NOW.plusSeconds(3_599)).effects()).isEmpty();

        LaunchStep missing = looked(first.launch(), NOW.plusSeconds(3_600));

        assertThat(missing.effects()).containsExactly(new Missing("i-1"));
        assertThat(missing.launch()).isEqualTo(first.launch());
        assertThat(LaunchDecider.gone(missing.launch(), NOW).phase()).isEqualTo(Phase.OVER);
        assertThat(looked(missing.launch(), NOW.plusSeconds(3_601), machine("i-1", MachineState.RUNNING, 1))
                        .launch())
                .isEqualTo(registered());
    }

    @Test
    void anEndIsSaidUntilItIsSeen() {
        Launch ending = LaunchDecider.end(registered(), NOW);
        assertThat(ending.phase()).isEqualTo(Phase.ENDING);
        assertThat(ending.terminate()).hasValue("i-1");
        LaunchStep still = looked(ending, NOW, machine("i-1", MachineState.RUNNING, 1));
        assertThat(still.effects()).containsExactly(new Terminate("i-1"));
        assertThat(still.launch()).isEqualTo(ending);
        assertThat(looked(ending, NOW, machine("i-1", MachineState.UNKNOWN, 1)).effects())
                .isEmpty();
        assertThat(looked(ending, NOW, machine("i-1", MachineState.STOPPING, 1))
                        .launch()
                        .phase())
                .isEqualTo(Phase.OVER);
        assertThat(LaunchDecider.end(booting(), NOW).phase()).isEqualTo(Phase.ENDING);
        assertThat(LaunchDecider.end(BEGUN, NOW)).isEqualTo(BEGUN);
        assertThat(registered().terminate()).isEmpty();
    }

    @Test
    void anEndThatIsNeverSeenIsBelievedAfterFifteenMinutes() {
        Launch ending = LaunchDecider.end(registered(), NOW);
        assertThat(looked(ending, NOW.minusMillis(1)).launch()).isEqualTo(ending);
        Launch once = looked(ending, NOW.plusSeconds(5)).launch();
        assertThat(once.phase()).isEqualTo(Phase.ENDING);
        assertThat(looked(once, NOW.plusSeconds(904)).launch()).isEqualTo(once);
        assertThat(looked(once, NOW.plusSeconds(905)).launch().phase()).isEqualTo(Phase.OVER);
        Launch seen = looked(once, NOW.plusSeconds(300), machine("i-1", MachineState.RUNNING, 1))
                .launch();
        assertThat(looked(seen, NOW.plusSeconds(905)).launch().phase()).isEqualTo(Phase.ENDING);
    }

    @Test
    void whatIsComingIsKnown() {
        assertThat(Arrays.stream(Phase.values())
                        .filter(phase -> BEGUN.in(phase, NOW).isComing()))
                .containsExactly(Phase.ASKING, Phase.UNSURE, Phase.WAITING, Phase.BOOTING);
        assertThat(LaunchDecider.end(BEGUN.in(Phase.WAITING, NOW), NOW).phase()).isEqualTo(Phase.OVER);
        assertThat(looked(BEGUN.in(Phase.OVER, NOW), NOW, machine("i-1", MachineState.RUNNING, 1))
                        .effects())
                .containsExactly(new Terminate("i-1"));
    }

    @Test
    void whatIsWrongAgainStaysSoForTwiceAsLong() {
        Launch failed = refused(Refusal.INVALID).launch();
        for (long minutes : List.of(10L, 20L, 40L, 60L, 60L)) {
            assertThat(LaunchDecider.wrongUntil(failed)).isEqualTo(NOW.plus(Duration.ofMinutes(minutes)));
            Launch next = LaunchDecider.inPlaceOf(failed, LaunchDecider.begin("launch-2", TERMS, B, NOW));
            failed = answered(next, new LaunchResult.Refused(Refusal.INVALID, "no"), PoolPauses.NONE)
                    .launch();
        }
    }

    @Test
    void whereAnotherAnswerComesInBetweenItIsNotCounted() {
        Launch failed = refused(Refusal.INVALID).launch();
        Launch next = LaunchDecider.inPlaceOf(failed, LaunchDecider.begin("launch-1", TERMS, A, NOW));

        Launch elsewhere = answered(next, new LaunchResult.Refused(Refusal.NO_CAPACITY, "none"), PoolPauses.NONE)
                .launch();

        assertThat(next.attempt().wrong()).isEqualTo(1);
        assertThat(elsewhere.attempt().timesWrong()).isZero();
    }

    @Test
    void whatWaitsFromTheBeginningAsksAsSoonAsItMay() {
        PoolPauses pauses = PoolPauses.NONE;
        for (Pool pool : TERMS.pools()) {
            pauses = pauses.refused(pool, NOW);
        }
        Launch waiting = LaunchDecider.postpone("launch-1", TERMS, A, NOW);
        assertThat(waiting.ask()).isEmpty();
        assertThat(waiting.isComing()).isTrue();

        Launch asking =
                LaunchDecider.due(waiting, TERMS, pauses, NOW.plusSeconds(15)).launch();

        assertAttempt(asking, 2, A);
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"UNSURE", "WAITING", "BOOTING"},
            mode = EnumSource.Mode.EXCLUDE)
    void whatDoesNotWaitStaysAsItIsHoweverMuchTimePasses(Phase phase) {
        Launch launch = BEGUN.in(phase, NOW);
        assertThat(LaunchDecider.waits(launch)).isFalse();
        assertThat(due(launch, NOW.plus(Duration.ofDays(400))))
                .isEqualTo(new LaunchStep(launch, PoolPauses.NONE, List.of()));
    }

    @Test
    void whatWaitsIsSaid() {
        assertThat(LaunchDecider.waits(unanswered(BEGUN, NOW))).isTrue();
        assertThat(LaunchDecider.waits(LaunchDecider.postpone("launch-1", TERMS, A, NOW)))
                .isTrue();
        assertThat(LaunchDecider.waits(booting())).isTrue();
    }
}
