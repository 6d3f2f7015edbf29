package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.agent.AgentWord;
import io.stowage.core.agent.TaskOrder;
import io.stowage.core.deployment.BackoffSettings;
import io.stowage.core.operation.DescribeContainerInstances;
import io.stowage.core.operation.HearAgents;
import io.stowage.core.service.ReconcileSettings;
import io.stowage.model.ContainerInstance;
import io.stowage.model.DesiredStatus;
import io.stowage.model.Service;
import io.stowage.model.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Container instances from which nothing is heard. */
class LostInstancesTest {

    private static final Duration GRACE = Duration.ofMinutes(2);

    private LoopRig rig = LoopRig.open();

    private static List<String> ordered(NotedAgent agent, DesiredStatus status) {
        return agent.orders.stream()
                .filter(order -> order.desiredStatus() == status)
                .map(TaskOrder::taskId)
                .distinct()
                .toList();
    }

    private Service shop() {
        return Objects.requireNonNull(rig.service("shop"));
    }

    private ContainerInstance described(NotedAgent agent) {
        return rig.ask(new DescribeContainerInstances(List.of(agent.instanceId)))
                .containerInstances()
                .get(0);
    }

    private String runs(NotedAgent agent) {
        String task = ordered(agent, DesiredStatus.RUNNING).get(0);
        agent.report(task, TaskStatus.RUNNING);
        rig.pass(Duration.ofSeconds(41));
        return task;
    }

    /** A service of one task, which runs on the first instance; the second one is free. */
    private NotedAgent[] oneOfTwo() {
        NotedAgent one = rig.instance("one");
        rig.ask(LoopRig.service("shop", 1));
        rig.world.settle();
        runs(one);
        return new NotedAgent[] {one, rig.instance("two")};
    }

    @Test
    void itIsKnownSinceWhenAnAgentIsAway() {
        NotedAgent one = rig.instance("one");
        assertThat(described(one).agentDisconnectedAt()).isNull();
        one.disconnect("the line is cut");
        rig.pass(Duration.ofSeconds(5));
        var since = described(one).agentDisconnectedAt();
        assertThat(since).isNotNull();
        rig.register("one");
        assertThat(described(one).agentDisconnectedAt()).isEqualTo(since);
        one.connect();
        rig.world.settle();
        assertThat(described(one).agentDisconnectedAt()).isNull();
    }

    @Test
    void whatIsThereIsReplacedElsewhereAfterAWhileAndNotBefore() {
        NotedAgent[] agents = oneOfTwo();
        String old = ordered(agents[0], DesiredStatus.RUNNING).get(0);
        agents[0].disconnect("the line is cut");
        rig.pass(GRACE.minusSeconds(2));
        assertThat(agents[1].orders).isEmpty();

        rig.pass(Duration.ofSeconds(3));
        assertThat(ordered(agents[1], DesiredStatus.RUNNING)).hasSize(1);
        assertThat(shop().runningCount()).as("the one that is lost").isEqualTo(1);
        assertThat(ordered(agents[0], DesiredStatus.STOPPED)).isEmpty();

        String fresh = runs(agents[1]);
        agents[0].connect();
        rig.world.settle();
        assertThat(ordered(agents[0], DesiredStatus.STOPPED)).containsExactly(old);
        assertThat(ordered(agents[1], DesiredStatus.STOPPED)).isEmpty();
        assertThat(fresh).isNotEqualTo(old);
    }

    @Test
    void whatComesBackBeforeItsReplacementServesStays() {
        NotedAgent[] agents = oneOfTwo();
        agents[0].disconnect("the line is cut");
        rig.pass(GRACE.plusSeconds(1));
        String fresh = ordered(agents[1], DesiredStatus.RUNNING).get(0);

        agents[0].connect();
        rig.world.settle();
        assertThat(ordered(agents[0], DesiredStatus.STOPPED)).isEmpty();
        assertThat(ordered(agents[1], DesiredStatus.STOPPED)).containsExactly(fresh);
    }

    @Test
    void whoIsAwayAgainAndAgainIsNotGivenUp() {
        NotedAgent[] agents = oneOfTwo();
        for (int i = 0; i < 5; i++) {
            agents[0].disconnect("the line is cut");
            rig.pass(Duration.ofSeconds(90));
            agents[0].connect();
            rig.pass(Duration.ofSeconds(10));
        }
        assertThat(agents[1].orders).isEmpty();
    }

    /** Nobody could have been reached by an engine that wasn't there. */
    @Test
    void whoTakesOverWaitsAsLongAgain() {
        NotedAgent[] agents = oneOfTwo();
        agents[0].disconnect("the line is cut");
        rig.pass(GRACE.minusSeconds(10));
        rig.close();
        LoopRig next = LoopRig.another(2, rig.store, LoopRig.SETTINGS);
        NotedAgent two = next.agent(agents[1].instanceId);
        two.connect();
        next.pass(GRACE.minusSeconds(20));
        assertThat(ordered(two, DesiredStatus.RUNNING)).isEmpty();
        next.pass(Duration.ofSeconds(40));
        assertThat(ordered(two, DesiredStatus.RUNNING)).hasSize(1);
    }

    /** Were what is lost counted again, what was launched in its place would be one too many. */
    @Test
    void whatWasLostStaysSoForWhoTakesOver() {
        NotedAgent[] agents = oneOfTwo();
        agents[0].disconnect("the line is cut");
        rig.pass(GRACE.plusSeconds(1));
        assertThat(described(agents[0]).agentLostAt()).isNotNull();
        assertThat(ordered(agents[1], DesiredStatus.RUNNING)).hasSize(1);
        rig.close();
        LoopRig next = LoopRig.another(2, rig.store, LoopRig.SETTINGS);
        NotedAgent two = next.agent(agents[1].instanceId);
        two.connect();
        next.pass(Duration.ofMinutes(5));
        assertThat(ordered(two, DesiredStatus.STOPPED)).isEmpty();
    }

    /** It was on its way when the engine that runs the agent took over the lead, and came after what that had to say itself. */
    @Test
    void aLateWordOfTheLeadersOwnAgentIsNoNews() {
        NotedAgent one = rig.agent(rig.registerLocal("one"));
        one.connect();
        rig.world.settle();
        AgentWord late = new AgentWord(
                one.instanceId, 1, new AgentWord.Contact(false, "it was so before"), List.of(), List.of(), false);
        rig.ask(new HearAgents(List.of(late)));
        assertThat(described(one).agentConnected()).isTrue();
    }

    @Test
    void neverMeansNever() {
        LoopSettings usual = LoopRig.SETTINGS;
        rig = LoopRig.open(new LoopSettings(
                usual.arnPrefix(),
                usual.lease(),
                usual.retention(),
                usual.healthyAfterRunning(),
                new LoopSettings.ServiceSettings(ReconcileSettings.DEFAULTS, BackoffSettings.DEFAULTS, null),
                usual.limits()));
        NotedAgent[] agents = oneOfTwo();
        agents[0].disconnect("the line is cut");
        rig.pass(Duration.ofDays(1));
        assertThat(agents[1].orders).isEmpty();
    }
}
