package io.stowage.core.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SystemWorldTest {

    private static final Duration LONG = Duration.ofSeconds(50);

    private final SystemWorld world = SystemWorld.create("test");
    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void close() {
        released.countDown();
        world.close();
    }

    @Test
    void aStrandKeepsTheOrderOfEachSenderAndRunsOneMessageAtATime() throws Exception {
        Strand strand = world.strand("s");
        int senders = 4;
        int messages = 5_000;
        int[] last = new int[senders];
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger violations = new AtomicInteger();
        CountDownLatch handled = new CountDownLatch(senders * messages);
        for (int sender = 0; sender < senders; sender++) {
            int from = sender;
            Thread thread = new Thread(() -> {
                for (int i = 1; i <= messages; i++) {
                    int number = i;
                    strand.execute(() -> {
                        if (inside.incrementAndGet() != 1 || last[from] != number - 1) {
                            violations.incrementAndGet();
                        }
                        last[from] = number;
                        inside.decrementAndGet();
                        handled.countDown();
                    });
                }
            });
            thread.start();
        }
        assertThat(handled.await(50, TimeUnit.SECONDS)).isTrue();
        assertThat(violations).hasValue(0);
        assertThat(last).containsOnly(messages);
    }

    @Test
    void aMessageNeverRunsOnTheStackOfItsSender() throws Exception {
        Strand strand = world.strand("s");
        CompletableFuture<Boolean> nested = new CompletableFuture<>();
        strand.execute(() -> {
            boolean[] ran = {false};
            strand.execute(() -> ran[0] = true);
            nested.complete(ran[0]);
        });
        assertThat(world.await(nested, LONG)).isFalse();
    }

    @Test
    void aMessageThatThrowsHarmsNoOther() throws Exception {
        Strand strand = world.strand("s");
        CompletableFuture<String> after = new CompletableFuture<>();
        strand.execute(() -> {
            throw new StackOverflowError("on purpose");
        });
        strand.execute(() -> after.complete("alive"));
        assertThat(world.await(after, LONG)).isEqualTo("alive");
    }

    @Test
    void aTimerRunsAfterItsDelayAndACancelledOneNever() throws Exception {
        Strand strand = world.strand("s");
        long begin = world.monotonicNanos();
        CompletableFuture<Long> rang = new CompletableFuture<>();
        AtomicInteger cancelled = new AtomicInteger();
        Cancellable early = strand.schedule(Duration.ofMillis(5), cancelled::incrementAndGet);
        early.cancel();
        strand.schedule(Duration.ofMillis(30), () -> rang.complete(world.monotonicNanos()));
        assertThat(world.await(rang, LONG) - begin)
                .isGreaterThanOrEqualTo(Duration.ofMillis(30).toNanos());
        assertThat(cancelled).hasValue(0);
    }

    @Test
    void aTimerThatIsDueCanBeCancelledUntilItBegins() throws Exception {
        Strand strand = world.strand("s");
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch due = new CountDownLatch(1);
        AtomicInteger ran = new AtomicInteger();
        strand.execute(() -> {
            busy.countDown();
            awaitQuietly(due);
        });
        busy.await();
        Cancellable timer = strand.schedule(Duration.ZERO, ran::incrementAndGet);
        // The timer's thread hands over in order: once this one has arrived elsewhere, the first is in its strand.
        CompletableFuture<Void> later = new CompletableFuture<>();
        world.strand("other").schedule(Duration.ofMillis(1), () -> later.complete(null));
        world.await(later, LONG);
        timer.cancel();
        CompletableFuture<Void> afterwards = new CompletableFuture<>();
        strand.execute(() -> afterwards.complete(null));
        due.countDown();
        world.await(afterwards, LONG);
        assertThat(ran).hasValue(0);
    }

    @Test
    void aCallAnswersOnItsStrandWithValueOrFailure() throws Exception {
        Strand strand = world.strand("s");
        Lane lane = world.lane("io", 2);
        BlockingQueue<Outcome<Integer>> outcomes = new LinkedBlockingQueue<>();
        Queue<String> threads = new ConcurrentLinkedQueue<>();
        strand.<Integer>call(lane, LONG, () -> 42, outcome -> {
            threads.add(Thread.currentThread().getName());
            outcomes.add(outcome);
        });
        assertThat(outcomes.poll(50, TimeUnit.SECONDS)).isEqualTo(new Outcome.Success<>(42));
        assertThat(threads.peek()).startsWith("stowage-test-strand-");
        IllegalStateException failure = new IllegalStateException("no");
        strand.<Integer>call(
                lane,
                LONG,
                () -> {
                    throw failure;
                },
                outcomes::add);
        assertThat(outcomes.poll(50, TimeUnit.SECONDS)).isEqualTo(new Outcome.Failure<>(failure));
        strand.<Integer>call(
                lane,
                LONG,
                () -> {
                    throw new NoClassDefFoundError("plugin");
                },
                outcomes::add);
        assertThat(outcomes.poll(50, TimeUnit.SECONDS)).isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void anAnswerAfterTheDeadlineIsDropped() throws Exception {
        Strand strand = world.strand("s");
        Lane lane = world.lane("io", 1);
        BlockingQueue<Outcome<Integer>> outcomes = new LinkedBlockingQueue<>();
        strand.<Integer>call(
                lane,
                Duration.ofMillis(200),
                () -> {
                    released.await();
                    return 1;
                },
                outcomes::add);
        assertThat(outcomes.poll(50, TimeUnit.SECONDS)).isInstanceOf(Outcome.Unknown.class);
        released.countDown();
        // The lane is one call wide: when this one is answered, the first has returned.
        CompletableFuture<Void> afterwards = new CompletableFuture<>();
        strand.<Integer>call(lane, LONG, () -> 2, outcome -> afterwards.complete(null));
        world.await(afterwards, LONG);
        assertThat(outcomes).isEmpty();
    }

    @Test
    void thatACallReturnsIsToldWhenItTakesNoPlaceOfItsLaneAnyMore() throws Exception {
        Strand strand = world.strand("s");
        Lane lane = world.lane("io", 1);
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        for (String call : List.of("hangs", "never begins")) {
            strand.<Integer>call(
                    lane,
                    Duration.ofMillis(200),
                    () -> {
                        released.await();
                        return 1;
                    },
                    outcome -> told.add(call),
                    () -> told.add(call + ", returned"));
        }
        assertThat(List.of(next(told), next(told))).containsExactlyInAnyOrder("hangs", "never begins");
        assertThat(told).as("it takes its place until it returns").isEmpty();

        released.countDown();

        assertThat(List.of(next(told), next(told))).containsExactly("hangs, returned", "never begins, returned");
        lane.close();
        strand.<Integer>call(lane, LONG, () -> 1, outcome -> told.add("refused"), () -> told.add("refused, returned"));
        assertThat(List.of(next(told), next(told))).containsExactly("refused", "refused, returned");
    }

    private static String next(BlockingQueue<String> told) throws InterruptedException {
        return Objects.requireNonNull(told.poll(50, TimeUnit.SECONDS), "nothing was told");
    }

    @Test
    void everyCallHasExactlyOneOutcomeWhenDeadlineAndAnswerRace() throws Exception {
        Strand strand = world.strand("s");
        Lane lane = world.lane("io", 4);
        int calls = 2_000;
        int[] outcomes = new int[calls];
        CompletableFuture<Void> all = new CompletableFuture<>();
        AtomicInteger left = new AtomicInteger(calls);
        for (int i = 0; i < calls; i++) {
            int call = i;
            strand.<Integer>call(lane, Duration.ofNanos(50_000L * (call % 100)), () -> call, o -> {
                outcomes[call]++;
                if (left.decrementAndGet() == 0) {
                    all.complete(null);
                }
            });
        }
        world.await(all, LONG);
        CompletableFuture<Void> afterwards = new CompletableFuture<>();
        strand.<Integer>call(lane, LONG, () -> 0, outcome -> afterwards.complete(null));
        world.await(afterwards, LONG);
        assertThat(outcomes).containsOnly(1);
    }

    @Test
    void aLaneRunsAsMuchAtOnceAsItIsAllowedTo() throws Exception {
        Strand strand = world.strand("s");
        Lane lane = world.lane("io", 3);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch threeInside = new CountDownLatch(3);
        CountDownLatch done = new CountDownLatch(50);
        for (int i = 0; i < 50; i++) {
            strand.<Integer>call(
                    lane,
                    LONG,
                    () -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        threeInside.countDown();
                        threeInside.await();
                        inside.decrementAndGet();
                        return 0;
                    },
                    outcome -> done.countDown());
        }
        assertThat(done.await(50, TimeUnit.SECONDS)).isTrue();
        assertThat(most).hasValue(3);
    }

    @Test
    void aLaneThatHangsDelaysNoOther() throws Exception {
        Strand strand = world.strand("s");
        Lane hanging = world.lane("hanging", 1);
        strand.<Boolean>call(hanging, LONG, () -> released.await(50, TimeUnit.SECONDS), outcome -> {});
        CompletableFuture<Outcome<Integer>> answer = new CompletableFuture<>();
        strand.<Integer>call(world.lane("other", 1), LONG, () -> 1, answer::complete);
        assertThat(world.await(answer, LONG)).isEqualTo(new Outcome.Success<>(1));
    }

    @Test
    void closingALaneDropsWhatWaitsAndRefusesWhatComes() throws Exception {
        Strand strand = world.strand("s");
        Lane lane = world.lane("io", 1);
        BlockingQueue<Outcome<Integer>> outcomes = new LinkedBlockingQueue<>();
        CountDownLatch begun = new CountDownLatch(1);
        strand.<Integer>call(
                lane,
                LONG,
                () -> {
                    begun.countDown();
                    released.await();
                    return 1;
                },
                outcomes::add);
        begun.await();
        strand.<Integer>call(lane, LONG, () -> 2, outcomes::add);
        lane.close();
        assertThat(outcomes.poll(50, TimeUnit.SECONDS)).isInstanceOf(Outcome.Unknown.class);
        strand.<Integer>call(lane, LONG, () -> 3, outcomes::add);
        assertThat(outcomes.poll(50, TimeUnit.SECONDS)).isInstanceOf(Outcome.Unknown.class);
        released.countDown();
        assertThat(outcomes.poll(50, TimeUnit.SECONDS)).isEqualTo(new Outcome.Success<>(1));
    }

    @Test
    void aHostExecutorRunsTheLanesAndItsRefusalIsAnOutcome() throws Exception {
        List<Runnable> given = new ArrayList<>();
        try (SystemWorld hosted = SystemWorld.create("hosted", work -> {
            if (!given.isEmpty()) {
                throw new RejectedExecutionException("full");
            }
            given.add(work);
            work.run();
        })) {
            Strand strand = hosted.strand("s");
            Lane lane = hosted.lane("io", 1);
            BlockingQueue<Outcome<Integer>> outcomes = new LinkedBlockingQueue<>();
            strand.<Integer>call(lane, LONG, () -> 1, outcomes::add);
            assertThat(outcomes.poll(50, TimeUnit.SECONDS)).isEqualTo(new Outcome.Success<>(1));
            strand.<Integer>call(lane, LONG, () -> 2, outcomes::add);
            assertThat(outcomes.poll(50, TimeUnit.SECONDS)).isInstanceOf(Outcome.Unknown.class);
        }
    }

    @Test
    void closingIsBoundedAndNothingRunsOnAStrandAfterIt() throws Exception {
        Strand strand = world.strand("s");
        Lane lane = world.lane("hanging", 1);
        CountDownLatch begun = new CountDownLatch(1);
        AtomicInteger after = new AtomicInteger();
        strand.<Integer>call(
                lane,
                LONG,
                () -> {
                    begun.countDown();
                    released.await();
                    return 1;
                },
                outcome -> after.incrementAndGet());
        begun.await();
        strand.schedule(Duration.ofMillis(1), () -> {});
        long start = System.nanoTime();
        world.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        strand.execute(after::incrementAndGet);
        strand.schedule(Duration.ZERO, after::incrementAndGet);
        strand.<Integer>call(lane, LONG, () -> 1, outcome -> after.incrementAndGet());
        released.countDown();
        world.close();
        assertThat(after).hasValue(0);
    }

    @Test
    void closingIsBoundedEvenIfAMessageHangs() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        world.strand("s").execute(() -> {
            begun.countDown();
            try {
                released.await();
            } catch (InterruptedException expected) {
                interrupted.countDown();
            }
        });
        begun.await();
        long start = System.nanoTime();
        world.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(5_500));
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aStrandMayCloseItsOwnWorld() throws Exception {
        CompletableFuture<Duration> took = new CompletableFuture<>();
        world.strand("s").execute(() -> {
            long start = System.nanoTime();
            world.close();
            took.complete(Duration.ofNanos(System.nanoTime() - start));
        });
        assertThat(took.get(50, TimeUnit.SECONDS)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void allThreadsAreDaemonsAndNamedAfterTheEngine() throws Exception {
        CompletableFuture<Thread> ofStrand = new CompletableFuture<>();
        CompletableFuture<Thread> ofLane = new CompletableFuture<>();
        Strand strand = world.strand("s");
        strand.schedule(Duration.ofMillis(1), () -> ofStrand.complete(Thread.currentThread()));
        strand.<Boolean>call(
                world.lane("docker", 1), LONG, () -> ofLane.complete(Thread.currentThread()), outcome -> {});
        assertThat(world.await(ofStrand, LONG).getName()).matches("stowage-test-strand-\\d+");
        assertThat(world.await(ofLane, LONG).getName()).matches("stowage-test-docker-\\d+");
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().startsWith("stowage-test-"))
                .isNotEmpty()
                .allMatch(Thread::isDaemon);
    }

    @Test
    void idsAreThirtyTwoHexadecimalDigitsAndNeverTheSame() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            ids.add(world.newId());
        }
        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[0-9a-f]{32}"));
        for (int i = 0; i < 1_000; i++) {
            assertThat(world.random(7)).isBetween(0L, 6L);
        }
    }

    @Test
    void awaitGivesUpAfterItsTimeout() {
        assertThatThrownBy(() -> world.await(new CompletableFuture<>(), Duration.ofMillis(5)))
                .isInstanceOf(TimeoutException.class);
    }

    @Test
    void aLaneNeedsRoomForOneCall() {
        assertThatThrownBy(() -> world.lane("none", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }
}
