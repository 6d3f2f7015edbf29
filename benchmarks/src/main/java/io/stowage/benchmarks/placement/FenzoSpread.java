package io.stowage.benchmarks.placement;

import com.netflix.fenzo.TaskRequest;
import com.netflix.fenzo.TaskTracker.ActiveTask;
import com.netflix.fenzo.TaskTrackerState;
import com.netflix.fenzo.VMTaskFitnessCalculator;
import com.netflix.fenzo.VirtualMachineCurrentState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Spreads over zones, then over hosts: the fitter, the fewer tasks there are in the zone, and among equals the fewer on the host.
 *
 * <p>Fenzo asks about one task after the other, each for many hosts and by several threads. Where the task before went is looked up when the
 * next one is asked about first, so that the counts of zones are kept, not counted anew for each question.
 */
final class FenzoSpread implements VMTaskFitnessCalculator {

    private static final double MOST_ON_HOST = 1 << 10;
    private static final double MOST_IN_ZONE = 1 << 20;

    private final UnaryOperator<String> zoneOfHost;
    private final Map<String, Integer> tasksInZone = new LinkedHashMap<>();
    private volatile @Nullable TaskRequest asked;

    FenzoSpread(UnaryOperator<String> zoneOfHost) {
        this.zoneOfHost = zoneOfHost;
    }

    void ran(String host) {
        tasksInZone.merge(zoneOfHost.apply(host), 1, Integer::sum);
    }

    @Override
    public String getName() {
        return "spread over zones and hosts";
    }

    @Override
    public double calculateFitness(TaskRequest task, VirtualMachineCurrentState host, TaskTrackerState state) {
        if (asked != task) {
            next(task, state);
        }
        double inZone = tasksInZone.getOrDefault(zoneOfHost.apply(host.getHostname()), 0);
        double onHost =
                host.getTasksCurrentlyAssigned().size() + host.getRunningTasks().size();
        return 1 - (inZone * MOST_ON_HOST + onHost) / (MOST_ON_HOST * MOST_IN_ZONE);
    }

    private synchronized void next(TaskRequest task, TaskTrackerState state) {
        TaskRequest before = asked;
        if (before == task) {
            return;
        }
        ActiveTask placed =
                before == null ? null : state.getAllCurrentlyAssignedTasks().get(before.getId());
        if (placed != null) {
            ran(placed.getTotalLease().hostname());
        }
        asked = task;
    }
}
