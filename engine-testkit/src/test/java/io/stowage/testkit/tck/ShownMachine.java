package io.stowage.testkit.tck;

import io.stowage.spi.InstanceProvider.Access;
import io.stowage.spi.InstanceProvider.LaunchRequest;
import io.stowage.spi.InstanceProvider.Machine;
import io.stowage.spi.InstanceProvider.MachineState;
import io.stowage.spi.InstanceProvider.Purchase;
import java.time.Instant;
import java.util.Map;

/** Machines and requests that are another one, but for one thing. */
final class ShownMachine {

    private ShownMachine() {}

    static Machine state(Machine machine, MachineState state) {
        return copy(machine, state, machine.purchase(), machine.access(), machine.interruption());
    }

    static Machine purchase(Machine machine, Purchase purchase) {
        return copy(machine, machine.state(), purchase, machine.access(), machine.interruption());
    }

    static Machine access(Machine machine, Access access) {
        return copy(machine, machine.state(), machine.purchase(), access, machine.interruption());
    }

    static Machine interruption(Machine machine, Instant interruption) {
        return copy(machine, machine.state(), machine.purchase(), machine.access(), interruption);
    }

    static Machine zone(Machine machine, String zone) {
        return new Machine(
                machine.id(),
                machine.state(),
                machine.machineType(),
                zone,
                machine.purchase(),
                machine.launchedAt(),
                machine.tags(),
                machine.attributes(),
                machine.access(),
                machine.interruption());
    }

    static Machine described(Machine machine, Map<String, String> tags, Map<String, String> attributes) {
        return new Machine(
                machine.id(),
                machine.state(),
                machine.machineType(),
                machine.availabilityZone(),
                machine.purchase(),
                machine.launchedAt(),
                tags,
                attributes,
                machine.access(),
                machine.interruption());
    }

    private static Machine copy(
            Machine machine, MachineState state, Purchase purchase, Access access, Instant interruption) {
        return new Machine(
                machine.id(),
                state,
                machine.machineType(),
                machine.availabilityZone(),
                purchase,
                machine.launchedAt(),
                machine.tags(),
                machine.attributes(),
                access,
                interruption);
    }

    static LaunchRequest token(LaunchRequest request, String token) {
        return new LaunchRequest(
                token,
                request.machineType(),
                request.availabilityZone(),
                request.purchase(),
                request.properties(),
                request.tags());
    }

    static LaunchRequest zone(LaunchRequest request, String zone) {
        return new LaunchRequest(
                request.clientToken(),
                request.machineType(),
                zone,
                request.purchase(),
                request.properties(),
                request.tags());
    }

    static LaunchRequest tags(LaunchRequest request, Map<String, String> tags) {
        return new LaunchRequest(
                request.clientToken(),
                request.machineType(),
                request.availabilityZone(),
                request.purchase(),
                request.properties(),
                tags);
    }
}
