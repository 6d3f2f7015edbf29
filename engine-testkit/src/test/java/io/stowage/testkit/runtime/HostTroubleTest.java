package io.stowage.testkit.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.model.ContainerDefinition;
import io.stowage.model.PortMapping;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskDefinitionStatus;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.spi.Observation;
import io.stowage.spi.RuntimeTarget;
import io.stowage.spi.WorkloadPolicy;
import io.stowage.testkit.fault.Component;
import io.stowage.testkit.fault.Fault;
import io.stowage.testkit.fault.Rates;
import io.stowage.testkit.world.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Daemons that restart, lie, forget and keep silent, and strangers on the host. */
class HostTroubleTest {

    private static final int ALWAYS = 1_000_000;

    private final Simulation simulation = new Simulation(17);
    private final SimulatedRuntimeProvider provider = new SimulatedRuntimeProvider(simulation);
    private final SimulatedHost host = provider.addHost("h", 4096, 8192);
    private final List<String> told = new ArrayList<>();
    private ContainerRuntime runtime;

    @BeforeEach
    void connect() throws Exception {
        runtime = provider.connect(new RuntimeTarget(
                "c", "i", SimulatedRuntimeProvider.properties(host), WorkloadPolicy.platformDefault()));
        runtime.follow(told::add);
        runtime.pull("web");
        for (String name : List.of("a", "b", "c")) {
            runtime.create(spec(name, null));
            runtime.start(name);
        }
        simulation.runFor(Duration.ofSeconds(1));
        told.clear();
    }

    private Phase phase(String name) {
        return ((Observation.Present) runtime.inspect(name)).state().phase();
    }

    @Test
    void aDaemonThatRestartsBreaksCallsAndStreamsAndLeavesContainersAloneOrNot() {
        host.daemonGoesDown(true);
        assertThat(runtime.inspect("a")).isInstanceOf(Observation.Unknown.class);
        assertThat(simulation.cells().count(Fault.DAEMON_RESTARTS, Component.RUNTIME))
                .isEqualTo(1);
        host.reachable(true);
        assertThat(phase("a")).isEqualTo(Phase.RUNNING);
        host.daemonGoesDown(false);
        host.reachable(true);
        assertThat(phase("a")).isEqualTo(Phase.EXITED);
        simulation.runFor(Duration.ofMinutes(1));
        assertThat(told).isEmpty();
    }

    @Test
    void aDaemonThatLiesListsLessOrWhatWasOrMakesUpATrouble() throws Exception {
        List<ContainerState> truth = runtime.list(Map.of());
        host.endedByStranger(host.find("a"), true);
        host.rates(Rates.NONE.with(Fault.LISTS_LIE, ALWAYS));
        Set<String> kinds = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            List<ContainerState> listed = runtime.list(Map.of());
            if (listed.isEmpty()) {
                kinds.add("empty");
            } else if (listed.size() < 3) {
                kinds.add("partial");
            } else if (listed.equals(truth)) {
                kinds.add("stale");
            } else if (listed.stream().allMatch(state -> state.reason() != null)) {
                kinds.add("troubled");
            }
        }
        assertThat(kinds).containsExactlyInAnyOrder("empty", "partial", "stale", "troubled");
        assertThat(phase("b")).as("an inspection tells the truth").isEqualTo(Phase.RUNNING);
    }

    @Test
    void eventsAreLostDoubledAndLateOrAllOfThemAreMissing() {
        host.rates(Rates.NONE.with(Fault.EVENTS_UNRELIABLE, ALWAYS));
        host.endedByStranger(host.find("a"), true);
        host.endedByStranger(host.find("b"), true);
        host.endedByStranger(host.find("c"), true);
        simulation.runFor(Duration.ofMinutes(1));
        long events = simulation.cells().count(Fault.EVENTS_UNRELIABLE, Component.RUNTIME);
        assertThat(events).isEqualTo(3);
        told.clear();

        host.rates(Rates.NONE);
        host.silent(true);
        host.vanish(host.find("a"));
        simulation.runFor(Duration.ofMinutes(1));
        assertThat(told).isEmpty();
        host.silent(false);
        host.vanish(host.find("b"));
        simulation.runFor(Duration.ofMinutes(1));
        assertThat(told).containsExactly("b");
    }

    @Test
    void aContainerThatVanishesIsAbsentAndItsPortIsFree() throws Exception {
        runtime.create(spec("d", PortMapping.of(80, 8080)));
        runtime.start("d");
        host.vanish(host.find("d"));
        assertThat(runtime.inspect("d")).isEqualTo(new Observation.Absent());
        assertThat(host.addForeign(spec("e", PortMapping.of(80, 8080)))).isTrue();
    }

    @Test
    void aStrangersContainerHoldsItsNameAndItsPort() throws Exception {
        assertThat(host.addForeign(spec("taken", PortMapping.of(80, 8080)))).isTrue();
        assertThat(host.addForeign(spec("taken", null))).isFalse();
        assertThat(host.addForeign(spec("other", PortMapping.of(80, 8080)))).isFalse();
        runtime.create(spec("d", PortMapping.of(80, 8080)));
        assertThatThrownBy(() -> runtime.start("d"))
                .isInstanceOf(ContainerRuntimeException.class)
                .hasMessageContaining("port is already allocated");
        host.removeForeign();
        runtime.start("d");
        assertThat(phase("d")).isEqualTo(Phase.RUNNING);
    }

    private static ContainerSpec spec(String name, PortMapping port) {
        ContainerDefinition definition = ContainerDefinition.builder()
                .name(name)
                .image("web")
                .memory(64)
                .portMappings(port == null ? null : List.of(port))
                .build();
        TaskDefinition task = TaskDefinition.builder()
                .taskDefinitionArn("arn:x/f:1")
                .family("f")
                .revision(1)
                .status(TaskDefinitionStatus.ACTIVE)
                .containerDefinitions(List.of(definition))
                .build();
        return new ContainerSpec(name, definition, task, Map.of(), List.of(), List.of(), Map.of(), 0);
    }
}
