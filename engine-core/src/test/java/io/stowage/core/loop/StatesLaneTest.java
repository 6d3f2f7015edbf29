package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.PartitionRole;
import io.stowage.core.operation.DescribeServices;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** States that take long to be made of what was read. */
class StatesLaneTest {

    private final LoopRig leader = LoopRig.open();

    @Test
    void theLeaseIsRenewedWhileAStateIsMade() {
        leader.close();
        leader.store.forgetLeases();
        leader.world.hold("states");
        LoopRig next = leader.starting(2);
        leader.pass(Duration.ofMinutes(1));
        assertThat(next.loop.health().role()).isEqualTo(PartitionRole.NONE);
        assertThat(next.loop.health().lastError()).isNull();

        leader.world.release("states");
        leader.pass(Duration.ofSeconds(1));
        assertThat(next.loop.health().role()).isEqualTo(PartitionRole.LEADER);
    }

    @Test
    void whatChangesWhileAFollowerMakesItsStateIsSeenAfterIt() {
        leader.instance("one");
        leader.world.hold("states");
        LoopRig follower = leader.starting(2);
        leader.pass(Duration.ofSeconds(30));
        leader.ask(LoopRig.service("shop", 1));
        CompletableFuture<?> read = follower.submit(new DescribeServices(List.of("shop")));
        leader.ask(LoopRig.service("stall", 1));
        leader.pass(Duration.ofSeconds(30));
        assertThat(read).isNotDone();

        leader.world.release("states");
        leader.world.settle();
        assertThat(follower.ask(new DescribeServices(List.of("shop", "stall"))).services())
                .hasSize(2);
        assertThat(read).isCompleted();
        assertThat(follower.loop.health().revision())
                .isEqualTo(leader.loop.health().revision());
    }

    @Test
    void aStateThatNobodyWantsAnyMoreIsNotFollowed() {
        leader.world.hold("states");
        LoopRig follower = leader.starting(2);
        leader.pass(Duration.ofSeconds(5));
        leader.close();
        leader.store.forgetLeases();
        leader.pass(Duration.ofSeconds(5));
        leader.world.release("states");
        leader.pass(Duration.ofSeconds(5));
        assertThat(follower.loop.health().role()).isEqualTo(PartitionRole.LEADER);
    }
}
