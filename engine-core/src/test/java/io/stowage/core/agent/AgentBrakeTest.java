package io.stowage.core.agent;

import static io.stowage.core.agent.Samples.committed;
import static io.stowage.core.agent.Samples.container;
import static io.stowage.core.agent.Samples.definition;
import static io.stowage.core.agent.Samples.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.HealthStatus;
import io.stowage.model.TaskStatus;
import io.stowage.spi.ContainerState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Much of what runs is missing from a list at once. */
class AgentBrakeTest {

    private final AgentRig rig = new AgentRig();
    private final List<TaskOrder> orders = orders(4);

    private static List<TaskOrder> orders(int count) {
        List<TaskOrder> orders = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            orders.add(order("task" + i, definition(container("web"))));
        }
        return orders;
    }

    private void running() {
        rig.manifest(orders.toArray(new TaskOrder[0]));
        rig.pass(2);
        rig.runtime.tellsChanges = false;
    }

    private long stoppedTasks() {
        return rig.latest.values().stream()
                .filter(report -> report.lastStatus() == TaskStatus.STOPPED)
                .count();
    }

    @Test
    void aListThatLacksAllIsNotBelievedIfTheNextOneHasThem() {
        running();
        Map<String, ContainerState> there = new LinkedHashMap<>(rig.runtime.containers);
        rig.runtime.containers.clear();
        rig.pass(12);
        assertThat(stoppedTasks()).isZero();
        rig.runtime.containers.putAll(there);
        rig.pass(60);
        assertThat(stoppedTasks()).isZero();
        assertThat(rig.runtime.calls("create")).isEqualTo(4);
    }

    @Test
    void aSecondListOverANewConnectionConfirmsIt() {
        running();
        rig.runtime.containers.clear();
        rig.pass(10);
        assertThat(stoppedTasks()).isZero();
        rig.pass(10);
        assertThat(stoppedTasks()).isEqualTo(4);
        // The connection before it was ended.
        assertThat(rig.runtime.calls("close")).isZero();
        assertThat(rig.runtime.log).contains("close");
        assertThat(rig.latest.get("task0").containers().get(0).reason())
                .isEqualTo("container is gone: removed by somebody else");
    }

    /** What is missing is inspected, and each inspection that finds nothing wants a list: the one over the new connection is enough for all. */
    @Test
    void oneListOverTheNewConnectionIsAllThatIsAskedFor() {
        running();
        rig.runtime.containers.clear();
        long before = lists();
        long inspected = rig.runtime.calls("inspect");
        while (rig.runtime.calls("inspect") < inspected + 4) {
            rig.pass(1);
        }
        assertThat(lists()).as("the one that lacks them").isEqualTo(before + 1);
        rig.pass(4);
        assertThat(lists()).isEqualTo(before + 1);
        rig.pass(3);
        assertThat(lists()).as("and the one over the new connection").isEqualTo(before + 2);
        assertThat(stoppedTasks()).isEqualTo(4);
    }

    private long lists() {
        return rig.runtime.log.stream().filter(line -> line.startsWith("list")).count();
    }

    /** A host that lists wrongly may do so over several connections: that the containers are there, an inspection says. */
    @Test
    void listsThatLackWhatIsThereAreNoEvidenceHoweverManyTheyAre() {
        running();
        rig.runtime.emptyLists = Integer.MAX_VALUE;
        rig.pass(120);
        assertThat(rig.runtime.log.stream().filter("close"::equals)).hasSizeGreaterThan(1);
        assertThat(stoppedTasks()).isZero();
        assertThat(rig.runtime.calls("create")).isEqualTo(4);
    }

    @Test
    void noMoreIsBelievedWhileThereIsNoNewConnection() {
        running();
        rig.runtime.containers.clear();
        rig.refusesConnections = true;
        rig.pass(120);
        assertThat(stoppedTasks()).isZero();
        rig.refusesConnections = false;
        rig.pass(20);
        assertThat(stoppedTasks()).isEqualTo(4);
    }

    @Test
    void oneThatIsMissingIsGoneByTheUsualEvidence() {
        running();
        rig.runtime.containers.remove("stowage-default-task1-web");
        rig.pass(11);
        assertThat(stoppedTasks()).isEqualTo(1);
        assertThat(rig.runtime.log).doesNotContain("close");
    }

    @Test
    void exitsThatWereSeenAreActedOnAtOnce() {
        running();
        rig.runtime.tellsChanges = true;
        List.copyOf(rig.runtime.containers.keySet()).forEach(name -> rig.runtime.exit(name, 1));
        rig.pass(1);
        assertThat(stoppedTasks()).isEqualTo(4);
    }

    @Test
    void whatWasOrderedIsDoneAtOnce() {
        running();
        rig.order(orders.stream().map(Samples::stopped).toArray(TaskOrder[]::new));
        rig.pass(1);
        assertThat(stoppedTasks()).isEqualTo(4);
    }

    @Test
    void anEngineThatComesLaterBrakesToo() {
        running();
        rig.runtime.containers.clear();
        rig.restart(orders.stream()
                .map(order -> committed(order, TaskStatus.RUNNING, HealthStatus.UNKNOWN))
                .toArray(TaskOrder[]::new));
        rig.pass(4);
        assertThat(stoppedTasks()).isZero();
        rig.pass(16);
        assertThat(stoppedTasks()).isEqualTo(4);
        assertThat(rig.runtime.calls("create")).isZero();
    }
}
