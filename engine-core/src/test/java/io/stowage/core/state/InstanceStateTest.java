package io.stowage.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.placement.Demand;
import io.stowage.core.placement.PlacementRequest;
import io.stowage.core.placement.Placer;
import io.stowage.model.Attribute;
import io.stowage.model.Connectivity;
import io.stowage.model.ContainerInstanceBuilder;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.NetworkBinding;
import io.stowage.model.Resource;
import io.stowage.model.TaskOverride;
import io.stowage.model.TaskStatus;
import io.stowage.model.TransportProtocol;
import io.stowage.model.VersionInfo;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an instance says of itself, and what its tasks take of it. */
class InstanceStateTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final StateRig rig = new StateRig();
    private final ClusterState state = rig.state();

    @BeforeEach
    void anInstanceAndAService() {
        commit(transaction -> {
            transaction.putInstance(StateFixture.instance("i1", "z1", ContainerInstanceStatus.ACTIVE));
            transaction.putDefinition(StateFixture.definition(1));
            transaction.putDefinition(StateFixture.definition(2));
            transaction.putService(StateFixture.service("shop", 1, 2));
        });
    }

    private void commit(Consumer<Transaction> changes) {
        rig.commit(NOW, changes);
    }

    private InstanceState i1() {
        return Objects.requireNonNull(state.instance("i1"));
    }

    private void become(Consumer<ContainerInstanceBuilder> edit) {
        ContainerInstanceBuilder next = i1().record().toBuilder();
        edit.accept(next);
        commit(transaction -> transaction.putInstance(next.build()));
    }

    /** A task of revision 1, which takes 100 CPU units and 128 MiB; of revision 2, which takes port 8080 besides. */
    private void add(String id, int revision) {
        commit(transaction -> transaction.addTask(StateFixture.task(id, "i1", "shop", revision, NOW)));
    }

    private void bind(String id, NetworkBinding... bindings) {
        commit(transaction -> transaction.changeTask(
                id, task -> task.containers(List.of(StateFixture.container(id, List.of(bindings))))));
    }

    private void stop(String id) {
        commit(transaction -> transaction.changeTask(
                id, task -> task.desiredStatus(DesiredStatus.STOPPED).lastStatus(TaskStatus.STOPPED)));
    }

    private static NetworkBinding port(int hostPort, TransportProtocol protocol) {
        return NetworkBinding.port("0.0.0.0", 80, hostPort, protocol);
    }

    private static Demand taken(int revision) {
        return Demand.of(StateFixture.definition(revision), null);
    }

    private List<Resource> remaining() {
        return i1().described().remainingResources();
    }

    @Test
    void itIsDescribedWithWhatIsLeftOfIt() {
        add("t1", 2);
        assertThat(remaining())
                .containsExactly(
                        Resource.integer("CPU", 3996),
                        Resource.integer("MEMORY", 8064),
                        Resource.stringSet("PORTS", List.of("22", "8080")),
                        Resource.stringSet("PORTS_UDP", List.of()));
        assertThat(i1().remainingPortReservations()).isEqualTo(99);
        stop("t1");
        assertThat(remaining().get(2)).isEqualTo(Resource.stringSet("PORTS", List.of("22")));
        assertThat(i1().remainingCpu()).isEqualTo(4096);
        assertThat(i1().remainingPortReservations()).isEqualTo(100);
    }

    @Test
    void aTaskTakesWhatItsOverridesSay() {
        commit(transaction -> transaction.addTask(StateFixture.task("t1", "i1", "shop", 1, NOW).toBuilder()
                .overrides(new TaskOverride(null, "1024", null, null, null, null))
                .build()));
        assertThat(i1().remainingCpu()).isEqualTo(4096 - 1024);
        assertThat(i1().remainingMemory()).isEqualTo(8192 - 128);
        stop("t1");
        assertThat(i1().remainingCpu()).isEqualTo(4096);
    }

    @Test
    void itsPortsAreTakenAsAgentsReportThem() {
        add("t1", 1);
        bind(
                "t1",
                port(32768, null),
                port(53, TransportProtocol.UDP),
                new NetworkBinding(null, null, null, null, "1-2", "3-4"));
        assertThat(i1().portTaken(TransportProtocol.TCP, 32768)).isTrue();
        assertThat(i1().portTaken(TransportProtocol.UDP, 32768)).isFalse();
        assertThat(i1().portTaken(TransportProtocol.UDP, 53)).isTrue();
        bind("t1", port(32769, TransportProtocol.TCP));
        assertThat(remaining().get(2)).isEqualTo(Resource.stringSet("PORTS", List.of("22", "32769")));
        assertThat(remaining().get(3)).isEqualTo(Resource.stringSet("PORTS_UDP", List.of()));
        stop("t1");
        assertThat(i1().portTaken(TransportProtocol.TCP, 32769)).isFalse();
    }

    @Test
    void aPortThatATaskAskedForAndHasIsFreeOnceItHasStopped() {
        add("t1", 2);
        bind("t1", port(8080, TransportProtocol.TCP));
        bind("t1");
        assertThat(i1().portTaken(TransportProtocol.TCP, 8080)).isTrue();
        bind("t1", port(8080, TransportProtocol.TCP));
        stop("t1");
        assertThat(i1().portTaken(TransportProtocol.TCP, 8080)).isFalse();
    }

    @Test
    void itKeepsThePortsThatItWasRegisteredWith() {
        become(next -> next.registeredResources(List.of(
                Resource.integer("CPU", 1024),
                Resource.integer("MEMORY", 2048),
                Resource.stringSet("GPU", List.of("a", "b")),
                Resource.stringSet("PORTS", List.of("2375")),
                Resource.stringSet("PORTS_UDP", List.of("53")))));
        assertThat(i1().remainingGpus()).isEqualTo(2);
        assertThat(i1().remainingMemory()).isEqualTo(2048);
        assertThat(i1().portTaken(TransportProtocol.TCP, 22)).isFalse();
        assertThat(i1().portTaken(TransportProtocol.TCP, 2375)).isTrue();
        assertThat(i1().portTaken(TransportProtocol.UDP, 53)).isTrue();
    }

    @Test
    void lessThanNothingIsLeftOfOneThatShrank() {
        add("t1", 1);
        become(next -> next.registeredResources(List.of()));
        assertThat(i1().remainingCpu()).isEqualTo(-100);
        assertThat(i1().remainingMemory()).isEqualTo(-128);
        assertThat(i1().remainingGpus()).isZero();
    }

    @Test
    void whatIsLeftOfOneThatIsFarTooFullIsNoSumThatWrappedAround() {
        Demand all = new Demand(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, List.of());
        for (int i = 0; i < 3; i++) {
            i1().holdAside(all, null);
        }
        assertThat(i1().remainingCpu()).isEqualTo(Integer.MIN_VALUE);
        assertThat(i1().remainingMemory()).isEqualTo(Integer.MIN_VALUE);
        assertThat(i1().remainingGpus()).isEqualTo(Integer.MIN_VALUE);
        assertThat(i1().tasksAside()).isEqualTo(3);
    }

    @Test
    void whatCanNotBeToldOfATaskThatIsSetAsideIsNotTaken() {
        i1().holdAside(null, null);
        assertThat(i1().tasksAside()).isEqualTo(1);
        assertThat(i1().remainingCpu()).isEqualTo(4096);
        i1().holdAside(taken(2), "service:shop");
        assertThat(i1().portTaken(TransportProtocol.TCP, 8080)).isTrue();
        assertThat(i1().tasksOfGroup("service:shop")).isEqualTo(1);
    }

    @Test
    void itIsWhatItsRecordSays() {
        become(next -> next.ec2InstanceId("i-0")
                .registeredAt(NOW)
                .versionInfo(new VersionInfo("1.2.3", null, null))
                .attributes(
                        List.of(new Attribute("disk", "ssd", null, null), new Attribute("bare", null, null, null))));
        assertThat(i1().arn()).isEqualTo(StateFixture.IDS.containerInstance("i1"));
        assertThat(i1().ec2InstanceId()).isEqualTo("i-0");
        assertThat(i1().registeredAt()).isEqualTo(NOW);
        assertThat(i1().agentVersion()).isEqualTo("1.2.3");
        assertThat(i1().attribute("disk")).isEqualTo("ssd");
        assertThat(i1().attribute("bare")).isEmpty();
        assertThat(i1().attribute("ecs.availability-zone")).isNull();
        assertThat(i1().active()).isTrue();
        assertThat(i1().draining()).isFalse();
        assertThat(i1().connected()).isTrue();
        assertThat(i1().connectivity()).isEqualTo(Connectivity.CONNECTED);

        become(next -> next.agentConnected(false)
                .status(ContainerInstanceStatus.DRAINING)
                .versionInfo(null));
        assertThat(i1().agentVersion()).isNull();
        assertThat(i1().active()).isFalse();
        assertThat(i1().draining()).isTrue();
        assertThat(i1().connected()).isFalse();
        assertThat(i1().connectivity()).isEqualTo(Connectivity.DISCONNECTED);
    }

    @Test
    void itsDescriptionIsAnotherWhenItsRecordIs() {
        Object first = i1().description();
        add("t1", 1);
        assertThat(i1().description()).isSameAs(first);
        become(next -> next.agentConnected(false));
        assertThat(i1().description()).isNotSameAs(first).isEqualTo(i1().record());
    }

    @Test
    void itsTasksAreThoseThatAreNotStopped() {
        add("t1", 1);
        add("t2", 1);
        commit(transaction -> transaction.changeTask("t1", task -> task.lastStatus(TaskStatus.RUNNING)));
        assertThat(i1().runningTasksCount()).isEqualTo(1);
        assertThat(i1().unreleasedTasks()).containsExactly(state.task("t1"), state.task("t2"));
        assertThat(i1().anyGroup("service:shop"::equals)).isTrue();
        assertThat(i1().anyGroup("family:web"::equals)).isFalse();
        commit(transaction -> transaction.changeTask("t1", task -> task.desiredStatus(DesiredStatus.STOPPED)));
        assertThat(i1().runningTasksCount()).isZero();
        assertThat(i1().unreleasedCount()).isEqualTo(2);
        stop("t2");
        assertThat(i1().unreleasedTasks()).containsExactly(state.task("t1"));
        assertThat(i1().anyGroup(group -> true)).as("any that is to run").isFalse();
    }

    /** Where a task of this demand would go by now; null if nowhere. */
    private String place(Demand demand) {
        PlacementRequest request = new PlacementRequest("family:batch", demand, 1, List.of(), List.of(), false);
        List<String> places =
                Placer.place(request, state.inventory(), bound -> 0).instanceIds();
        return places.isEmpty() ? null : places.get(0);
    }

    @Test
    void placementSeesWhatChanges() {
        Demand most = new Demand(4000, 128, 0, List.of());
        assertThat(place(most)).isEqualTo("i1");
        add("t1", 1);
        assertThat(place(most)).as("with a task on it").isNull();
        stop("t1");
        assertThat(place(most)).as("without it").isEqualTo("i1");
        become(next -> next.agentConnected(false));
        assertThat(place(most)).as("out of sight").isNull();
        become(next -> next.agentConnected(true));
        assertThat(place(most)).as("in sight").isEqualTo("i1");
        i1().holdAside(taken(1), null);
        assertThat(place(most)).as("with a task that can't be read").isNull();
        commit(transaction -> transaction.deleteInstance("i1"));
        assertThat(place(new Demand(0, 0, 0, List.of()))).as("gone").isNull();
    }

    @Test
    void placementSeesPortsThatAgentsReport() {
        Demand web = taken(2);
        assertThat(place(web)).isEqualTo("i1");
        add("t1", 1);
        assertThat(place(web)).isEqualTo("i1");
        bind("t1", port(8080, TransportProtocol.TCP));
        assertThat(place(web)).isNull();
        bind("t1");
        assertThat(place(web)).isEqualTo("i1");
    }
}
