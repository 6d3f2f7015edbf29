package io.stowage.core.operation;

import io.stowage.core.capacity.ComingMachine;
import io.stowage.core.capacity.Launch.Phase;
import io.stowage.core.capacity.SmallerTypes;
import io.stowage.core.capacity.SmallerTypes.Size;
import io.stowage.core.state.InstanceState;
import io.stowage.core.state.MachineLaunch;
import io.stowage.core.state.ProviderMemory;
import io.stowage.model.InstancePoolProvider;
import io.stowage.spi.InstanceProvider.MachineType;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the machines of a capacity provider have for tasks that wait. What a machine has registered counts for more than what the instance provider says of
 * its type, and is remembered for the next ones.
 */
final class MachineSizes {

    private final OperationTurn turn;
    private final Launches launches;
    private final String capacityProvider;
    private final List<MachineType> types;
    private final Map<String, MachineType> byName = new LinkedHashMap<>();
    private final UnaryOperator<MachineType> besideDaemons;

    /**
     * @param launches of the cluster in this turn
     * @param types as the instance provider told them, as far as they are known
     * @param besideDaemons what is left of a type for tasks that wait
     */
    MachineSizes(
            OperationTurn turn,
            Launches launches,
            String capacityProvider,
            List<MachineType> types,
            UnaryOperator<MachineType> besideDaemons) {
        this.turn = turn;
        this.launches = launches;
        this.capacityProvider = capacityProvider;
        this.types = types;
        types.forEach(type -> byName.putIfAbsent(type.name(), type));
        this.besideDaemons = besideDaemons;
    }

    /** Of launches of whose machines no more is known than what they were to have. */
    static MachineSizes asRegistered(OperationTurn turn, Launches launches, String capacityProvider) {
        return new MachineSizes(turn, launches, capacityProvider, List.of(), UnaryOperator.identity());
    }

    /** Remembers what the newest machine of each type has registered, if that is less than was said. */
    void remember(InstancePoolProvider pool) {
        ProviderMemory memory = memory();
        Map<String, MachineLaunch> newest = newest(pool);
        SmallerTypes smaller = memory.smallerTypes().still(pool.properties(), types);
        for (MachineType type : types) {
            MachineLaunch launch = newest.get(type.name());
            Size has = launch == null ? null : registered(launch);
            if (launch != null && has != null) {
                Instant at = launch.launch().since();
                smaller = smaller.registered(type, pool.properties(), has, at, turn.now());
            }
        }
        launches.remember(memory.with(smaller));
    }

    private ProviderMemory memory() {
        return turn.state().providerMemory(capacityProvider);
    }

    /** By type, of what was launched as it would be now. */
    private Map<String, MachineLaunch> newest(InstancePoolProvider pool) {
        Map<String, MachineLaunch> newest = new TreeMap<>();
        for (MachineLaunch launch : launches.of(capacityProvider)) {
            boolean asNow = launch.instanceProvider().equals(pool.instanceProvider())
                    && launch.launch().attempt().request().properties().equals(pool.properties());
            if (asNow && launch.launch().phase() == Phase.REGISTERED && launches.instance(launch) != null) {
                newest.merge(type(launch), launch, MachineSizes::newer);
            }
        }
        return newest;
    }

    private static MachineLaunch newer(MachineLaunch one, MachineLaunch other) {
        return other.launch().since().isAfter(one.launch().since()) ? other : one;
    }

    private static String type(MachineLaunch launch) {
        return launch.launch().attempt().pool().machineType();
    }

    private @Nullable Size registered(MachineLaunch launch) {
        InstanceState instance = launch.launch().phase() == Phase.REGISTERED ? launches.instance(launch) : null;
        return instance == null ? null : new Size(instance.registeredCpu(), instance.registeredMemory());
    }

    /** The types, each with what is expected to be left of it for tasks that wait. */
    List<MachineType> expected() {
        SmallerTypes smaller = memory().smallerTypes();
        return types.stream()
                .map(type -> besideDaemons.apply(smaller.expected(type, turn.now())))
                .toList();
    }

    /** A launch's machine with what it has, or is expected to have. */
    ComingMachine of(MachineLaunch launch) {
        ComingMachine meant = launch.coming();
        MachineType said = byName.get(type(launch));
        Size has = registered(launch);
        if (said == null) {
            return has == null ? meant : meant.atMost(has.cpu(), has.memory());
        }
        MachineType is =
                has == null ? memory().smallerTypes().expected(said, turn.now()) : SmallerTypes.sized(said, has);
        if (is.cpu() >= said.cpu() && is.memory() >= said.memory()) {
            return meant;
        }
        MachineType left = besideDaemons.apply(is);
        return meant.atMost(left.cpu(), left.memory());
    }

    /** Whether its machine has less for tasks than it was launched to have. */
    boolean isSmaller(MachineLaunch launch) {
        return !of(launch).equals(launch.coming());
    }
}
