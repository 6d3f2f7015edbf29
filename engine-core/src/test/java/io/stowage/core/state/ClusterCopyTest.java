package io.stowage.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.placement.Demand;
import io.stowage.core.placement.HostPort;
import io.stowage.core.placement.InstanceView;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.Service;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.model.TransportProtocol;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A copy answers as what it is a copy of, and goes its own way from then on. */
class ClusterCopyTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Property(tries = 100)
    void aCopyIsAsTheClusterWas(@ForAll long seed) {
        Random draw = new Random(seed);
        StateRig rig = new StateRig();
        rig.commit(NOW, transaction -> fill(transaction, draw));
        ClusterState state = rig.state();
        boolean aside = draw.nextBoolean();
        if (aside) {
            Demand lost = new Demand(7, 7, 0, List.of(new HostPort(TransportProtocol.TCP, 9090)));
            Objects.requireNonNull(state.instance("i1")).holdAside(lost, "service:shop");
        }

        ClusterCopy copy = new ClusterCopy(state, NOW);
        List<String> before =
                state.instances().stream().map(ClusterCopyTest::say).toList();
        List<Task> wanted = new ArrayList<>();
        state.tasks().forEach(task -> {
            if (task.desiredStatus() == DesiredStatus.RUNNING) {
                wanted.add(task);
            }
        });
        rig.commit(NOW, transaction -> transaction.addTask(StateFixture.task("late", "i1", "shop", 1, NOW)));

        assertThat(copy.hosts()).extracting(host -> say(host.instance())).isEqualTo(before);
        assertThat(copy.hosts().get(0).held()).isEqualTo(aside);
        assertThat(copy.hosts().get(1).held()).isFalse();
        List<Task> found = new ArrayList<>();
        copy.hosts().forEach(host -> host.tasks().forEach(each -> found.add(each.task())));
        assertThat(found).containsExactlyInAnyOrderElementsOf(wanted);
        assertThat(found)
                .allSatisfy(task ->
                        assertThat(copy.definition(task)).isEqualTo(state.definition(task.taskDefinitionArn())));
        assertThat(found)
                .extracting(copy::serviceOf)
                .extracting(Service::serviceName)
                .allMatch("shop"::equals);
    }

    private static void fill(Transaction transaction, Random draw) {
        transaction.putInstance(StateFixture.instance("i1", "z1", ContainerInstanceStatus.ACTIVE));
        transaction.putInstance(StateFixture.instance("i2", "z2", ContainerInstanceStatus.DRAINING));
        transaction.putDefinition(StateFixture.definition(1));
        transaction.putDefinition(StateFixture.definition(2));
        transaction.putService(StateFixture.service("shop", 1));
        for (int i = 0; i < 12; i++) {
            String id = "t" + i;
            transaction.addTask(StateFixture.task(id, "i" + (1 + draw.nextInt(2)), "shop", 1 + draw.nextInt(2), NOW));
            int happens = draw.nextInt(4);
            transaction.changeTask(id, task -> {
                task.lastStatus(happens == 0 ? TaskStatus.PENDING : TaskStatus.RUNNING);
                if (happens > 1) {
                    task.desiredStatus(DesiredStatus.STOPPED);
                }
                if (happens == 3) {
                    task.lastStatus(TaskStatus.STOPPED).stoppedAt(NOW);
                }
            });
        }
    }

    private static String say(InstanceView instance) {
        return String.join(
                " ",
                instance.id(),
                instance.arn(),
                "" + instance.active() + instance.connected(),
                "" + instance.remainingCpu(),
                "" + instance.remainingMemory(),
                "" + instance.remainingGpus(),
                "" + instance.remainingPortReservations(),
                "" + instance.portTaken(TransportProtocol.TCP, 8080),
                "" + instance.portTaken(TransportProtocol.TCP, 9090),
                "" + instance.portTaken(TransportProtocol.TCP, 22),
                "" + instance.runningTasksCount(),
                "" + instance.tasksOfGroup("service:shop"),
                "" + instance.attribute("ecs.availability-zone"));
    }
}
