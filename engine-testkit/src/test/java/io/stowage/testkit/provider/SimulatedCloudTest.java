package io.stowage.testkit.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.spi.InstanceProvider.LaunchRequest;
import io.stowage.spi.InstanceProvider.LaunchResult;
import io.stowage.spi.InstanceProvider.Machine;
import io.stowage.spi.InstanceProvider.MachineState;
import io.stowage.spi.InstanceProvider.Purchase;
import io.stowage.spi.InstanceProvider.Refusal;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.VirtualWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each fault of the simulated cloud strikes, is counted, and is over when it is switched off. */
class SimulatedCloudTest {

    private static final Map<String, String> OURS = Map.of("stowage:cluster", "harbour");

    private final Simulation simulation = new Simulation(5);
    private final SimulatedCloud cloud = SimulatedCloud.in(simulation, Catalog.PLAIN);
    private final SimulatedInstanceProvider provider = new SimulatedInstanceProvider(cloud);

    private static LaunchRequest request(String token, String zone) {
        return new LaunchRequest(token, "small", zone, Purchase.SPOT, Map.of(), OURS);
    }

    private Machine launch(String token) {
        return ((LaunchResult.Launched) provider.launch(request(token, "zone-a"))).machine();
    }

    private List<Machine> described() {
        return provider.describe(OURS, Map.of());
    }

    @Test
    void aMachineBootsByItself() {
        Machine machine = launch("a");
        assertThat(machine.state()).isEqualTo(MachineState.PENDING);
        simulation.runFor(Duration.ofMinutes(1));
        assertThat(described()).extracting(Machine::state).containsExactly(MachineState.RUNNING);
        assertThat(described().get(0).access()).isNotNull();
    }

    @Test
    void whatHappensToMachinesIsToldOnce() {
        List<String> told = new ArrayList<>();
        cloud.hosts(new MachineHosts() {
            @Override
            public void began(SimulatedMachine machine) {
                told.add("began " + machine.id());
            }

            @Override
            public void ended(SimulatedMachine machine) {
                told.add("ended " + machine.id());
            }
        });
        Machine machine = launch("a");
        simulation.runFor(Duration.ofMinutes(2));
        described();
        described();
        provider.terminate(machine.id(), Map.of());
        described();
        assertThat(told).containsExactly("began " + machine.id(), "ended " + machine.id());
    }

    @Test
    void halfOfAllCallsFailInAStorm() {
        cloud.faults(CloudFaults.NONE.withFailingCalls(500_000));
        int failed = 0;
        for (int i = 0; i < 1_000; i++) {
            try {
                described();
            } catch (CloudUnavailableException throttled) {
                failed++;
            }
        }
        assertThat(failed).isBetween(400, 600);
        assertThat(cloud.hits()).containsEntry(CloudFault.CALL_FAILED, (long) failed);
    }

    @Test
    void aReplyIsLostAfterTheLaunchNotBefore() {
        cloud.loseNextReply();
        assertThatThrownBy(() -> launch("a")).isInstanceOf(CloudUnavailableException.class);
        assertThat(cloud.alive()).hasSize(1);
        assertThat(launch("a").id()).isEqualTo(cloud.alive().get(0).id());
        assertThat(cloud.hits()).containsEntry(CloudFault.REPLY_LOST, 1L);
    }

    @Test
    void aCallFailsBeforeTheLaunch() {
        cloud.failNextCall();
        assertThatThrownBy(() -> launch("a")).isInstanceOf(CloudUnavailableException.class);
        assertThat(cloud.alive()).isEmpty();
        launch("a");
        assertThat(cloud.alive()).hasSize(1);
    }

    @Test
    void descriptionsLagBehindForUpToTenMinutes() {
        cloud.faults(CloudFaults.NONE.withDescribeLag(Duration.ofMinutes(10)));
        for (int i = 0; i < 50; i++) {
            launch("t" + i);
        }
        int atFirst = described().size();
        assertThat(atFirst).isLessThan(10);
        simulation.runFor(Duration.ofMinutes(5));
        assertThat(described().size()).isBetween(atFirst + 1, 49);
        simulation.runFor(Duration.ofMinutes(5));
        assertThat(described()).hasSize(50);
    }

    @Test
    void aMachineThatIsNotFoundWhileItEndsRunsOn() {
        Machine machine = launch("a");
        cloud.faults(CloudFaults.NONE.withSlowEnding(Duration.ofMinutes(10)));
        provider.terminate(machine.id(), Map.of());
        assertThat(described()).isEmpty();
        assertThat(cloud.alive()).hasSize(1);
        assertThatThrownBy(() -> provider.terminate(machine.id(), Map.of())).hasMessageContaining(machine.id());
        simulation.runFor(Duration.ofMinutes(10));
        assertThat(described())
                .extracting(Machine::state)
                .containsAnyOf(MachineState.STOPPING, MachineState.TERMINATED);
        assertThat(cloud.alive()).isEmpty();
    }

    @Test
    void oneZoneIsOutOfCapacityForAnHour() {
        cloud.noCapacity("", "zone-a", List.of(Purchase.values()), Duration.ofHours(1));
        assertThat(provider.launch(request("a", "zone-a")))
                .isInstanceOfSatisfying(
                        LaunchResult.Refused.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(Refusal.NO_CAPACITY));
        assertThat(provider.launch(request("b", "zone-b"))).isInstanceOf(LaunchResult.Launched.class);
        simulation.runFor(Duration.ofHours(1));
        assertThat(provider.launch(request("c", "zone-a"))).isInstanceOf(LaunchResult.Launched.class);
    }

    @Test
    void dudsStayPendingOrCanNotBeReached() {
        cloud.faults(CloudFaults.NONE.withDuds(300_000, 300_000));
        for (int i = 0; i < 100; i++) {
            launch("t" + i);
        }
        simulation.runFor(Duration.ofHours(1));
        assertThat(described())
                .filteredOn(machine -> machine.state() == MachineState.PENDING)
                .hasSizeBetween(15, 45)
                .allMatch(machine -> machine.access() == null);
        assertThat(described())
                .filteredOn(machine -> machine.state() == MachineState.RUNNING && machine.access() == null)
                .hasSizeBetween(10, 40);
    }

    @Test
    void expiredCredentialsFailEveryCallForAWhile() {
        launch("a");
        cloud.denyAccess(Duration.ofMinutes(3));
        assertThatThrownBy(this::described).isInstanceOf(CloudUnavailableException.class);
        assertThatThrownBy(() -> launch("b")).isInstanceOf(CloudUnavailableException.class);
        simulation.runFor(Duration.ofMinutes(3));
        assertThat(described()).hasSize(1);
    }

    @Test
    void aStrangersMachineThatIsEndedIsCounted() {
        String stranger = cloud.addStranger(Map.of("stowage:cluster", "harbour2"));
        assertThat(described()).isEmpty();
        provider.terminate(stranger, Map.of());
        assertThat(cloud.hits()).containsEntry(CloudFault.STRANGER_ENDED, 1L);
    }

    @Test
    void aMachineThatIsOverIsForgottenAfterAnHour() {
        Machine machine = launch("a");
        provider.terminate(machine.id(), Map.of());
        simulation.runFor(Duration.ofMinutes(59));
        assertThat(described()).extracting(Machine::state).containsExactly(MachineState.TERMINATED);
        simulation.runFor(Duration.ofMinutes(1));
        assertThat(described()).isEmpty();
    }

    @Test
    void aNoticeIsTwoMinutesAndCanBeWithdrawn() {
        Machine kept = launch("a");
        Machine taken = launch("b");
        cloud.giveNotice(kept.id());
        cloud.giveNotice(taken.id());
        simulation.runFor(Duration.ofSeconds(119));
        assertThat(cloud.alive()).hasSize(2);
        cloud.withdrawNotice(kept.id());
        simulation.runFor(Duration.ofSeconds(1));
        assertThat(cloud.alive()).extracting(SimulatedMachine::id).containsExactly(kept.id());
        assertThat(cloud.machine(taken.id()).end()).isEqualTo(SimulatedMachine.End.TAKEN_BACK);
    }

    /** The lane adds latency; the machine is launched at one instant, and its caller hears of it at a later one. */
    @Test
    void anEngineCallsItOnALaneOfItsWorld() {
        VirtualWorld world = simulation.world("e1");
        List<String> heard = new ArrayList<>();
        world.strand("loop")
                .call(
                        world.lane("provider", 4),
                        Duration.ofMinutes(1),
                        () -> provider.launch(request("a", "zone-a")),
                        outcome -> heard.add(outcome.getClass().getSimpleName()));
        assertThat(cloud.machines()).isEmpty();
        simulation.runFor(Duration.ofMinutes(1));
        assertThat(heard).containsExactly("Success");
        assertThat(cloud.alive()).hasSize(1);
        assertThat(cloud.alive().get(0).launchedAt()).isAfter(Simulation.BEGINNING);
    }

    @Test
    void aLimitHoldsForMachinesThatAreAliveTogether() {
        cloud.limit(1);
        Machine first = launch("a");
        assertThat(provider.launch(request("b", "zone-a")))
                .isInstanceOfSatisfying(
                        LaunchResult.Refused.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(Refusal.LIMIT));
        provider.terminate(first.id(), Map.of());
        assertThat(launch("c").id()).isNotEqualTo(first.id());
    }

    @Test
    void aSeedIsARun() {
        List<String> one = run(new Simulation(7));
        assertThat(run(new Simulation(7))).isEqualTo(one);
        assertThat(run(new Simulation(8))).isNotEqualTo(one);
    }

    private static List<String> run(Simulation simulation) {
        SimulatedCloud cloud = SimulatedCloud.in(simulation, Catalog.PLAIN);
        SimulatedInstanceProvider provider = new SimulatedInstanceProvider(cloud);
        cloud.faults(CloudFaults.NONE.withDescribeLag(Duration.ofMinutes(10)).withLostReplies(200_000));
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            try {
                provider.launch(request("t" + i, ""));
                seen.add(provider.describe(OURS, Map.of()).toString());
            } catch (CloudUnavailableException lost) {
                seen.add("lost");
            }
            simulation.runFor(Duration.ofSeconds(7));
        }
        return seen;
    }
}
