package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.HandWorld;
import io.stowage.model.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PartitionClockTest {

    private final HandWorld world = new HandWorld();
    private final Instant start = world.now();
    private final PartitionClock clock = new PartitionClock(world);

    @Test
    void countsWithTheMonotonicClockWhileTheLeaseIsHeld() {
        clock.leaseTaken();
        world.pass(Duration.ofSeconds(5));
        world.stepClock(Duration.ofHours(-3));
        assertThat(clock.now()).isEqualTo(start.plusSeconds(5));
        world.stepClock(Duration.ofHours(30));
        world.pass(Duration.ofSeconds(5));
        assertThat(clock.now()).isEqualTo(start.plusSeconds(10));
        assertThat(clock.until(start.plusSeconds(12))).isEqualTo(Duration.ofSeconds(2));
        assertThat(clock.until(start)).isZero();
    }

    @Test
    void goesByTheWallClockAgainWithTheNextLease() {
        clock.leaseTaken();
        world.stepClock(Duration.ofHours(2));
        world.pass(Duration.ofSeconds(5));
        clock.leaseTaken();
        assertThat(clock.now()).isEqualTo(start.plusSeconds(5).plus(Duration.ofHours(2)));
    }

    @Test
    void doesNotGoBackWithTheNextLease() {
        clock.leaseTaken();
        world.pass(Duration.ofSeconds(5));
        world.stepClock(Duration.ofSeconds(-3));
        clock.leaseTaken();
        assertThat(clock.now()).isEqualTo(start.plusSeconds(5));
        world.pass(Duration.ofSeconds(1));
        assertThat(clock.now()).isEqualTo(start.plusSeconds(6));
    }

    @Test
    void isNeverBeforeWhatTheStateKnows() {
        clock.leaseTaken();
        Instant latest = start.plus(Duration.ofDays(1));
        clock.stateRead(latest);
        assertThat(clock.now()).isEqualTo(latest);
        world.pass(Duration.ofSeconds(7));
        assertThat(clock.now()).isEqualTo(latest.plusSeconds(7));
        clock.stateRead(start);
        assertThat(clock.now()).isEqualTo(latest.plusSeconds(7));
    }

    @Test
    void whatIsTimedGoesOnWhenTheWallClockStepsBack() {
        LoopRig rig = LoopRig.open();
        NotedAgent agent = rig.instance("one");
        rig.ask(LoopRig.service("shop", 1));
        rig.world.settle();
        agent.report(agent.orders.get(0).taskId(), io.stowage.model.TaskStatus.RUNNING);
        rig.world.settle();

        rig.world.stepClock(Duration.ofDays(-1));
        // Healthy after 40 s of RUNNING, which completes the deployment.
        rig.pass(Duration.ofSeconds(41));

        Service shop = Objects.requireNonNull(rig.service("shop"));
        assertThat(shop.deployments())
                .singleElement()
                .extracting("rolloutState")
                .isEqualTo(io.stowage.model.DeploymentRolloutState.COMPLETED);
    }
}
