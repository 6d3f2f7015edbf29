package io.stowage.testkit.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.core.world.Cancellable;
import io.stowage.core.world.Lane;
import io.stowage.core.world.Outcome;
import io.stowage.core.world.Strand;
import io.stowage.testkit.fault.Component;
import io.stowage.testkit.fault.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class SimulationTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Simulation simulation = new Simulation(7);
    private final VirtualWorld world = simulation.world("engine");
    private final Strand strand = world.strand("loop");
    private final List<String> seen = new ArrayList<>();

    @Test
    void eventsHappenInTheOrderOfTimeAndThenOfAsking() {
        simulation.schedule(SECOND.multipliedBy(2), "b", () -> seen.add("2s"));
        simulation.schedule(SECOND, "a", () -> seen.add("1s first"));
        simulation.schedule(SECOND, "c", () -> seen.add("1s second"));
        Cancellable cancelled = simulation.schedule(SECOND, "d", () -> seen.add("never"));
        cancelled.cancel();
        cancelled.cancel();
        simulation.runFor(SECOND);
        assertThat(seen).containsExactly("1s first", "1s second");
        assertThat(simulation.nanos()).isEqualTo(SECOND.toNanos());
        simulation.runFor(MINUTE);
        assertThat(seen).containsExactly("1s first", "1s second", "2s");
        assertThat(simulation.time()).isEqualTo(Simulation.BEGINNING.plusSeconds(61));
    }

    @Test
    void whatIsDoneOutsideAfterAnEventMayWaitForOthers() {
        CompletableFuture<String> later = new CompletableFuture<>();
        simulation.schedule(SECOND, "a", () -> {
            simulation.afterThis(() -> {
                seen.add("begins");
                seen.add(awaited(later));
            });
            seen.add("event");
        });
        simulation.schedule(SECOND, "b", () -> seen.add("next event"));
        simulation.schedule(SECOND.multipliedBy(2), "c", () -> later.complete("ends"));
        simulation.runFor(SECOND);
        assertThat(seen).containsExactly("event", "begins", "next event", "ends");
    }

    private String awaited(CompletableFuture<String> result) {
        try {
            return world.await(result, MINUTE);
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void aStrandHandlesItsMessagesInOrderAndNeverAtOnce() {
        strand.execute(() -> {
            seen.add("first begins");
            strand.execute(() -> seen.add("third"));
            seen.add("first ends");
        });
        strand.execute(() -> seen.add("second"));
        assertThat(seen).as("not on the caller's stack").isEmpty();
        simulation.runFor(SECOND);
        assertThat(seen).containsExactly("first begins", "first ends", "second", "third");
    }

    @Test
    void aTimerRingsOnItsStrandUnlessItIsCancelledBeforeItBegins() {
        strand.schedule(SECOND, () -> seen.add("rang"));
        Cancellable early = strand.schedule(SECOND, () -> seen.add("cancelled early"));
        early.cancel();
        List<Cancellable> late = new ArrayList<>();
        strand.schedule(SECOND.multipliedBy(2), () -> late.get(0).cancel());
        late.add(strand.schedule(SECOND.multipliedBy(2), () -> seen.add("cancelled while it waits in the strand")));
        simulation.runFor(MINUTE);
        assertThat(seen).containsExactly("rang");
    }

    @Test
    void aCallTakesEffectAtOneInstantAndAnswersAtALaterOne() {
        List<Long> instants = new ArrayList<>();
        Lane lane = world.lane("io", 1);
        strand.<Long>call(lane, SECOND, simulation::nanos, outcome -> {
            instants.add(((Outcome.Success<Long>) outcome).value());
            instants.add(simulation.nanos());
        });
        simulation.runFor(SECOND);
        assertThat(instants).hasSize(2);
        assertThat(instants.get(0)).isPositive();
        assertThat(instants.get(1)).isGreaterThan(instants.get(0));
    }

    @Test
    void whatTheWorkThrowsIsAFailureButAnErrorEndsTheRun() {
        Lane lane = world.lane("io", 2);
        strand.<Long>call(
                lane,
                SECOND,
                () -> {
                    throw new IllegalStateException("no");
                },
                outcome -> seen.add(outcome.getClass().getSimpleName()));
        simulation.runFor(SECOND);
        assertThat(seen).containsExactly("Failure");
        strand.<Long>call(
                lane,
                SECOND,
                () -> {
                    throw new AssertionError("violated");
                },
                outcome -> seen.add("swallowed"));
        assertThatThrownBy(() -> simulation.runFor(SECOND)).isInstanceOf(AssertionError.class);
        assertThat(seen).containsExactly("Failure");
    }

    @Test
    void aCallThatIsTooSlowIsUnknownAtItsDeadlineAndItsAnswerIsDropped() {
        Lane lane = world.lane("io", 1);
        strand.<Integer>call(
                lane,
                SECOND,
                () -> {
                    Objects.requireNonNull(simulation.callUnderWay()).takes(MINUTE);
                    seen.add("effect");
                    return 1;
                },
                outcome -> seen.add(
                        outcome.getClass().getSimpleName() + " at " + simulation.nanos() / 1_000_000_000 + " s"));
        simulation.runFor(MINUTE.multipliedBy(3));
        assertThat(seen).containsExactly("effect", "Unknown at 1 s");
    }

    @Test
    void aCallMayTakeEffectAfterItsDeadline() {
        world.laneModels(lane -> LaneModel.of(MINUTE, MINUTE));
        strand.<Boolean>call(
                world.lane("io", 1),
                SECOND,
                () -> seen.add("effect"),
                outcome -> seen.add(outcome.getClass().getSimpleName()));
        simulation.runFor(MINUTE.multipliedBy(3));
        assertThat(seen).containsExactly("Unknown", "effect");
    }

    @Test
    void aCallThatNeverAnswersHoldsItsPlaceOnTheLaneForAWhile() {
        Lane lane = world.lane("io", 1);
        strand.<Integer>call(
                lane,
                SECOND,
                () -> {
                    Objects.requireNonNull(simulation.callUnderWay()).neverAnswers();
                    return 1;
                },
                outcome -> seen.add(outcome.getClass().getSimpleName()));
        strand.<Integer>call(
                lane,
                Duration.ofMillis(500),
                () -> 2,
                outcome -> seen.add("second: " + outcome.getClass().getSimpleName()));
        strand.<Integer>call(
                lane,
                MINUTE,
                () -> 3,
                outcome -> seen.add("third: " + outcome.getClass().getSimpleName()));
        simulation.runFor(MINUTE);
        assertThat(seen).containsExactly("second: Unknown", "Unknown", "third: Success");
    }

    @Test
    void noMoreCallsAreUnderWayThanTheLaneAllows() {
        Lane lane = world.lane("io", 2);
        world.laneModels(name -> LaneModel.of(Duration.ofMillis(10), Duration.ofMillis(10)));
        List<Long> effects = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            strand.<Boolean>call(lane, MINUTE, () -> effects.add(simulation.nanos() / 1_000_000), outcome -> {});
        }
        simulation.runFor(SECOND);
        assertThat(effects).containsExactly(10L, 10L, 30L, 30L, 50L, 50L);
    }

    @Test
    void closingALaneDropsWhatWaits() {
        Lane lane = world.lane("io", 1);
        strand.<Integer>call(
                lane,
                MINUTE,
                () -> 1,
                outcome -> seen.add("first " + outcome.getClass().getSimpleName()));
        strand.<Integer>call(
                lane,
                MINUTE,
                () -> 2,
                outcome -> seen.add("second " + outcome.getClass().getSimpleName()));
        lane.close();
        strand.<Integer>call(
                lane,
                MINUTE,
                () -> 3,
                outcome -> seen.add("third " + outcome.getClass().getSimpleName()));
        simulation.runFor(SECOND);
        assertThat(seen).containsExactlyInAnyOrder("first Success", "second Unknown", "third Unknown");
    }

    @Test
    void nothingOfACrashedEngineRunsAgain() {
        Lane lane = world.lane("io", 100);
        int[] effects = {0};
        strand.execute(() -> seen.add("message"));
        strand.schedule(SECOND, () -> seen.add("timer"));
        for (int i = 0; i < 100; i++) {
            strand.<Integer>call(lane, MINUTE, () -> effects[0]++, outcome -> seen.add("outcome"));
        }
        world.crash();
        strand.execute(() -> seen.add("message after"));
        strand.schedule(SECOND, () -> seen.add("timer after"));
        simulation.runFor(MINUTE.multipliedBy(5));
        assertThat(seen).isEmpty();
        assertThat(effects[0]).as("requests under way that had their effect").isBetween(25, 75);
    }

    @Test
    void anEngineMayCrashInTheMiddleOfAMessage() {
        strand.execute(() -> {
            strand.execute(() -> seen.add("never"));
            world.crash();
        });
        simulation.runFor(MINUTE);
        assertThat(seen).isEmpty();
    }

    @Test
    void awaitMovesTimeOn() throws Exception {
        CompletableFuture<String> result = new CompletableFuture<>();
        strand.schedule(MINUTE, () -> result.complete("there"));
        assertThat(world.await(result, MINUTE.multipliedBy(2))).isEqualTo("there");
        assertThatThrownBy(() -> world.await(new CompletableFuture<>(), MINUTE)).isInstanceOf(TimeoutException.class);
        assertThat(simulation.nanos()).isBetween(MINUTE.toNanos() * 2, MINUTE.toNanos() * 2 + 1_000_000);
        simulation.schedule(SECOND, "crash", world::crash);
        assertThatThrownBy(() -> world.await(new CompletableFuture<>(), MINUTE)).isInstanceOf(TimeoutException.class);
        assertThat(simulation.nanos()).isLessThan(MINUTE.toNanos() * 3 - 1);
    }

    @Test
    void anEventCannotWait() {
        simulation.schedule(SECOND, "waits", () -> simulation.runFor(SECOND));
        assertThatThrownBy(() -> simulation.runFor(MINUTE)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void idsDifferBetweenIncarnationsAndComeFromTheSeed() {
        VirtualWorld again = simulation.world("engine");
        assertThat(world.newId()).matches("[0-9a-f]{32}").isNotEqualTo(again.newId());
        assertThat(new Simulation(7).world("engine").newId())
                .isEqualTo(new Simulation(7).world("engine").newId());
        assertThat(new Simulation(8).world("engine").newId())
                .isNotEqualTo(new Simulation(7).world("engine").newId());
    }

    @Test
    void theWallClockMayStepWhileTheMonotonicOneOnlyGrows() {
        long before = world.monotonicNanos();
        simulation.runFor(MINUTE);
        world.wallOffset(Duration.ofHours(-1));
        assertThat(world.now()).isEqualTo(Simulation.BEGINNING.plus(MINUTE).minus(Duration.ofHours(1)));
        assertThat(world.monotonicNanos() - before).isEqualTo(MINUTE.toNanos());
    }

    @Test
    void aDrawForOnePurposeShiftsNoOther() {
        SimulationRandom one = new SimulationRandom(3);
        long undisturbed = one.derive("b").nextLong();
        one.nextLong();
        one.derive("a").nextLong();
        assertThat(one.derive("b").nextLong()).isEqualTo(undisturbed);
        assertThat(one.derive("a").nextLong()).isNotEqualTo(undisturbed);
    }

    @Test
    void theQueueAgreesWithASortedList() {
        SimulationRandom random = new SimulationRandom(1);
        EventQueue queue = new EventQueue();
        List<Event> model = new ArrayList<>();
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            if (model.isEmpty() || random.below(5) < 3) {
                long time = random.below(500);
                Event event = new Event("e", null, queue, () -> {});
                queue.add(event, time);
                int place = 0;
                while (place < times.size() && times.get(place) <= time) {
                    place++;
                }
                times.add(place, time);
                model.add(place, event);
            } else if (random.below(2) == 0) {
                assertThat(queue.nextTime()).isEqualTo(times.remove(0));
                assertThat(queue.poll()).isSameAs(model.remove(0));
            } else {
                int place = (int) random.below(model.size());
                times.remove(place);
                model.remove(place).cancel();
            }
            assertThat(queue.size()).isEqualTo(model.size());
        }
    }

    @Test
    void whoIsChosenIsChosenAgainWhenOthersComeOrGo() {
        List<String> all = List.of("a", "b", "c", "d", "e");
        Set<String> everChosen = new TreeSet<>();
        for (int seed = 0; seed < 100; seed++) {
            String chosen = Objects.requireNonNull(new SimulationRandom(seed).choose(all, name -> name));
            everChosen.add(chosen);
            for (String gone : all) {
                List<String> left =
                        all.stream().filter(one -> !one.equals(gone)).toList();
                String again = new SimulationRandom(seed).choose(left, name -> name);
                assertThat(again.equals(chosen)).isEqualTo(!gone.equals(chosen));
            }
        }
        assertThat(everChosen).containsExactlyElementsOf(all);
        assertThat(new SimulationRandom(1).choose(List.<String>of(), name -> name))
                .isNull();
    }

    @Test
    void aWorldThatStandsStillHandlesItsMessagesAfterwardsInTheirOrder() {
        strand.schedule(SECOND, () -> seen.add("timer at " + simulation.nanos() / SECOND.toNanos()));
        strand.execute(() -> seen.add("message"));
        world.pause(SECOND.multipliedBy(20));
        world.pause(SECOND.multipliedBy(30));
        long clock = world.monotonicNanos();
        simulation.runFor(SECOND.multipliedBy(29));
        assertThat(seen).isEmpty();
        assertThat(world.isPaused()).isTrue();
        assertThat(world.monotonicNanos() - clock)
                .isEqualTo(SECOND.multipliedBy(29).toNanos());
        strand.execute(() -> seen.add("message from outside"));
        simulation.runFor(SECOND.multipliedBy(2));
        assertThat(seen).containsExactly("message", "message from outside", "timer at 30");
        assertThat(world.isPaused()).isFalse();
    }

    @Test
    void aRequestUnderWayTakesEffectDuringAPauseOrAfterIt() {
        Lane lane = world.lane("io", 1_000);
        for (int i = 0; i < 100; i++) {
            strand.call(lane, MINUTE, () -> seen.add(world.isPaused() ? "during" : "after"), outcome -> {});
        }
        simulation.runFor(Duration.ofNanos(40_000));
        world.pause(SECOND);
        simulation.runFor(MINUTE);
        assertThat(seen).hasSize(100).contains("during", "after");
    }

    @Test
    void aWorldThatDiesWhileItStandsStillNeverGoesOn() {
        strand.execute(() -> seen.add("never"));
        world.pause(SECOND);
        simulation.runFor(Duration.ofMillis(500));
        world.crash();
        simulation.runFor(MINUTE);
        assertThat(seen).isEmpty();
    }

    @Test
    void aDriftingClockMakesTimersLateOrEarlyByTrueTimeAndNeverByItsOwn() {
        for (int rate : new int[] {500, 777, 1_000, 1_333, 2_000}) {
            VirtualWorld drifting = simulation.world("rate " + rate);
            drifting.clockRate(rate);
            long trueStart = simulation.nanos();
            long start = drifting.monotonicNanos();
            drifting.strand("timer").schedule(MINUTE, () -> {
                assertThat(drifting.monotonicNanos() - start).isGreaterThanOrEqualTo(MINUTE.toNanos());
                seen.add(rate + ": " + (simulation.nanos() - trueStart) / SECOND.toNanos());
            });
        }
        simulation.runFor(MINUTE.multipliedBy(3));
        assertThat(seen).containsExactly("2000: 30", "1333: 45", "1000: 60", "777: 77", "500: 120");
    }

    @Test
    void aCallThatWaitsIsDoneAgainWhenItIsWokenOrHasWaitedLongEnough() {
        Lane lane = world.lane("io", 8);
        List<CallUnderWay> waiting = new ArrayList<>();
        for (String name : List.of("woken", "patient")) {
            strand.call(
                    lane,
                    MINUTE,
                    () -> {
                        CallUnderWay call = Objects.requireNonNull(simulation.callUnderWay());
                        if (seen.contains("there")) {
                            return name + " found it";
                        }
                        RuntimeException notYet = call.waiting(SECOND.multipliedBy(10));
                        if (notYet == null) {
                            return name + " waited";
                        }
                        waiting.add(call);
                        throw notYet;
                    },
                    outcome -> seen.add(((Outcome.Success<String>) outcome).value()));
        }
        simulation.runFor(SECOND.multipliedBy(5));
        assertThat(seen).isEmpty();
        simulation.runFor(SECOND.multipliedBy(4));
        seen.add("there");
        waiting.get(0).wake();
        waiting.get(0).wake();
        simulation.runFor(Duration.ofMillis(100));
        assertThat(seen).hasSize(2);
        seen.remove("there");
        simulation.runFor(SECOND.multipliedBy(5));
        assertThat(seen)
                .hasSize(2)
                .anyMatch(text -> text.endsWith("found it"))
                .anyMatch(text -> text.endsWith("waited"));
    }

    @Test
    void aCallThatWaitsLongerThanItsDeadlineIsGivenUp() {
        Lane lane = world.lane("io", 8);
        strand.call(
                lane,
                SECOND,
                () -> {
                    throw Objects.requireNonNull(
                            Objects.requireNonNull(simulation.callUnderWay()).waiting(MINUTE));
                },
                outcome -> seen.add(outcome.getClass().getSimpleName()));
        simulation.runFor(SECOND.multipliedBy(2));
        assertThat(seen).containsExactly("Unknown");
    }

    @Test
    void somethingHappensRightWhenTheNextCallOfAKindTakesEffect() {
        Lane store = world.lane("store", 8);
        Lane health = world.lane("agent-health", 8);
        world.atNextCall(Component.HEALTH, () -> {
            seen.add("ambush");
            world.crash();
        });
        strand.call(store, MINUTE, () -> seen.add("store"), outcome -> seen.add("stored"));
        simulation.runFor(SECOND);
        assertThat(seen).containsExactly("store", "stored");
        strand.call(health, MINUTE, () -> true, outcome -> seen.add("never"));
        simulation.runFor(SECOND);
        assertThat(seen).containsExactly("store", "stored", "ambush");
        assertThat(simulation.cells().count(Fault.ENGINE_CRASHES, Component.HEALTH))
                .isEqualTo(1);
    }
}
