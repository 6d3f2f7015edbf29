package io.stowage.spi;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Launches and ends the machines that container instances run on.
 *
 * <p>One provider serves any number of capacity providers: what differs between them (images, networks, roles) are the properties that each
 * request carries. All methods may block and may be called by several threads; one engine at a time decides, though an outdated call of
 * another may still arrive. Launching is idempotent by its token, ending by nature. An exception means that the outcome is unknown.
 * The contract is {@code InstanceProviderTck} of engine-testkit.
 */
public interface InstanceProvider extends AutoCloseable {

    /** How a machine is paid for. {@code SPOT} may be taken back by the provider at short notice. */
    enum Purchase {
        ON_DEMAND,
        SPOT
    }

    /**
     * A size of machine that can be launched.
     *
     * @param name the provider's word for it, for example {@code m7g.large}
     * @param cpu in CPU units, 1024 for each virtual CPU
     * @param memory in MiB, as much as tasks may use: without what the machine needs for itself
     * @param availabilityZones where it can be launched; empty if that isn't known
     * @param attributes what a container instance of this size has as attributes, for example {@code ecs.cpu-architecture}
     * @param hourlyPrice of one machine on demand, in any currency, the same for all types; null if it isn't known
     * @param hourlySpotPrice of one machine that may be taken back; null if it isn't known
     */
    record MachineType(
            String name,
            int cpu,
            int memory,
            List<String> availabilityZones,
            Map<String, String> attributes,
            @Nullable Double hourlyPrice,
            @Nullable Double hourlySpotPrice) {
        public MachineType {
            Objects.requireNonNull(name, "MachineType.name is required");
            availabilityZones = List.copyOf(availabilityZones);
            attributes = OrderedCopy.of(attributes);
        }
    }

    /**
     * What to launch: one machine. A request that is made again for the same token is equal to the first one in every part.
     *
     * @param clientToken the same token never launches a second machine; at most 64 ASCII letters, digits and hyphens
     * @param machineType name of a {@link MachineType}
     * @param availabilityZone empty for the provider's choice
     * @param purchase how it is paid for
     * @param properties of the capacity provider: what the plugin needs beyond that; never null, may be empty
     * @param tags put on the machine in the same step that launches it, so that none is ever without them
     */
    record LaunchRequest(
            String clientToken,
            String machineType,
            String availabilityZone,
            Purchase purchase,
            Map<String, String> properties,
            Map<String, String> tags) {
        public LaunchRequest {
            Objects.requireNonNull(clientToken, "LaunchRequest.clientToken is required");
            Objects.requireNonNull(machineType, "LaunchRequest.machineType is required");
            Objects.requireNonNull(availabilityZone, "LaunchRequest.availabilityZone is required");
            Objects.requireNonNull(purchase, "LaunchRequest.purchase is required");
            properties = OrderedCopy.of(properties);
            tags = OrderedCopy.of(tags);
        }
    }

    /** Where a machine is in its life. It only moves forward; {@code UNKNOWN} is evidence of nothing. */
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
     * @param machineType name of its type; empty if it isn't known
     * @param availabilityZone where it is; empty if it isn't known
     * @param purchase how it is paid for
     * @param launchedAt by the provider's clock
     * @param tags what it was launched with, and what others have put on it since
     * @param attributes what its container instance has as attributes, for example {@code ecs.ami-id}
     * @param access how its container runtime is reached; null as long as it can't be, for example while it has no address
     * @param interruption when the provider will take it back; null if it has not said so. A notice may be withdrawn
     */
    record Machine(
            String id,
            MachineState state,
            String machineType,
            String availabilityZone,
            Purchase purchase,
            Instant launchedAt,
            Map<String, String> tags,
            Map<String, String> attributes,
            @Nullable Access access,
            @Nullable Instant interruption) {
        public Machine {
            Objects.requireNonNull(id, "Machine.id is required");
            Objects.requireNonNull(state, "Machine.state is required");
            Objects.requireNonNull(launchedAt, "Machine.launchedAt is required");
            tags = OrderedCopy.of(tags);
            attributes = OrderedCopy.of(attributes);
        }
    }

    /**
     * How a machine's container runtime is reached.
     *
     * @param runtime name of the runtime plugin
     * @param runtimeProperties what that plugin is told, as with a container instance that is registered by hand
     */
    record Access(String runtime, Map<String, String> runtimeProperties) {
        public Access {
            Objects.requireNonNull(runtime, "Access.runtime is required");
            runtimeProperties = OrderedCopy.of(runtimeProperties);
        }
    }

    /** What became of a launch. */
    sealed interface LaunchResult {
        /** The token's machine, whatever its state: it may be over already. */
        record Launched(Machine machine) implements LaunchResult {}

        /**
         * This call launched nothing, nor had one before it with this token. Sent once more the token may launch a machine: whoever goes on
         * takes a new one, and finds by its tags what a call that was still under way has launched.
         */
        record Refused(Refusal refusal, String reason) implements LaunchResult {}
    }

    /** Why nothing was launched. */
    enum Refusal {
        /** There is none of this type, zone and purchase at the moment: another may do. */
        NO_CAPACITY,
        /** The provider's limit for this account is reached. */
        LIMIT,
        /** The request itself is wrong: none like it follows until somebody changes what the capacity provider says, or for a long while. */
        INVALID
    }

    /** The name that capacity providers refer to, for example {@code ec2}. Constant; does not block. */
    String name();

    /**
     * Says what is wrong with the properties of a capacity provider, each with its name and what to give instead; empty if nothing is. Asked
     * when a capacity provider is created or updated. Looks at the properties alone: does not block.
     */
    List<String> check(Map<String, String> properties);

    /**
     * The sizes that can be launched.
     *
     * @param names the types asked about; empty for all. One that the provider doesn't have is left out of the answer
     * @param properties of the capacity provider
     */
    List<MachineType> machineTypes(List<String> names, Map<String, String> properties);

    /**
     * Launches a machine. Returns when the provider has accepted it, not when it runs. Asked again with the same token it answers with the
     * machine that the first request launched, whatever its state. A token that comes with another request launches nothing; that is an
     * exception or the first one's machine, never a refusal.
     */
    LaunchResult launch(LaunchRequest request);

    /**
     * All machines that carry all of these tags, those that are over for as long as the provider remembers them. A machine that was launched
     * moments ago may be missing: absence proves nothing.
     *
     * @param properties of a capacity provider: say where to look
     */
    List<Machine> describe(Map<String, String> tags, Map<String, String> properties);

    /**
     * Ends a machine. Returns when the provider has accepted it, not when it is gone. Nothing happens if it is over. Throws if there is no
     * such machine to be found, which doesn't mean that there is none: a machine is gone once it is seen to be over, or hasn't been
     * seen for longer than the provider remembers those that are.
     *
     * @param properties of the capacity provider that launched it
     */
    void terminate(String machineId, Map<String, String> properties);

    /** Frees what the provider opened; machines go on. Idempotent; does not throw. */
    @Override
    void close();
}
