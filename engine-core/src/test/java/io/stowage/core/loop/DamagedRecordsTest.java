package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.PartitionRole;
import io.stowage.RunTaskRequest;
import io.stowage.core.Damage;
import io.stowage.core.FakeStore;
import io.stowage.core.agent.TaskOrder;
import io.stowage.core.operation.DeleteService;
import io.stowage.core.operation.RunTask;
import io.stowage.model.Container;
import io.stowage.model.ContainerStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.HealthStatus;
import io.stowage.model.NetworkBinding;
import io.stowage.model.TaskStatus;
import io.stowage.model.TransportProtocol;
import io.stowage.spi.StoredRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * One field of one record of a healthy partition is wrong, in every way, and an engine takes the partition over: it leads, stops no task
 * that runs, takes none for a stranger, and starts nothing for a service that the record isn't of.
 */
class DamagedRecordsTest {

    private static final String PARTITION = "cluster/harbour";
    private static final List<String> SERVICES = List.of("shop", "well");

    /** What runs, and where: task to container instance. */
    private final Map<String, String> running = new TreeMap<>();

    private final List<StoredRecord> healthy = healthyPartition();

    private List<StoredRecord> healthyPartition() {
        LoopRig rig = LoopRig.open();
        NotedAgent one = rig.instance("one");
        NotedAgent two = rig.instance("two");
        rig.ask(LoopRig.service("shop", 2));
        rig.ask(LoopRig.service("well", 2));
        rig.ask(new RunTask(
                RunTaskRequest.builder()
                        .taskDefinition("web")
                        .clientToken("once")
                        .count(2)
                        .build(),
                LoopRig.definition(),
                List.of()));
        rig.ask(LoopRig.service("gone", 0));
        rig.ask(new DeleteService("gone", true));
        rig.world.settle();
        String stopped = null;
        for (NotedAgent agent : List.of(one, two)) {
            for (TaskOrder order : agent.orders) {
                boolean stops = stopped == null && order.taskArn().equals(lastOf(rig, agent));
                stopped = stops ? order.taskId() : stopped;
                report(agent, order.taskId(), stops ? TaskStatus.STOPPED : TaskStatus.RUNNING);
                if (!stops) {
                    running.put(order.taskId(), agent.instanceId);
                }
            }
        }
        rig.pass(Duration.ofMinutes(2));
        assertThat(stopped).isNotNull();
        assertThat(running).hasSize(5);
        assertThat(rig.loop.health().lastError()).isNull();
        return rig.store.read(PARTITION).records();
    }

    /** A task of no service, which may stop without another taking its place. */
    private static String lastOf(LoopRig rig, NotedAgent agent) {
        for (TaskOrder order : agent.orders) {
            if (Objects.requireNonNull(rig.task(order.taskId())).group().startsWith("family:")) {
                return order.taskArn();
            }
        }
        return "";
    }

    private static void report(NotedAgent agent, String task, TaskStatus status) {
        agent.report(
                task,
                status,
                1,
                List.of(Container.builder()
                        .containerArn("arn:container/" + task)
                        .taskArn("arn:task/" + task)
                        .name("main")
                        .image("web")
                        .lastStatus(status == TaskStatus.STOPPED ? ContainerStatus.STOPPED : ContainerStatus.RUNNING)
                        .healthStatus(HealthStatus.UNKNOWN)
                        .networkBindings(List.of(NetworkBinding.port("0.0.0.0", 80, 32_800, TransportProtocol.TCP)))
                        .build()));
    }

    @Test
    void aHealthyPartitionStaysAsItIs() {
        Taken taken = takeOver(healthy);
        assertThat(taken.wrongs("nobody")).isEmpty();
        assertThat(taken.rig.loop.quarantined()).isZero();
        assertThat(taken.rig.loop.health().lastError()).isNull();
    }

    @Test
    void noDamageStopsWhatRunsOrTouchesAnotherService() {
        List<String> wrongs = new ArrayList<>();
        int cases = 0;
        int quarantined = 0;
        for (StoredRecord record : oneOfEachSort()) {
            for (Damage damage : Damage.allOf(record)) {
                cases++;
                Taken taken = takeOver(with(damage));
                if (isLeftAlone(taken, damage)) {
                    quarantined++;
                    continue;
                }
                taken.wrongs(serviceOf(record)).forEach(wrong -> wrongs.add(damage + ": " + wrong));
                boolean aside = taken.rig.loop.quarantined() > 0;
                quarantined += aside ? 1 : 0;
                if (aside) {
                    assertThat(taken.rig.store.text(PARTITION, record.kind(), record.id()))
                            .as(damage + " is kept as it is")
                            .isEqualTo(damage.text());
                    assertThat(taken.rig.loop.health().lastError())
                            .as(damage + " is told")
                            .contains("set aside");
                }
            }
        }
        assertThat(wrongs).isEmpty();
        assertThat(cases).isGreaterThan(2_000);
        assertThat(quarantined).isGreaterThan(cases / 2);
    }

    /** Without what it remembers of itself a partition is not led, and not written. */
    private boolean isLeftAlone(Taken taken, Damage damage) {
        boolean ofItself = damage.record().kind().equals("meta");
        if (!ofItself || taken.rig.loop.health().role() == PartitionRole.LEADER) {
            return false;
        }
        assertThat(taken.rig.store.commits()).as(damage.toString()).isEmpty();
        assertThat(taken.rig.loop.health().lastError()).as(damage + " is told").contains("set aside");
        assertThat(taken.rig.agents.values())
                .allSatisfy(agent -> assertThat(agent.unknown).isEmpty());
        return true;
    }

    /** Each kind of record, of services and tasks those of one service, and all tasks of none. */
    private List<StoredRecord> oneOfEachSort() {
        Map<String, StoredRecord> sorts = new TreeMap<>();
        for (StoredRecord record : healthy) {
            sorts.putIfAbsent(record.kind() + " " + serviceOf(record), record);
        }
        sorts.remove("service well");
        sorts.remove("task well");
        sorts.remove("event well");
        return new ArrayList<>(sorts.values());
    }

    private static String serviceOf(StoredRecord record) {
        for (String name : List.of("shop", "well", "gone")) {
            boolean named = record.id().equals(name) || record.id().startsWith(name + "/");
            if (named || record.payload().text().contains("\"service:" + name + "\"")) {
                return name;
            }
        }
        return "nobody";
    }

    private List<StoredRecord> with(Damage damage) {
        List<StoredRecord> records = new ArrayList<>(healthy);
        StoredRecord before = damage.record();
        records.set(
                records.indexOf(before),
                new StoredRecord(
                        before.kind(), before.id(), before.version(), io.stowage.spi.Payload.ofText(damage.text())));
        return records;
    }

    private Taken takeOver(List<StoredRecord> records) {
        FakeStore store = new FakeStore();
        records.forEach(record -> store.put(PARTITION, record));
        LoopRig rig = LoopRig.another(2, store, LoopRig.SETTINGS);
        rig.agents.values().forEach(NotedAgent::connect);
        rig.agents
                .values()
                .forEach(agent -> running.forEach((task, instance) -> {
                    if (instance.equals(agent.instanceId)) {
                        agent.ask(task);
                    }
                }));
        rig.pass(Duration.ofMinutes(1));
        return new Taken(rig);
    }

    /** What became of it. */
    private final class Taken {
        private final LoopRig rig;

        Taken(LoopRig rig) {
            this.rig = rig;
        }

        /** @param itsOwn the service that the damaged record is of */
        List<String> wrongs(String itsOwn) {
            List<String> wrongs = new ArrayList<>();
            if (rig.loop.health().role() != PartitionRole.LEADER) {
                wrongs.add("it is not led: " + rig.loop.health().lastError());
            }
            for (NotedAgent agent : rig.agents.values()) {
                agent.unknown.stream().filter(running::containsKey).forEach(task -> wrongs.add(task + " is unknown"));
                for (TaskOrder order : agent.orders) {
                    if (order.desiredStatus() == DesiredStatus.STOPPED && running.containsKey(order.taskId())) {
                        wrongs.add(order.taskId() + " is stopped");
                    }
                }
            }
            for (String service : SERVICES) {
                if (!service.equals(itsOwn) && !tasksOf(service, rig.store).equals(tasksOf(service))) {
                    wrongs.add("the tasks of " + service + " changed");
                }
            }
            return wrongs;
        }
    }

    private List<String> tasksOf(String service) {
        FakeStore store = new FakeStore();
        healthy.forEach(record -> store.put(PARTITION, record));
        return tasksOf(service, store);
    }

    private static List<String> tasksOf(String service, FakeStore store) {
        return store.read(PARTITION).records().stream()
                .filter(record ->
                        record.kind().equals("task") && record.payload().text().contains("\"service:" + service + "\""))
                .map(StoredRecord::id)
                .toList();
    }
}
