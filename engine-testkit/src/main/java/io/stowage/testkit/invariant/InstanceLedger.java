package io.stowage.testkit.invariant;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the tasks of one container instance take that are not released. Kept as tasks come and go. */
final class InstanceLedger {

    private final Map<String, Demand> demands = new LinkedHashMap<>();
    private final Map<String, Set<String>> portClaims = new LinkedHashMap<>();
    private long cpu;
    private long memory;

    void add(String taskId, Demand demand) {
        demands.put(taskId, demand);
        cpu += demand.cpu();
        memory += demand.memory();
        for (String port : demand.ports()) {
            portClaims.computeIfAbsent(port, absent -> new LinkedHashSet<>()).add(taskId);
        }
    }

    void remove(String taskId) {
        Demand demand = demands.remove(taskId);
        if (demand == null) {
            return;
        }
        cpu -= demand.cpu();
        memory -= demand.memory();
        for (String port : demand.ports()) {
            Set<String> claims = portClaims.get(port);
            if (claims != null && claims.remove(taskId) && claims.isEmpty()) {
                portClaims.remove(port);
            }
        }
    }

    /** Whether one more task could be there. */
    boolean hasRoom(Demand more, int registeredCpu, int registeredMemory) {
        return cpu + more.cpu() <= registeredCpu
                && memory + more.memory() <= registeredMemory
                && more.ports().stream().noneMatch(portClaims::containsKey);
    }

    long cpu() {
        return cpu;
    }

    long memory() {
        return memory;
    }

    /** The tasks that are not released. */
    Set<String> tasks() {
        return demands.keySet();
    }

    @Nullable
    Demand demand(String taskId) {
        return demands.get(taskId);
    }

    /** The host ports that are claimed. */
    Set<String> ports() {
        return portClaims.keySet();
    }

    /** Whether another one has the same sums. */
    boolean sameAs(InstanceLedger other) {
        return cpu == other.cpu && memory == other.memory && demands.keySet().equals(other.demands.keySet());
    }

    /** The tasks that claim a host port. */
    Set<String> claims(String port) {
        return portClaims.getOrDefault(port, Set.of());
    }

    @Override
    public String toString() {
        return "cpu " + cpu + ", memory " + memory + ", ports " + portClaims + ", tasks " + demands.keySet();
    }
}
