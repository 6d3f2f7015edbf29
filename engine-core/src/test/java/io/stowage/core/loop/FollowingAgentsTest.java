package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.PartitionRole;
import io.stowage.StopTaskRequest;
import io.stowage.core.HandWorld;
import io.stowage.core.operation.DeregisterContainerInstance;
import io.stowage.core.operation.DescribeContainerInstances;
import io.stowage.core.operation.StopTask;
import io.stowage.model.ContainerInstance;
import io.stowage.model.DesiredStatus;
import io.stowage.model.HealthStatus;
import io.stowage.model.TaskStatus;
import io.stowage.spi.Commit;
import io.stowage.spi.PartitionSnapshot;
import io.stowage.spi.Payload;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Agents in an engine that doesn't lead: what they are told, and what becomes of what they say. */
class FollowingAgentsTest {

    private static final Duration WHILE = Duration.ofSeconds(3);
    private static final String CLUSTER = "cluster/harbour";

    private final LoopRig leader = LoopRig.open();
    private final LoopRig other = leader.follower(2);
    private final NotedAgent agent = begin();

    private NotedAgent begin() {
        other.place = "there";
        String id = other.registerLocalThrough(leader, "one");
        leader.pass(WHILE);
        NotedAgent begun = other.agent(id);
        begun.connect();
        leader.pass(WHILE);
        return begun;
    }

    private ContainerInstance instance() {
        return leader.ask(new DescribeContainerInstances(List.of(agent.instanceId)))
                .containerInstances()
                .get(0);
    }

    private TaskStatus status(String task) {
        return Objects.requireNonNull(leader.task(task)).lastStatus();
    }

    @Test
    void anInstanceThatAFollowerRegistersIsItsOwn() {
        assertThat(leader.agents).isEmpty();
        assertThat(agent.manifests).isNotEmpty();
        assertThat(agent.licence.holds()).isTrue();
        assertThat(instance().agentConnected()).isTrue();
    }

    @Test
    void ordersComeFromWhatIsFollowedAndReportsReachTheLeader() {
        String task = leader.run();
        leader.pass(WHILE);
        assertThat(agent.orders).extracting(order -> order.taskId()).containsExactly(task);

        long sequence = agent.report(task, TaskStatus.RUNNING);
        assertThat(agent.acknowledged).isEmpty();
        leader.pass(WHILE);
        assertThat(status(task)).isEqualTo(TaskStatus.RUNNING);
        assertThat(agent.acknowledged).containsEntry(task, sequence);

        leader.ask(new StopTask(new StopTaskRequest(null, task, "enough")));
        leader.pass(WHILE);
        assertThat(agent.orders.get(agent.orders.size() - 1).desiredStatus()).isEqualTo(DesiredStatus.STOPPED);
    }

    @Test
    void whatIsCommittedAlreadyIsAcknowledgedWithoutACommit() {
        String task = leader.run();
        leader.pass(WHILE);
        agent.report(task, TaskStatus.RUNNING);
        leader.pass(WHILE);
        int commits = leader.store.commits().size();

        long again = agent.report(task, TaskStatus.RUNNING);
        leader.pass(WHILE);
        assertThat(agent.acknowledged).containsEntry(task, again);
        assertThat(leader.store.commits()).hasSize(commits);
    }

    @Test
    void onlyTheLeaderSaysThatThereIsNoSuchTask() {
        agent.ask("nobody");
        assertThat(agent.unknown).isEmpty();
        leader.pass(WHILE);
        assertThat(agent.unknown).containsExactly("nobody");
    }

    @Test
    void anotherLeaderIsToldEverything() {
        String task = leader.run();
        leader.pass(WHILE);
        LoopRig third = leader.follower(3);
        int manifests = agent.manifests.size();
        leader.close();
        leader.store.takeLease("cluster/harbour", "engine-3");
        leader.pass(Duration.ofSeconds(10));

        assertThat(agent.closed).isNotDone();
        assertThat(agent.manifests).hasSizeGreaterThan(manifests);
        assertThat(agent.manifests.get(agent.manifests.size() - 1)).containsExactly(task);
        long sequence = agent.report(task, TaskStatus.RUNNING);
        leader.pass(WHILE);
        assertThat(agent.acknowledged).containsEntry(task, sequence);
        assertThat(third.agents).isEmpty();
    }

    @Test
    void withoutTheLeaseOfItsEngineAnAgentMayNotActAndSaysNothing() {
        String task = leader.run();
        leader.pass(WHILE);
        leader.store.beforeLeaseOf(partition -> {
            if (partition.startsWith("engine/engine-2/")) {
                throw new HandWorld.NoAnswer();
            }
        });
        leader.pass(Duration.ofSeconds(20));
        assertThat(agent.licence.holds()).isFalse();
        agent.report(task, TaskStatus.RUNNING);
        leader.pass(WHILE);
        assertThat(agent.acknowledged).isEmpty();

        leader.store.beforeLeaseOf(partition -> {});
        leader.pass(Duration.ofSeconds(20));
        assertThat(agent.licence.holds()).isTrue();
        assertThat(status(task)).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void anEngineThatCountedAsGoneIsThereAgain() {
        leader.store.takeLease(Presence.partition("engine-2", "harbour"), "engine-1/0");
        leader.pass(Duration.ofSeconds(3));
        assertThat(agent.licence.holds()).isFalse();
        leader.pass(Duration.ofSeconds(20));
        assertThat(agent.closed).isNotDone();
        assertThat(agent.licence.holds()).isTrue();
        assertThat(instance().agentConnected()).isTrue();
    }

    @Test
    void itsLeaseIsGivenBackWhenItRunsNoAgent() {
        String presence = Presence.partition("engine-2", "harbour");
        assertThat(leader.store.isHeld(presence)).isTrue();
        leader.ask(new DeregisterContainerInstance(agent.instanceId, true));
        leader.pass(WHILE);
        assertThat(agent.cleanUps).isPositive();
        agent.clean();
        leader.pass(WHILE);
        assertThat(agent.closed).isDone();
        leader.pass(WHILE);
        assertThat(leader.store.isHeld(presence)).isFalse();
    }

    /** Two engines at one place: the one that leads is there, although it holds no lease of its own. */
    @Test
    void nobodyClaimsWhatIsTheLeaders() {
        String id = leader.registerLocal("two");
        leader.agent(id).connect();
        other.place = "here";
        leader.pass(WHILE);
        int commits = leader.store.commits().size();
        leader.pass(Duration.ofSeconds(20));
        assertThat(leader.store.commits()).hasSize(commits);
        assertThat(other.agents).containsOnlyKeys(agent.instanceId);
        assertThat(leader.agent(id).closed).isNotDone();
    }

    /** An answer that is lost leaves open what the leader knows: it is told again even of what seems to be committed. */
    @Test
    void whatTheLeaderMayNotHaveHeardItIsToldAgain() {
        String task = leader.run();
        leader.pass(WHILE);
        long first = agent.report(task, TaskStatus.RUNNING, HealthStatus.UNHEALTHY);
        leader.pass(WHILE);
        assertThat(agent.acknowledged).containsEntry(task, first);
        leader.store.beforeCommit(commit -> {
            if (commit.partition().startsWith("inbox/")) {
                throw new HandWorld.NoAnswer();
            }
        });
        agent.report(task, TaskStatus.RUNNING, HealthStatus.HEALTHY);
        leader.pass(Duration.ofMinutes(1));
        leader.store.beforeCommit(commit -> {});

        int commits = leader.store.commits().size();
        long last = agent.report(task, TaskStatus.RUNNING, HealthStatus.UNHEALTHY);
        leader.pass(Duration.ofSeconds(10));
        assertThat(agent.acknowledged).containsEntry(task, last);
        assertThat(leader.store.commits().size()).as("the leader was asked").isGreaterThan(commits);
        assertThat(Objects.requireNonNull(leader.task(task)).healthStatus()).isEqualTo(HealthStatus.UNHEALTHY);
    }

    /** Agents say only once that their connection is lost: whoever brings it to the leader says it until it has arrived. */
    @Test
    void aLostConnectionIsToldUntilTheLeaderHasHeardOfIt() {
        leader.store.beforeCommit(commit -> {
            if (commit.partition().startsWith("inbox/")) {
                throw new IllegalStateException("out of reach");
            }
        });
        agent.disconnect("the daemon does not answer");
        leader.pass(Duration.ofMinutes(1));
        assertThat(instance().agentConnected()).isTrue();

        leader.store.beforeCommit(commit -> {});
        leader.pass(Duration.ofMinutes(1));
        assertThat(instance().agentConnected()).isFalse();
        assertThat(instance().statusReason()).isEqualTo("the daemon does not answer");
    }

    private void putInstance(String payload) {
        PartitionSnapshot cluster = leader.store.read(CLUSTER);
        StoredRecord before = instanceRecord();
        leader.store.commit(new Commit(
                CLUSTER,
                "by hand " + cluster.revision().number(),
                cluster.revision(),
                null,
                List.of(new Write.Put(
                        new StoredRecord(before.kind(), before.id(), before.version(), Payload.ofText(payload))))));
    }

    private StoredRecord instanceRecord() {
        return leader.store.read(CLUSTER).records().stream()
                .filter(record ->
                        record.id().equals(agent.instanceId) && record.kind().equals("instance"))
                .findFirst()
                .orElseThrow();
    }

    /** The leader takes no word of an instance whose record it can't read, and may read the mended one later than who brings it the word. */
    @Test
    void aLostConnectionIsToldUntilTheLeaderCanReadTheInstance() {
        String sound = instanceRecord().payload().text();
        putInstance(sound.substring(0, 40));
        leader.pass(Duration.ofSeconds(10));
        agent.disconnect("the daemon does not answer");
        leader.pass(Duration.ofSeconds(10));
        leader.way.lagBehind(CLUSTER);
        putInstance(sound);
        leader.pass(Duration.ofSeconds(4));
        leader.way.mend();
        leader.pass(Duration.ofSeconds(30));
        assertThat(instance().agentConnected()).isFalse();
        assertThat(instance().statusReason()).isEqualTo("the daemon does not answer");
    }

    @Test
    void whatIsSaidWhileTheLeaderHearsSomethingElseFollows() {
        String first = leader.run();
        String second = leader.run();
        leader.pass(WHILE);
        agent.report(first, TaskStatus.RUNNING);
        leader.pass(Duration.ofMillis(1));
        long later = agent.report(second, TaskStatus.RUNNING);
        agent.ask("nobody");
        leader.pass(Duration.ofSeconds(10));
        assertThat(agent.acknowledged).containsOnlyKeys(first, second).containsEntry(second, later);
        assertThat(agent.unknown).containsExactly("nobody");
        assertThat(status(second)).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void whoLeadsNeedsNoLeaseOfItsOwnForItsAgents() {
        String presence = Presence.partition("engine-2", "harbour");
        assertThat(leader.store.isHeld(presence)).isTrue();
        leader.close();
        leader.pass(Duration.ofSeconds(10));
        assertThat(other.loop.health().role()).isEqualTo(PartitionRole.LEADER);
        assertThat(agent.licence.holds()).isTrue();
        assertThat(agent.closed).isNotDone();
        assertThat(leader.store.isHeld(presence)).isFalse();
    }

    @Test
    void whenNobodyKnowsWhatHasChangedItsAgentsAreToldEverything() {
        String task = leader.run();
        leader.store.forgetChanges("cluster/harbour");
        leader.pass(WHILE);
        assertThat(agent.manifests.get(agent.manifests.size() - 1)).containsExactly(task);
        assertThat(agent.closed).isNotDone();
    }

    /** Until it noticed, it may have taken for known what was lost with its last commits. */
    @Test
    void aLeaderThatGoesOnFromAnEarlierStateIsToldEverythingAgain() {
        leader.run();
        leader.pass(WHILE);
        leader.store.replaceHistory("cluster/harbour");
        leader.pass(WHILE);
        int manifests = agent.manifests.size();
        leader.pass(WHILE);
        assertThat(agent.manifests).hasSize(manifests);
        leader.handIn(LoopRig.service("unimportant", 0));
        leader.pass(Duration.ofSeconds(3));
        assertThat(agent.manifests).hasSizeGreaterThan(manifests);
    }
}
