package io.stowage.spi;

import java.util.List;
import java.util.Map;

/**
 * Launches and ends the machines that container instances are.
 *
 * <p>All methods may block and are called by one engine at a time, though an outdated call of another may still arrive. Launching
 * is idempotent by its token, ending by nature. An exception means that the outcome is unknown.
 */
public interface InstanceProvider extends AutoCloseable {

    /**
     * What to launch: one machine.
     *
     * @param clientToken the same token never launches a second machine
     * @param instanceType the provider's word for the size; empty for the provider's choice
     * @param availabilityZone empty for the provider's choice
     * @param tags put on the machine in the same step that launches it
     */
    record LaunchRequest(String clientToken, String instanceType, String availabilityZone, Map<String, String> tags) {}

    /** Where a machine is in its life. {@code UNKNOWN} is evidence of nothing. */
    enum MachineState {
        PENDING,
        RUNNING,
        STOPPING,
        TERMINATED,
        UNKNOWN
    }

    /**
     * A machine.
     *
     * @param id the provider's id of it
     * @param state where it is in its life
     * @param tags what it was launched with
     * @param runtime the name of the runtime plugin that reaches it, and {@code runtimeProperties} how
     */
    record Machine(
            String id,
            MachineState state,
            Map<String, String> tags,
            String runtime,
            Map<String, String> runtimeProperties) {}

    /** What became of a launch. */
    sealed interface LaunchResult {
        record Launched(Machine machine) implements LaunchResult {}

        /** Nothing was launched. {@code noCapacity} is true if another type or zone may do. */
        record Refused(boolean noCapacity, String reason) implements LaunchResult {}
    }

    /** The name that a capacity provider refers to, for example {@code ec2}. Constant; does not block. */
    String name();

    /**
     * Launches a machine. Returns when the provider has accepted it, not when it runs. Asked again with the same token it answers with the
     * machine that the first request launched, whatever its state.
     */
    LaunchResult launch(LaunchRequest request);

    /** All machines that carry all of these tags. A machine launched moments ago may be missing: absence proves nothing. */
    List<Machine> describe(Map<String, String> tags);

    /** Ends a machine. Returns when the provider has accepted it, not when it is gone. Nothing happens if it is gone. */
    void terminate(String machineId);

    /** Frees what the provider opened; machines go on. Idempotent; does not throw. */
    @Override
    void close();
}
