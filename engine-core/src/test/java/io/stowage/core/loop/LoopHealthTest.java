package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.HandWorld;
import io.stowage.core.operation.DescribeCluster;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The last error is told until it is made good. */
class LoopHealthTest {

    private final LoopRig rig = LoopRig.open();

    @Test
    void aTurnWithNothingToCommitMakesGoodWhatWentWrong() {
        NotedAgent agent = rig.instance("one");
        agent.deaf = new IllegalStateException("deaf");
        agent.ask("nobody");
        rig.world.settle();
        assertThat(rig.loop.health().lastError()).contains("deaf");
        agent.deaf = null;

        int commits = rig.store.commits().size();
        rig.ask(new DescribeCluster());
        assertThat(rig.store.commits()).hasSize(commits);
        assertThat(rig.loop.health().lastError()).isNull();
    }

    @Test
    void aStateThatIsReadAnewWithNothingToCommitMakesGoodWhatWentWrong() {
        rig.store.conflictNext();
        rig.handIn(LoopRig.service("shop", 0));
        rig.world.settle();
        assertThat(rig.loop.health().lastError()).contains("the commit was refused");
        rig.pass(Duration.ofSeconds(2));
        assertThat(rig.loop.health().lastError()).isNull();
    }

    @Test
    void aRenewalThatSucceedsMakesGoodOneThatDidNot() {
        rig.store.beforeLease(() -> {
            throw new IllegalStateException("out of reach");
        });
        rig.pass(Duration.ofSeconds(3));
        assertThat(rig.loop.health().lastError()).contains("out of reach");
        rig.store.beforeLease(() -> {});
        rig.pass(Duration.ofSeconds(2));
        assertThat(rig.loop.health().lastError()).isNull();
    }

    @Test
    void thatAnotherEngineLeadsIsNoErrorForLong() {
        rig.store.forgetLeases();
        LoopRig.another(2, rig.store, LoopRig.SETTINGS);
        rig.pass(Duration.ofSeconds(2));
        assertThat(rig.loop.health().lastError()).contains("another engine holds the lease");
        rig.pass(Duration.ofSeconds(2));
        assertThat(rig.loop.health().lastError()).isNull();
    }

    @Test
    void aRenewalMakesNoCommitGood() {
        rig.store.beforeCommit(commit -> {
            throw new HandWorld.NoAnswer();
        });
        rig.handIn(LoopRig.service("shop", 0));
        rig.pass(Duration.ofSeconds(15));
        assertThat(rig.loop.health().lastError()).contains("store.commit did not answer");
    }

    @Test
    void theAgeOfALoopIsThatOfItsLastTurn() {
        rig.ask(new DescribeCluster());
        rig.pass(Duration.ofSeconds(30));
        assertThat(rig.loop.health().loopAge()).isEqualTo(Duration.ofSeconds(30));
        rig.ask(new DescribeCluster());
        assertThat(rig.loop.health().loopAge()).isZero();
    }
}
