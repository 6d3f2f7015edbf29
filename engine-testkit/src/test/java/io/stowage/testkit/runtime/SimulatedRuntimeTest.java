package io.stowage.testkit.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.core.world.Lane;
import io.stowage.core.world.Outcome;
import io.stowage.core.world.Strand;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.NetworkBinding;
import io.stowage.model.NetworkMode;
import io.stowage.model.PortMapping;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskDefinitionStatus;
import io.stowage.spi.CommandResult;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.spi.Observation;
import io.stowage.spi.RuntimeTarget;
import io.stowage.spi.WorkloadPolicy;
import io.stowage.testkit.runtime.Behaviour.Health;
import io.stowage.testkit.runtime.Behaviour.Pull;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.VirtualWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules of the SPI, by the words of {@link ContainerRuntime}, and what the simulation adds. */
class SimulatedRuntimeTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Simulation simulation = new Simulation(11);
    private final SimulatedRuntimeProvider provider = new SimulatedRuntimeProvider(simulation);
    private final SimulatedHost host = provider.addHost("h", 4096, 8192);
    private ContainerRuntime runtime;

    @BeforeEach
    void connect() throws Exception {
        runtime = connection();
    }

    private ContainerRuntime connection() throws ContainerRuntimeException {
        return provider.connect(new RuntimeTarget(
                "c", "i", SimulatedRuntimeProvider.properties(host), WorkloadPolicy.platformDefault()));
    }

    @Test
    void anUnknownHostIsRefusedByTheNameOfTheProperty() {
        assertThatThrownBy(() -> provider.connect(
                        new RuntimeTarget("c", "i", Map.of("host", "nowhere"), WorkloadPolicy.platformDefault())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("host")
                .hasMessageContaining("nowhere");
    }

    @Test
    void aContainerRunsThroughItsLifeAndEveryVerbIsIdempotent() throws Exception {
        runtime.pull("image");
        for (int i = 0; i < 2; i++) {
            runtime.create(spec("a", "image", 0));
        }
        assertThat(phase("a")).isEqualTo(Phase.CREATED);
        for (int i = 0; i < 2; i++) {
            runtime.start("a");
        }
        assertThat(phase("a")).isEqualTo(Phase.RUNNING);
        assertThatThrownBy(() -> runtime.remove("a")).isInstanceOf(ContainerRuntimeException.class);
        for (int i = 0; i < 2; i++) {
            runtime.signal("a", "SIGTERM");
        }
        assertThat(phase("a")).isEqualTo(Phase.RUNNING);
        simulation.runFor(Duration.ofSeconds(5));
        assertThat(state("a").exitCode()).isEqualTo(143);
        runtime.start("a");
        assertThat(phase("a")).as("never run a second time").isEqualTo(Phase.EXITED);
        runtime.kill("a");
        for (int i = 0; i < 2; i++) {
            runtime.remove("a");
        }
        assertThat(runtime.inspect("a")).isEqualTo(new Observation.Absent());
        runtime.kill("a");
        runtime.signal("a", "SIGTERM");
        assertThatThrownBy(() -> runtime.start("a"))
                .isInstanceOfSatisfying(
                        ContainerRuntimeException.class,
                        refused -> assertThat(refused.category()).isEqualTo(Category.CannotStartContainerError));
    }

    @Test
    void aNameIsGivenOnceAndAStrangersContainerIsNotTouched() throws Exception {
        runtime.pull("image");
        runtime.create(spec("a", "image", 0));
        assertThatThrownBy(() -> runtime.create(spec("a", "image", 1)))
                .isInstanceOfSatisfying(
                        ContainerRuntimeException.class,
                        refused -> assertThat(refused.category()).isEqualTo(Category.CannotCreateContainerError));
        runtime.start("a");
        runtime.kill("a");
        runtime.create(spec("a", "image", 0));
        assertThat(phase("a")).as("whatever its phase").isEqualTo(Phase.EXITED);
        assertThat(state("a").exitCode()).isEqualTo(137);
    }

    @Test
    void anImageHasToBePulledFirst() {
        assertThatThrownBy(() -> runtime.create(spec("a", "image", 0)))
                .isInstanceOf(ContainerRuntimeException.class)
                .hasMessageContaining("image");
    }

    @Test
    void listsWhatCarriesAllLabelsOrderedByNameAndTheSameObjectUntilSomethingChanges() throws Exception {
        runtime.pull("image");
        runtime.create(spec("b", "image", 0));
        runtime.create(spec("a", "image", 0));
        List<ContainerState> all = runtime.list(Map.of());
        assertThat(all).extracting(ContainerState::name).containsExactly("a", "b");
        assertThat(runtime.list(Map.of())).isSameAs(all);
        assertThat(runtime.list(Map.of("name", "a")))
                .extracting(ContainerState::name)
                .containsExactly("a");
        assertThat(runtime.list(Map.of("name", "a", "other", "x"))).isEmpty();
        runtime.start("a");
        assertThat(runtime.list(Map.of()).get(0).phase()).isEqualTo(Phase.RUNNING);
    }

    @Test
    void dynamicPortsAreFreeAndReservedOnesAreLeftAlone() throws Exception {
        runtime.pull("image");
        ContainerSpec first = withPort(spec("a", "image", 0), PortMapping.of(80), List.of(32_768));
        ContainerSpec second = withPort(spec("b", "image", 0), PortMapping.of(80), List.of());
        runtime.create(first);
        runtime.create(second);
        assertThat(state("a").networkBindings()).isEmpty();
        runtime.start("a");
        runtime.start("b");
        int port = port("a");
        assertThat(port).isBetween(32_769, 60_999);
        assertThat(port("b")).isNotEqualTo(port);
    }

    @Test
    void aFixedPortIsGivenOnceAndIsFreeAgainAfterTheExit() throws Exception {
        runtime.pull("image");
        for (String name : List.of("a", "b")) {
            runtime.create(withPort(spec(name, "image", 0), PortMapping.of(80, 8080), List.of()));
        }
        runtime.start("a");
        assertThat(port("a")).isEqualTo(8080);
        assertThatThrownBy(() -> runtime.start("b"))
                .isInstanceOf(ContainerRuntimeException.class)
                .hasMessageContaining("8080");
        assertThat(phase("b")).isEqualTo(Phase.CREATED);
        runtime.kill("a");
        assertThatCode(() -> runtime.start("b")).doesNotThrowAnyException();
    }

    @Test
    void theHealthCommandFindsTheTruth() throws Exception {
        provider.applications().define("ill", Behaviour.withHealth(Health.NEVER_HEALTHY));
        provider.applications().define("hangs", Behaviour.withHealth(Health.HANGING));
        for (String image : List.of("sound", "ill", "hangs")) {
            runtime.pull(image);
            runtime.create(spec(image, image, 0));
            assertThatThrownBy(() -> check(image)).isInstanceOf(ContainerRuntimeException.class);
            runtime.start(image);
        }
        assertThat(check("sound").succeeded()).as("not ready yet").isFalse();
        simulation.runFor(Duration.ofMinutes(1));
        assertThat(check("sound").succeeded()).isTrue();
        assertThat(check("ill").exitCode()).isEqualTo(1);
        assertThat(check("hangs").exitCode()).isNull();
        provider.applications().heal();
        host.calmDown();
        assertThat(check("ill").succeeded())
                .as("stays ill until it is replaced")
                .isFalse();
    }

    @Test
    void applicationsEndByThemselvesAndIgnoreSignals() throws Exception {
        provider.applications().define("short", Behaviour.exitingAtOnce());
        provider.applications().define("deaf", Behaviour.ignoringStopSignal());
        for (String image : List.of("short", "deaf")) {
            runtime.pull(image);
            runtime.create(spec(image, image, 0));
            runtime.start(image);
        }
        runtime.signal("deaf", "SIGTERM");
        simulation.runFor(Duration.ofMinutes(1));
        assertThat(state("short").exitCode()).isEqualTo(1);
        assertThat(state("short").finishedAt()).isNotNull();
        assertThat(phase("deaf")).isEqualTo(Phase.RUNNING);
        runtime.kill("deaf");
        assertThat(phase("deaf")).isEqualTo(Phase.EXITED);
    }

    @Test
    void whatCannotBePulledOrCreatedSaysSo() {
        provider.applications().define("none", Behaviour.pulled(Pull.FAILS));
        provider.applications().define("broken", Behaviour.neverCreated());
        assertThatThrownBy(() -> runtime.pull("none"))
                .isInstanceOfSatisfying(ContainerRuntimeException.class, refused -> {
                    assertThat(refused.category()).isEqualTo(Category.CannotPullContainerError);
                    assertThat(refused.isRetryable()).isFalse();
                });
        assertThatThrownBy(() -> {
                    runtime.pull("broken");
                    runtime.create(spec("a", "broken", 0));
                })
                .isInstanceOf(ContainerRuntimeException.class);
        assertThat(runtime.inspect("a")).isEqualTo(new Observation.Absent());
    }

    @Test
    void anUnreachableHostIsUnknownAndItsContainersRunOn() throws Exception {
        runtime.pull("image");
        runtime.create(spec("a", "image", 0));
        runtime.start("a");
        host.reachable(false);
        assertThat(runtime.inspect("a")).isInstanceOf(Observation.Unknown.class);
        assertThatThrownBy(() -> runtime.list(Map.of())).isNotInstanceOf(ContainerRuntimeException.class);
        assertThatThrownBy(this::connection).isInstanceOf(ContainerRuntimeException.class);
        assertThat(host.containers()).allMatch(SimulatedContainer::isRunning);
        host.reachable(true);
        assertThat(phase("a")).isEqualTo(Phase.RUNNING);
    }

    @Test
    void aRebootEndsWhatRunsAndKeepsWhatIsThere() throws Exception {
        runtime.pull("image");
        runtime.create(spec("a", "image", 0));
        runtime.start("a");
        host.shutDown();
        assertThat(runtime.inspect("a")).isInstanceOf(Observation.Unknown.class);
        host.reachable(true);
        assertThat(state("a").exitCode()).isEqualTo(137);
    }

    @Test
    void faultsLeaveTheCallerInTheDarkOrSayNo() throws Exception {
        runtime.pull("image");
        host.faults(new HostFaults(1_000_000, 0, 0, 0, 0));
        assertThatThrownBy(() -> runtime.create(spec("a", "image", 0)))
                .isInstanceOfSatisfying(
                        ContainerRuntimeException.class,
                        refused -> assertThat(refused.isRetryable()).isTrue());
        host.faults(new HostFaults(0, 1_000_000, 0, 0, 0));
        assertThatThrownBy(() -> runtime.create(spec("a", "image", 0)))
                .isNotInstanceOf(ContainerRuntimeException.class);
        assertThat(host.containers()).isEmpty();
        host.faults(new HostFaults(0, 0, 1_000_000, 0, 0));
        assertThatThrownBy(() -> runtime.create(spec("a", "image", 0)))
                .isNotInstanceOf(ContainerRuntimeException.class);
        assertThat(host.containers()).hasSize(1);
    }

    @Test
    void aHangingCallIsUnknownToTheEngine() {
        VirtualWorld world = simulation.world("engine");
        Strand strand = world.strand("s");
        Lane lane = world.lane("io", 1);
        List<Outcome<?>> outcomes = new ArrayList<>();
        host.faults(new HostFaults(0, 0, 0, 1_000_000, 0));
        strand.call(lane, SECOND, () -> runtime.list(Map.of()), outcomes::add);
        simulation.runFor(Duration.ofMinutes(1));
        assertThat(outcomes).singleElement().isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void aPullTakesItsTime() {
        VirtualWorld world = simulation.world("engine");
        List<Long> answeredAt = new ArrayList<>();
        world.strand("s")
                .call(
                        world.lane("io", 1),
                        Duration.ofMinutes(1),
                        () -> runtime.pull("image"),
                        outcome -> answeredAt.add(simulation.nanos()));
        simulation.runFor(Duration.ofMinutes(1));
        assertThat(answeredAt)
                .singleElement()
                .satisfies(nanos ->
                        assertThat(nanos).isGreaterThan(Duration.ofMillis(200).toNanos()));
    }

    @Test
    void eventsAreToldUntilTheSubscriptionOrTheEngineEnds() throws Exception {
        List<String> told = new ArrayList<>();
        var subscription = runtime.follow(told::add);
        runtime.pull("image");
        runtime.create(spec("a", "image", 0));
        assertThat(told).as("not on the stack of the change").isEmpty();
        simulation.runFor(SECOND);
        assertThat(told).containsExactly("a");
        host.faults(new HostFaults(0, 0, 0, 0, 1_000_000));
        runtime.start("a");
        simulation.runFor(SECOND);
        assertThat(told).as("lost").containsExactly("a");
        host.faults(HostFaults.NONE);
        subscription.close();
        runtime.kill("a");
        simulation.runFor(SECOND);
        assertThat(told).containsExactly("a");
    }

    @Test
    void theTruthIsTold() throws Exception {
        List<String> told = new ArrayList<>();
        provider.truth().listen(new GroundTruthListener() {
            @Override
            public void created(SimulatedContainer container) {
                told.add("created " + container.name());
            }

            @Override
            public void started(SimulatedContainer container) {
                told.add("started " + container.name());
            }

            @Override
            public void signalled(SimulatedContainer container) {
                told.add("signalled " + container.name());
            }

            @Override
            public void exited(SimulatedContainer container) {
                told.add("exited " + container.name());
            }

            @Override
            public void removed(SimulatedContainer container) {
                told.add("removed " + container.name());
            }

            @Override
            public void touched(SimulatedContainer foreign, String how) {
                told.add(how + " " + foreign.name());
            }

            @Override
            public void reachable(String name, boolean reachable) {
                told.add(name + " " + reachable);
            }
        });
        runtime.pull("image");
        runtime.create(spec("a", "image", 0));
        runtime.start("a");
        runtime.kill("a");
        runtime.remove("a");
        assertThat(host.addForeign(spec("b", "image", 0))).isTrue();
        runtime.kill("b");
        host.reachable(false);
        assertThat(told)
                .containsExactly(
                        "created a", "started a", "signalled a", "exited a", "removed a", "sent SIGKILL b", "h false");
        assertThat(provider.truth().everyContainer()).hasSize(1);
    }

    private CommandResult check(String name) throws ContainerRuntimeException {
        return runtime.run(name, List.of("healthy"), SECOND);
    }

    private ContainerState state(String name) {
        return ((Observation.Present) runtime.inspect(name)).state();
    }

    private Phase phase(String name) {
        return state(name).phase();
    }

    private int port(String name) {
        NetworkBinding binding = state(name).networkBindings().get(0);
        return binding.hostPort();
    }

    private static ContainerSpec spec(String name, String image, int run) {
        ContainerDefinition definition =
                ContainerDefinition.builder().name(name).image(image).memory(64).build();
        TaskDefinition task = TaskDefinition.builder()
                .taskDefinitionArn("arn:x/f:1")
                .family("f")
                .revision(1)
                .status(TaskDefinitionStatus.ACTIVE)
                .networkMode(NetworkMode.BRIDGE)
                .containerDefinitions(List.of(definition))
                .build();
        return new ContainerSpec(
                name,
                definition,
                task,
                Map.of(),
                List.of(),
                List.of(),
                Map.of("name", name, ContainerSpec.SPEC_HASH_LABEL, "hash-" + run),
                run);
    }

    private static ContainerSpec withPort(ContainerSpec spec, PortMapping mapping, List<Integer> reserved) {
        ContainerDefinition definition =
                spec.definition().toBuilder().portMappings(List.of(mapping)).build();
        return new ContainerSpec(
                spec.name(),
                definition,
                spec.taskDefinition(),
                Map.of(),
                List.of(),
                reserved,
                spec.labels(),
                spec.run());
    }
}
