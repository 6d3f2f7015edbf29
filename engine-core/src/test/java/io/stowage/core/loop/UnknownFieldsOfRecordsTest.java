package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.UpdateServiceRequest;
import io.stowage.core.operation.ClusterOperation;
import io.stowage.core.operation.UpdateService;
import io.stowage.model.TaskStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a newer engine has stored in a record is still there after this one has changed the record. */
class UnknownFieldsOfRecordsTest {

    private static final String PARTITION = "cluster/harbour";

    private final LoopRig rig = LoopRig.open();
    private final NotedAgent agent = rig.instance("one");

    private void readAnew() {
        rig.store.conflictNext();
        rig.handIn(LoopRig.service("unimportant", 0));
        rig.pass(Duration.ofSeconds(3));
    }

    private String text(String kind, String id) {
        return rig.store.text(PARTITION, kind, id);
    }

    @Test
    void everyRecordKeepsThem() {
        rig.ask(LoopRig.service("shop", 1));
        rig.world.settle();
        String task = agent.orders.get(0).taskId();
        rig.store.rewrite(PARTITION, text -> "{\"fromTheFuture\":[7]," + text.substring(1));
        readAnew();

        agent.report(task, TaskStatus.RUNNING);
        rig.ask(new UpdateService(
                UpdateServiceRequest.builder().service("shop").desiredCount(2).build(), null));
        rig.world.settle();

        assertThat(text("task", task)).contains("\"fromTheFuture\":[7]").contains("\"RUNNING\"");
        assertThat(text("service", "shop")).contains("\"fromTheFuture\":[7]").contains("\"desiredCount\":2");
        assertThat(text("meta", "meta")).contains("\"fromTheFuture\":[7]");
        // And once more, now that the objects are there already.
        readAnew();
        agent.report(task, TaskStatus.STOPPED);
        rig.world.settle();
        assertThat(text("task", task)).contains("\"fromTheFuture\":[7]").contains("\"STOPPED\"");
    }

    @Test
    void aRecordOfTheSameNameMadeAfterwardsHasNoneOfThem() {
        rig.ask(LoopRig.service("shop", 0));
        rig.store.rewrite(PARTITION, text -> "{\"fromTheFuture\":[7]," + text.substring(1));
        readAnew();
        ClusterOperation<String> delete = turn -> {
            turn.transaction().deleteService("shop");
            return "done";
        };
        rig.ask(delete);
        rig.ask(LoopRig.service("shop", 0));
        assertThat(text("service", "shop")).doesNotContain("fromTheFuture");
    }

    @Test
    void aDeletionThatIsUndoneLosesNoneOfThem() {
        rig.ask(LoopRig.service("shop", 0));
        rig.store.rewrite(PARTITION, text -> "{\"fromTheFuture\":[7]," + text.substring(1));
        readAnew();
        ClusterOperation<String> failing = turn -> {
            turn.transaction().deleteService("shop");
            throw new IllegalStateException("a defect");
        };
        rig.handIn(failing);
        rig.world.settle();
        rig.ask(new UpdateService(
                UpdateServiceRequest.builder().service("shop").desiredCount(1).build(), null));
        assertThat(text("service", "shop")).contains("fromTheFuture");
    }
}
