package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.FakeStore;
import io.stowage.core.operation.ClusterOperation;
import io.stowage.core.operation.DeleteService;
import io.stowage.model.Service;
import io.stowage.model.ServiceStatus;
import io.stowage.model.TaskStatus;
import io.stowage.spi.Write;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is over is forgotten in time. Here that is 1 h for STOPPED tasks, and 2 h for INACTIVE services. */
class RetentionTest {

    private final LoopRig rig = LoopRig.open();

    private void delete(String service) {
        rig.ask(new DeleteService(service, true));
        rig.world.settle();
        assertThat(Objects.requireNonNull(rig.service(service)).status()).isEqualTo(ServiceStatus.INACTIVE);
    }

    private void readAnew() {
        rig.store.conflictNext();
        rig.handIn(LoopRig.service("unimportant", 0));
        rig.pass(Duration.ofSeconds(3));
    }

    @Test
    void aStoppedTaskIsForgotten() {
        NotedAgent agent = rig.instance("one");
        String task = rig.run();
        agent.report(task, TaskStatus.STOPPED);
        rig.pass(Duration.ofMinutes(59));
        assertThat(rig.task(task)).isNotNull();
        rig.pass(Duration.ofMinutes(1));
        assertThat(rig.task(task)).isNull();
    }

    /** Settings under which a service keeps few STOPPED tasks, and few are removed in a turn. */
    private static LoopSettings keeping(int tasks, int actionsPerTurn) {
        LoopSettings usual = LoopRig.SETTINGS;
        return new LoopSettings(
                usual.arnPrefix(),
                usual.lease(),
                new LoopSettings.RetentionSettings(Duration.ofHours(1), tasks, Duration.ofHours(2)),
                usual.healthyAfterRunning(),
                usual.services(),
                LoopRig.limits(actionsPerTurn));
    }

    /** Has a service's tasks fail one after the other; the last one of them is on its way. */
    private static void failing(LoopRig of, int times) {
        NotedAgent agent = of.instance("one");
        of.ask(LoopRig.service("shop", 1));
        for (int i = 0; i < times; i++) {
            of.world.settle();
            agent.report(agent.orders.get(agent.orders.size() - 1).taskId(), TaskStatus.STOPPED);
            of.pass(Duration.ofMinutes(6));
        }
    }

    private static long tasks(FakeStore store) {
        return store.read("cluster/harbour").records().stream()
                .filter(record -> record.kind().equals("task"))
                .count();
    }

    @Test
    void aServiceKeepsSoManyStoppedTasksAndNoMore() {
        LoopRig few = LoopRig.open(keeping(3, 1000));
        failing(few, 3);
        assertThat(tasks(few.store)).isEqualTo(3 + 1);
        NotedAgent agent = few.agents.values().iterator().next();
        String fourth = agent.orders.get(agent.orders.size() - 1).taskId();
        agent.report(fourth, TaskStatus.STOPPED);
        few.world.settle();
        assertThat(few.task(fourth)).isNotNull();
        assertThat(few.task(agent.orders.get(0).taskId())).isNull();
        few.pass(Duration.ofMinutes(6));
        assertThat(tasks(few.store)).isEqualTo(3 + 1);
    }

    @Test
    void anEngineThatKeepsFewerRemovesTheOthersAFewAtATime() {
        LoopRig many = LoopRig.open();
        failing(many, 8);
        assertThat(tasks(many.store)).isEqualTo(8 + 1);
        many.close();

        LoopRig few = LoopRig.another(2, many.store, keeping(1, 3));
        few.pass(Duration.ofSeconds(1));
        assertThat(tasks(many.store)).isEqualTo(1 + 1);
        assertThat(many.store.commits())
                .allSatisfy(commit -> assertThat(commit.writes().stream()
                                .filter(write -> write instanceof Write.Delete
                                        && write.kind().equals("task")))
                        .hasSizeLessThanOrEqualTo(3));
    }

    @Test
    void the101stEventOfAServiceTakesThePlaceOfTheFirst() {
        rig.ask(LoopRig.service("shop", 0));
        int before = Objects.requireNonNull(rig.service("shop")).events().size();
        for (int i = before; i < 100; i++) {
            say("event " + i);
        }
        assertThat(Objects.requireNonNull(rig.service("shop")).events()).hasSize(100);
        int commits = rig.store.commits().size();
        say("the 101st");
        Service shop = Objects.requireNonNull(rig.service("shop"));
        assertThat(shop.events()).hasSize(100);
        assertThat(shop.events().get(0).message()).isEqualTo("the 101st");
        assertThat(rig.store.commits().get(commits).writes())
                .filteredOn(write -> write.kind().equals("event"))
                .hasSize(2);
        assertThat(rig.store.read("cluster/harbour").records().stream()
                        .filter(record -> record.kind().equals("event")))
                .hasSize(100);
    }

    private void say(String message) {
        ClusterOperation<String> event = turn -> {
            turn.transaction().addEvent(Objects.requireNonNull(turn.state().service("shop")), message);
            return message;
        };
        rig.ask(event);
    }

    @Test
    void anInactiveServiceIsForgottenWithItsRecords() {
        rig.ask(LoopRig.service("shop", 0));
        rig.ask(LoopRig.service("other", 0));
        rig.pass(Duration.ofMinutes(1));
        delete("shop");

        rig.pass(Duration.ofMinutes(119));
        assertThat(rig.service("shop")).isNotNull();
        rig.pass(Duration.ofMinutes(1));
        assertThat(rig.service("shop")).isNull();
        assertThat(rig.service("other")).isNotNull();
        assertThat(rig.store.read("cluster/harbour").records())
                .noneMatch(record -> record.id().startsWith("shop"));
    }

    @Test
    void theTimeCountsOnWhenTheStateIsReadAnew() {
        rig.ask(LoopRig.service("shop", 0));
        delete("shop");
        rig.pass(Duration.ofMinutes(60));
        readAnew();
        rig.pass(Duration.ofMinutes(59));
        assertThat(rig.service("shop")).isNotNull();
        rig.pass(Duration.ofMinutes(1));
        assertThat(rig.service("shop")).isNull();
    }

    @Test
    void aServiceThatIsMadeAgainStays() {
        rig.ask(LoopRig.service("shop", 0));
        delete("shop");
        rig.pass(Duration.ofMinutes(60));
        rig.ask(LoopRig.service("shop", 0));
        rig.pass(Duration.ofHours(3));
        Service shop = Objects.requireNonNull(rig.service("shop"));
        assertThat(shop.status()).isEqualTo(ServiceStatus.ACTIVE);
        delete("shop");
        rig.pass(Duration.ofHours(2));
        assertThat(rig.service("shop")).isNull();
    }
}
