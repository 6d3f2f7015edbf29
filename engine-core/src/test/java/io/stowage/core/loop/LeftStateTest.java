package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.PartitionRole;
import io.stowage.core.HandWorld;
import io.stowage.core.operation.DescribeServices;
import io.stowage.core.state.Ids;
import io.stowage.event.DeploymentStateChange;
import io.stowage.model.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an engine does that takes the lease again which it has lost: whether it reads the partition, and what it leads from. */
class LeftStateTest {

    private static final String PARTITION = "cluster/harbour";

    private final LoopRig rig = LoopRig.open();

    @BeforeEach
    void begin() {
        rig.instance("one");
        rig.ask(LoopRig.service("shop", 1));
        rig.way.read().clear();
    }

    private int reads() {
        return Collections.frequency(rig.way.read(), PARTITION);
    }

    /** The store is out of reach until the lease has lapsed and expired, and then answers again. */
    private void loseTheLease() {
        loseTheLease(true);
    }

    /** @param expires whether the store knows nothing of it any more when it is taken again */
    private void loseTheLease(boolean expires) {
        rig.store.beforeLease(() -> {
            throw new IllegalStateException("out of reach");
        });
        rig.pass(Duration.ofMinutes(1));
        assertThat(rig.loop.health().role()).isEqualTo(PartitionRole.NONE);
        if (expires) {
            rig.store.forgetLeases();
        }
    }

    private void takeItAgain() {
        rig.store.beforeCommit(commit -> {});
        rig.store.beforeLease(() -> {});
        rig.pass(Duration.ofMinutes(1));
        assertThat(rig.loop.health().role()).isEqualTo(PartitionRole.LEADER);
    }

    private List<String> services() {
        return rig.ask(new DescribeServices(List.of("shop", "stall"))).services().stream()
                .map(Service::serviceName)
                .toList();
    }

    /** An operation whose commit is under way when the lease is lost. */
    private void createUnanswered(boolean applied) {
        Runnable unanswered = () -> {
            throw new HandWorld.NoAnswer();
        };
        if (applied) {
            rig.store.afterCommit(commit -> unanswered.run());
        } else {
            rig.store.beforeCommit(commit -> unanswered.run());
        }
        CompletableFuture<?> operation = rig.submit(LoopRig.service("stall", 0));
        loseTheLease();
        rig.store.afterCommit(commit -> {});
        assertThatThrownBy(() -> LoopRig.answer(operation)).hasMessageContaining("look before you try again");
    }

    @Test
    void whereNobodyHasCommittedNothingIsRead() {
        loseTheLease();
        takeItAgain();
        assertThat(reads()).isZero();
        assertThat(services()).containsExactly("shop");
        rig.ask(LoopRig.service("stall", 0));
        assertThat(services()).containsExactly("shop", "stall");
    }

    @Test
    void aLeaseThatIsStillItsOwnIsGoneOnUnderTheSameEpoch() {
        loseTheLease(false);
        takeItAgain();
        assertThat(reads()).isZero();
        rig.ask(LoopRig.service("stall", 0));
        assertThat(services()).containsExactly("shop", "stall");
    }

    @Test
    void whatWasGivenUpIsNotSentAgainUnderTheSameEpoch() {
        rig.store.beforeCommit(commit -> {
            throw new HandWorld.NoAnswer();
        });
        CompletableFuture<?> operation = rig.submit(LoopRig.service("stall", 0));
        loseTheLease(false);
        assertThatThrownBy(() -> LoopRig.answer(operation)).hasMessageContaining("look before you try again");
        takeItAgain();
        assertThat(services()).containsExactly("shop");
    }

    @Test
    void whereACommitWasAppliedThatWasNeverAnsweredNothingIsRead() {
        createUnanswered(true);
        takeItAgain();
        assertThat(reads()).isZero();
        assertThat(services()).containsExactly("shop", "stall");
    }

    @Test
    void listenersAreToldOnceOfADeploymentWhoseCommitWasNeverAnswered() {
        List<String> heard = deploymentsHeard();
        createUnanswered(true);
        assertThat(heard).isEmpty();
        takeItAgain();
        rig.ask(LoopRig.service("booth", 0));
        assertThat(heard).contains("stall SERVICE_DEPLOYMENT_COMPLETED").doesNotHaveDuplicates();
    }

    @Test
    void listenersAreNotToldOfADeploymentThatWasNotCommitted() {
        List<String> heard = deploymentsHeard();
        createUnanswered(false);
        takeItAgain();
        assertThat(heard).isEmpty();
    }

    private List<String> deploymentsHeard() {
        List<String> heard = new ArrayList<>();
        rig.events.subscribe(null, event -> {
            if (event instanceof DeploymentStateChange change) {
                heard.add(Ids.shortId(change.resources().get(0)) + " "
                        + change.detail().eventName());
            }
        });
        return heard;
    }

    @Test
    void whatWasNotCommittedIsForgotten() {
        createUnanswered(false);
        takeItAgain();
        assertThat(reads()).isEqualTo(1);
        assertThat(services()).containsExactly("shop");
    }

    @Test
    void whatAnotherHasCommittedMeanwhileIsRead() {
        loseTheLease();
        LoopRig other = LoopRig.another(2, rig.store, LoopRig.SETTINGS);
        rig.store.beforeLease(() -> {});
        other.pass(Duration.ofMinutes(1));
        other.ask(LoopRig.service("stall", 0));
        other.close();
        rig.way.read().clear();
        takeItAgain();
        assertThat(reads()).isPositive();
        assertThat(services()).containsExactly("shop", "stall");
    }

    @Test
    void aHistoryThatWasReplacedIsRead() {
        loseTheLease();
        rig.store.replaceHistory(PARTITION);
        takeItAgain();
        assertThat(reads()).isEqualTo(1);
    }

    @Test
    void whereSomethingWasSetAsideItMayHaveBeenMended() {
        rig.store.rewrite(PARTITION, "service", "shop", text -> "{");
        rig.store.replaceHistory(PARTITION);
        loseTheLease();
        takeItAgain();
        assertThat(services()).isEmpty();
        rig.way.read().clear();
        loseTheLease();
        takeItAgain();
        assertThat(reads()).isEqualTo(1);
    }

    @Test
    void asksAgainWhereTheStoreDoesNotAnswer() {
        loseTheLease();
        rig.store.beforeRead(() -> {
            throw new IllegalStateException("out of reach");
        });
        rig.store.beforeLease(() -> {});
        rig.pass(Duration.ofSeconds(8));
        assertThat(rig.loop.health().role()).isEqualTo(PartitionRole.NONE);
        rig.store.beforeRead(() -> {});
        takeItAgain();
        assertThat(reads()).isZero();
    }
}
