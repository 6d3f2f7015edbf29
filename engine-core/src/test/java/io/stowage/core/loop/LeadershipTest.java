package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.FakeStore;
import io.stowage.core.HandWorld;
import io.stowage.core.event.EventHub;
import io.stowage.core.json.RecordCodec;
import io.stowage.core.store.Rider;
import io.stowage.core.store.StorePort;
import io.stowage.spi.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LeadershipTest {

    private final HandWorld world = new HandWorld();
    private final FakeStore store = new FakeStore();
    private final List<String> heard = new ArrayList<>();
    /** The trouble that stands. */
    private @Nullable String wrong;

    /** What is asked after each renewal. */
    private Rider.@Nullable Question question;

    private final Leadership leadership = leadership("engine-1");

    private Leadership leadership(String engineId) {
        LoopContext context = new LoopContext(
                engineId,
                world,
                new StorePort(store, world.lane("store", 1), Duration.ofSeconds(10)),
                RecordCodec::toJson,
                (type, json) -> {
                    throw new AssertionError("nothing is read here");
                },
                (cluster, instance, licence, controlPlane) -> {
                    throw new AssertionError("nothing is attached here");
                },
                new EventHub(world, 1));
        return new Leadership(
                "cluster/harbour",
                engineId,
                context,
                world.strand("test"),
                LoopRig.SETTINGS.lease(),
                () -> question,
                new Notes());
    }

    private final class Notes implements Leadership.Listener {
        @Override
        public void acquired(Lease lease) {
            heard.add("acquired by " + lease.holder());
        }

        @Override
        public void lost(String why) {
            heard.add("lost: " + why);
        }

        @Override
        public void heldByAnother() {
            heard.add("held by another");
        }

        @Override
        public void trouble(@Nullable String what) {
            wrong = what;
            if (what != null) {
                heard.add("trouble");
            }
        }
    }

    @Test
    void holdsTheLeaseAsLongAsItIsRenewed() {
        assertThat(leadership.valid()).isFalse();
        leadership.start();
        world.pass(Duration.ofMinutes(1));
        assertThat(leadership.valid()).isTrue();
        assertThat(heard).containsExactly("acquired by engine-1");
    }

    @Test
    void trustsTheLeaseNoLongerThanItsSafetyFromBeforeTheLastRenewalWasSent() {
        leadership.start();
        world.settle();
        store.beforeLease(() -> {
            throw new IllegalStateException("out of reach");
        });
        world.pass(Duration.ofMillis(5_999));
        assertThat(leadership.valid()).isTrue();
        world.pass(Duration.ofMillis(1));
        assertThat(leadership.valid()).isFalse();
        assertThat(heard).contains("trouble");
    }

    @Test
    void stepsDownByItselfAndTakesTheLeaseAgainWhenItCan() {
        leadership.start();
        world.settle();
        store.beforeLease(() -> {
            throw new HandWorld.NoAnswer();
        });
        world.pass(Duration.ofSeconds(30));
        assertThat(heard).contains("lost: the lease could not be renewed in time");
        assertThat(leadership.lease()).isNull();

        store.beforeLease(() -> {});
        world.pass(Duration.ofSeconds(15));
        assertThat(leadership.valid()).isTrue();
        assertThat(heard).endsWith("acquired by engine-1");
    }

    @Test
    void losesTheLeaseThatAnotherEngineHolds() {
        leadership.start();
        world.settle();
        store.forgetLeases();
        assertThat(store.acquire("cluster/harbour", "engine-2", Duration.ofSeconds(10)))
                .isPresent();
        world.pass(Duration.ofSeconds(2));
        assertThat(leadership.valid()).isFalse();
        assertThat(heard).containsExactly("acquired by engine-1", "lost: another engine holds the lease");

        world.pass(Duration.ofSeconds(2));
        assertThat(heard).endsWith("held by another");
        store.forgetLeases();
        world.pass(Duration.ofSeconds(2));
        assertThat(heard).endsWith("acquired by engine-1");
    }

    @Test
    void givesTheLeaseBackWhenItIsClosedAndTakesNoneAnyMore() {
        leadership.start();
        world.settle();
        List<String> released = new ArrayList<>();
        leadership.close(() -> released.add("released"));
        world.pass(Duration.ofMinutes(1));
        assertThat(released).hasSize(1);
        assertThat(store.leases()).isZero();
        assertThat(leadership.valid()).isFalse();
    }

    @Test
    void closesWithoutALeaseToo() {
        List<String> released = new ArrayList<>();
        leadership.close(() -> released.add("released"));
        leadership.start();
        world.pass(Duration.ofMinutes(1));
        assertThat(released).hasSize(1);
        assertThat(store.leases()).isZero();
    }

    @Test
    void anEngineThatGetsNoAnswersLetsGoOfWhatItMayHold() {
        List<Long> tries = new java.util.ArrayList<>();
        store.beforeLease(() -> {
            tries.add(world.monotonicNanos());
            throw new HandWorld.NoAnswer();
        });
        leadership.start();
        world.pass(Duration.ofMinutes(2));
        long longest = 0;
        for (int i = 1; i < tries.size(); i++) {
            longest = Math.max(longest, tries.get(i) - tries.get(i - 1));
        }
        assertThat(Duration.ofNanos(longest))
                .isGreaterThan(LoopRig.SETTINGS.lease().timeToLive());
    }

    @Test
    void troubleWithTheLeaseStandsUntilTheStoreAnswers() {
        store.beforeLease(() -> {
            throw new IllegalStateException("out of reach");
        });
        leadership.start();
        world.settle();
        assertThat(wrong).contains("acquire").contains("out of reach");

        store.beforeLease(() -> {});
        world.pass(Duration.ofSeconds(2));
        assertThat(leadership.valid()).isTrue();
        assertThat(wrong).isNull();

        store.beforeLease(() -> {
            throw new IllegalStateException("out of reach again");
        });
        world.pass(Duration.ofSeconds(2));
        assertThat(wrong).contains("renew").contains("out of reach again");
        store.beforeLease(() -> {});
        world.pass(Duration.ofSeconds(2));
        assertThat(wrong).isNull();
    }

    @Test
    void whoIsRefusedAsksAgainAtEachRenewal() {
        store.takeLease("cluster/harbour", "engine-2");
        leadership.start();
        world.pass(Duration.ofSeconds(20));
        assertThat(heard).containsOnly("held by another").hasSize(11);
    }

    /** The store has given out the lease, and the answer is on its way, while the engine is closed. */
    @Test
    void whatIsTakenWhileItIsClosedIsGivenBack() {
        List<String> released = new ArrayList<>();
        store.beforeLease(() -> leadership.close(() -> released.add(store.leases() + " leases")));
        leadership.start();
        world.pass(Duration.ofMinutes(1));
        assertThat(released).containsExactly("0 leases");
        assertThat(store.leases()).isZero();
        assertThat(heard).isEmpty();
    }

    @Test
    void whatARoundTakesWhileItIsClosedIsGivenBackToo() {
        store.takeLease("cluster/harbour", "engine-2");
        leadership.start();
        world.pass(Duration.ofSeconds(3));
        store.forgetLeases();
        List<String> released = new ArrayList<>();
        store.beforeLease(() -> leadership.close(() -> released.add(store.leases() + " leases")));
        world.pass(Duration.ofMinutes(1));
        assertThat(released).containsExactly("0 leases");
        assertThat(store.leases()).isZero();
        assertThat(heard).containsOnly("held by another");
    }

    @Test
    void closedBetweenTwoRoundsItAsksForNothingAnyMore() {
        store.takeLease("cluster/harbour", "engine-2");
        leadership.start();
        world.pass(Duration.ofSeconds(3));
        store.forgetLeases();
        List<String> released = new ArrayList<>();
        leadership.close(() -> released.add("first"));
        leadership.close(() -> released.add("second"));
        world.pass(Duration.ofMinutes(1));
        assertThat(released).containsExactly("first", "second");
        assertThat(store.leases()).isZero();
    }

    @Test
    void aQuestionThatIsNotAnsweredKeepsNoRenewalWaiting() {
        List<String> asked = new ArrayList<>();
        question = asking -> {
            asked.add("asked");
            throw new HandWorld.NoAnswer();
        };
        leadership.start();
        world.pass(Duration.ofMinutes(1));
        assertThat(leadership.valid()).isTrue();
        assertThat(heard).containsExactly("acquired by engine-1");
        // One at a time, each of which is waited for.
        assertThat(asked).hasSizeBetween(5, 15);
    }

    @Test
    void aQuestionIsAnsweredOnTheStrandAfterTheRenewal() {
        List<String> answers = new ArrayList<>();
        question = asking -> () -> answers.add("answered");
        leadership.start();
        world.pass(Duration.ofSeconds(3));
        assertThat(answers).containsExactly("answered");
    }
}
