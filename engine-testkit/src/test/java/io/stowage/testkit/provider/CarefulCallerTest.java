package io.stowage.testkit.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.InstanceProvider.LaunchRequest;
import io.stowage.spi.InstanceProvider.Machine;
import io.stowage.spi.InstanceProvider.MachineState;
import io.stowage.spi.InstanceProvider.Purchase;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.SimulationRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the contract of a provider promises is enough to leak nothing: whoever takes no silence for an answer finds every machine again. */
class CarefulCallerTest {

    private static final int ROUNDS = 100;
    private static final int LAUNCHES = 100;
    private static final Map<String, String> OURS = Map.of("stowage:cluster", "harbour");
    private static final CloudFaults BAD_DAY = CloudFaults.NONE
            .withLostReplies(200_000)
            .withFailingCalls(300_000)
            .withDescribeLag(Duration.ofMinutes(10))
            .withSlowEnding(Duration.ofMinutes(10))
            .withDuds(50_000, 50_000);

    private final Simulation simulation = new Simulation(12);
    private final SimulationRandom random = simulation.random("caller");
    private final SimulatedCloud cloud = SimulatedCloud.in(simulation, Catalog.PLAIN);
    private final SimulatedInstanceProvider provider = new SimulatedInstanceProvider(cloud);

    @Test
    void tenThousandFaultyLaunchesLeaveNothingBehind() {
        cloud.faults(BAD_DAY);
        String stranger = cloud.addStranger(Map.of("stowage:cluster", "harbour2"));
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < LAUNCHES; i++) {
                launchOrCrash("t" + round + "-" + i);
            }
            simulation.runFor(Duration.ofMinutes(10));
            endWhatIsSeen();
        }
        for (int i = 0; i < 60 && !cloud.alive().isEmpty(); i++) {
            simulation.runFor(Duration.ofMinutes(1));
            endWhatIsSeen();
        }
        assertThat(cloud.alive()).as("what was leaked").isEmpty();
        assertThat(cloud.machine(stranger).isAlive(simulation.time())).isTrue();
        assertThat(cloud.machines().stream()
                        .filter(machine -> !machine.isStrangers())
                        .map(machine -> machine.request().clientToken()))
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(ROUNDS * LAUNCHES / 2);
        assertThat(cloud.hits())
                .containsKeys(
                        CloudFault.REPLY_LOST,
                        CloudFault.CALL_FAILED,
                        CloudFault.DESCRIBE_LAGGED,
                        CloudFault.NOT_FOUND_WHILE_RUNNING,
                        CloudFault.NEVER_RUNS,
                        CloudFault.NEVER_REACHED)
                .doesNotContainKey(CloudFault.STRANGER_ENDED);
    }

    /** Sends the token until there is an answer; every tenth time it dies of the first exception, and knows nothing any more. */
    private void launchOrCrash(String token) {
        LaunchRequest request = new LaunchRequest(token, "small", "", Purchase.ON_DEMAND, Map.of(), OURS);
        boolean isMortal = random.below(10) == 0;
        for (int attempt = 0; attempt < 50; attempt++) {
            try {
                provider.launch(request);
                return;
            } catch (CloudUnavailableException unknown) {
                if (isMortal) {
                    return;
                }
            }
        }
    }

    private void endWhatIsSeen() {
        for (Machine machine : described()) {
            if (machine.state() == MachineState.PENDING || machine.state() == MachineState.RUNNING) {
                try {
                    provider.terminate(machine.id(), Map.of());
                } catch (CloudUnavailableException unknown) {
                    // It is seen again, or it has ended.
                }
            }
        }
    }

    private List<Machine> described() {
        try {
            return provider.describe(OURS, Map.of());
        } catch (CloudUnavailableException unknown) {
            return List.of();
        }
    }
}
