package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.operation.DeleteService;
import io.stowage.model.Service;
import io.stowage.model.ServiceStatus;
import io.stowage.model.TaskStatus;
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
