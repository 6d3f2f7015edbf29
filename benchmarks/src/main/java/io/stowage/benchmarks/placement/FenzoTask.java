package io.stowage.benchmarks.placement;

import com.netflix.fenzo.ConstraintEvaluator;
import com.netflix.fenzo.TaskRequest;
import com.netflix.fenzo.VMTaskFitnessCalculator;
import io.stowage.core.placement.Demand;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A task in Fenzo's words. */
final class FenzoTask implements TaskRequest {

    private final String id;
    private final Demand demand;
    private @Nullable AssignedResources assigned;

    FenzoTask(String id, Demand demand) {
        this.id = id;
        this.demand = demand;
    }

    Demand demand() {
        return demand;
    }

    @Override
    public String getId() {
        return id;
    }

    @Override
    public String taskGroupName() {
        return Workload.GROUP;
    }

    @Override
    public double getCPUs() {
        return demand.cpu();
    }

    @Override
    public double getMemory() {
        return demand.memory();
    }

    @Override
    public double getNetworkMbps() {
        return 0;
    }

    @Override
    public double getDisk() {
        return 0;
    }

    @Override
    public int getPorts() {
        return 0;
    }

    @Override
    public Map<String, Double> getScalarRequests() {
        return Map.of();
    }

    @Override
    public Map<String, NamedResourceSetRequest> getCustomNamedResources() {
        return Map.of();
    }

    @Override
    public List<? extends ConstraintEvaluator> getHardConstraints() {
        return List.of();
    }

    @Override
    public List<? extends VMTaskFitnessCalculator> getSoftConstraints() {
        return List.of();
    }

    @Override
    public void setAssignedResources(AssignedResources resources) {
        assigned = resources;
    }

    @Override
    public @Nullable AssignedResources getAssignedResources() {
        return assigned;
    }
}
