package io.stowage.runtime.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.InstanceProvider.Machine;
import io.stowage.spi.InstanceProvider.MachineState;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.model.Instance;

/** What EC2 tells of an instance, as a machine. */
class MachinesTest {

    private static final MachineAccess DOCKER = new DockerOverTls("/tls", 2376);

    private static Machine machine(Instance.Builder instance) {
        return Machines.of(instance.instanceId("i-0123456789abcdef0").build(), DOCKER, null);
    }

    @ParameterizedTest
    @CsvSource({
        "pending, PENDING",
        "running, RUNNING",
        "shutting-down, STOPPING",
        "stopping, STOPPING",
        "stopped, STOPPING",
        "terminated, TERMINATED",
        "something-new, UNKNOWN",
    })
    void aStateIsWhatItMeansToAnEngine(String name, MachineState state) {
        assertThat(machine(Instance.builder().state(s -> s.name(name))).state()).isEqualTo(state);
    }

    @Test
    void whatIsNotToldIsNotMadeUp() {
        assertThat(machine(Instance.builder()))
                .returns(MachineState.UNKNOWN, Machine::state)
                .returns("", Machine::machineType)
                .returns("", Machine::availabilityZone)
                .returns(null, Machine::access)
                .returns(Instant.EPOCH, Machine::launchedAt);
    }

    @Test
    void aMachineThatRunsAndHasNoAddressCanNotBeReached() {
        assertThat(machine(Instance.builder().state(s -> s.name("running"))).access())
                .isNull();
    }

    @Test
    void aMachineWithAnAddressIsReachedOnlyWhileItRuns() {
        assertThat(machine(Instance.builder().state(s -> s.name("pending")).privateIpAddress("10.0.0.7"))
                        .access())
                .isNull();
        assertThat(machine(Instance.builder().state(s -> s.name("running")).privateIpAddress("10.0.0.7"))
                        .access())
                .isNotNull();
        assertThat(machine(Instance.builder()
                                .state(s -> s.name("shutting-down"))
                                .privateIpAddress("10.0.0.7"))
                        .access())
                .isNull();
    }

    @Test
    void windowsIsToldByThePlatform() {
        assertThat(machine(Instance.builder().platform("Windows")).attributes())
                .containsEntry("ecs.os-type", "windows");
        assertThat(machine(Instance.builder()).attributes()).containsEntry("ecs.os-type", "linux");
    }
}
