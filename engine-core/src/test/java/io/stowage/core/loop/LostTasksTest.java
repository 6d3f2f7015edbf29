package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.UpdateClusterRequest;
import io.stowage.core.agent.TaskOrder;
import io.stowage.core.operation.UpdateCluster;
import io.stowage.model.ClusterSetting;
import io.stowage.model.ClusterSettingName;
import io.stowage.model.TaskStatus;
import io.stowage.spi.StoredRecord;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The store was emptied, or put back to an earlier state, while containers run. */
class LostTasksTest {

    private static final String PARTITION = "cluster/harbour";

    private final LoopRig rig = LoopRig.open();
    private final NotedAgent agent = rig.instance("one");

    private TaskOrder running() {
        rig.run();
        TaskOrder order = agent.orders.get(agent.orders.size() - 1);
        agent.report(order.taskId(), TaskStatus.RUNNING);
        rig.pass(Duration.ofMinutes(1));
        return order;
    }

    private void readAnew() {
        rig.store.conflictNext();
        rig.handIn(LoopRig.service("unimportant", 0));
        rig.pass(Duration.ofSeconds(3));
    }

    private void lostTasks(String value) {
        rig.ask(new UpdateCluster(new UpdateClusterRequest(
                "harbour", List.of(new ClusterSetting(ClusterSettingName.LOST_TASKS, value)))));
        rig.world.settle();
    }

    private void putBack(List<StoredRecord> earlier) {
        for (StoredRecord record : rig.store.read(PARTITION).records()) {
            rig.store.remove(PARTITION, record.kind(), record.id());
        }
        earlier.forEach(record -> rig.store.put(PARTITION, record));
        readAnew();
    }

    @Test
    void anOrderSaysByWhichCommitItIs() {
        TaskOrder first = running();
        TaskOrder second = running();
        assertThat(first.commit()).isPositive();
        assertThat(second.commit()).isGreaterThan(first.commit());
        assertThat(rig.store.text(PARTITION, "task", second.taskId())).contains(second.taskId());
    }

    @Test
    void whatAnEarlierStateDoesNotKnowIsKeptUntilSomebodySaysOtherwise() {
        running();
        List<StoredRecord> earlier = rig.store.read(PARTITION).records();
        TaskOrder lost = running();
        putBack(earlier);

        agent.ask(lost.taskId(), lost.commit());
        rig.world.settle();
        assertThat(agent.unknown).isEmpty();
        assertThat(rig.loop.health().lastError())
                .contains("containers of 1 task run")
                .contains(lost.taskId())
                .contains("lostTasks");

        // The store gets on and is read again: that it has lost something it remembers.
        for (int i = 0; i < 20; i++) {
            rig.ask(LoopRig.service("service" + i, 0));
        }
        readAnew();
        agent.ask(lost.taskId(), lost.commit());
        rig.world.settle();
        assertThat(agent.unknown).isEmpty();

        lostTasks(ClusterSettingName.STOP);
        agent.ask(lost.taskId(), lost.commit());
        rig.world.settle();
        assertThat(agent.unknown).containsExactly(lost.taskId());
        assertThat(rig.loop.health().lastError()).isNull();

        lostTasks(ClusterSettingName.KEEP);
        agent.ask(lost.taskId(), lost.commit());
        rig.world.settle();
        assertThat(agent.unknown).hasSize(2);
    }

    @Test
    void aStoreWithoutTasksStopsNothing() {
        TaskOrder one = running();
        TaskOrder two = running();
        rig.store.remove(PARTITION, "task", one.taskId());
        rig.store.remove(PARTITION, "task", two.taskId());
        readAnew();
        agent.ask(one.taskId(), one.commit());
        // Made by an older engine.
        agent.ask(two.taskId(), 0);
        rig.world.settle();
        assertThat(agent.unknown).isEmpty();
        assertThat(rig.loop.health().lastError()).contains("lostTasks");
    }

    @Test
    void anEmptiedPartitionStopsNothing() {
        TaskOrder order = running();
        putBack(List.of());
        assertThat(agent.closed).isCompleted();
        assertThat(agent.unknown).isEmpty();
        assertThat(order.commit()).isPositive();
    }

    @Test
    void whatAStoreThatLostNothingDoesNotKnowIsAStranger() {
        TaskOrder order = running();
        readAnew();
        agent.ask("0123", order.commit());
        rig.world.settle();
        assertThat(agent.unknown).containsExactly("0123");
        assertThat(rig.loop.health().lastError()).isNull();
    }

    @Test
    void otherValuesOfTheSettingAreRefused() {
        assertThatThrownBy(() -> lostTasks("forget")).hasMessageContaining("must be one of [keep, stop]");
    }
}
