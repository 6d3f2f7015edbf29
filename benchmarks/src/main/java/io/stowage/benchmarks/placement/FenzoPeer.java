package io.stowage.benchmarks.placement;

import com.netflix.fenzo.SchedulingResult;
import com.netflix.fenzo.TaskAssignmentResult;
import com.netflix.fenzo.TaskRequest;
import com.netflix.fenzo.TaskScheduler;
import com.netflix.fenzo.VMAssignmentResult;
import com.netflix.fenzo.VMTaskFitnessCalculator;
import com.netflix.fenzo.VirtualMachineLease;
import com.netflix.fenzo.plugins.BinPackingFitnessCalculators;
import io.stowage.core.placement.Demand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Netflix Fenzo with the same hosts. Tasks are given to one run of its scheduler, as it wants them, and then assigned, which is what books
 * them. It uses as many threads as there are processors.
 */
final class FenzoPeer implements AutoCloseable {

    private final FenzoSpread spread;
    private final TaskScheduler scheduler;
    private final Map<String, Host> left = new LinkedHashMap<>();
    private final Set<String> used = new LinkedHashSet<>();
    private List<VirtualMachineLease> news = new ArrayList<>();
    private int tasks;
    private int leases;
    private int unplaced;

    /** @param firstFit take the first host that fits; else Fenzo tries each */
    FenzoPeer(Filling like, boolean spreads, boolean firstFit) {
        this.spread = new FenzoSpread(host -> Workload.zone(Integer.parseInt(host.substring(2))));
        VMTaskFitnessCalculator packs = BinPackingFitnessCalculators.cpuMemBinPacker;
        TaskScheduler.Builder builder = new TaskScheduler.Builder()
                .withLeaseRejectAction(lease -> {})
                .withLeaseOfferExpirySecs(1_000_000_000L)
                .withFitnessCalculator(spreads ? spread : packs);
        if (firstFit) {
            builder.withFitnessGoodEnoughFunction(fitness -> true);
        }
        this.scheduler = builder.build();
        like.hosts().byId.values().forEach(host -> {
            left.put(host.id, host.copy());
            offer(host.id);
        });
        scheduler.scheduleOnce(List.of(), takeNews());
        like.booked().forEach(this::runs);
    }

    private void runs(Filling.Booked booked) {
        scheduler.getTaskAssigner().call(new FenzoTask("t" + tasks++, booked.demand()), booked.host());
        used.add(booked.host());
        spread.ran(booked.host());
    }

    private void offer(String id) {
        Host host = Objects.requireNonNull(left.get(id));
        news.add(new FenzoLease("l" + leases++, id, host.cpu, host.memory));
    }

    private List<VirtualMachineLease> takeNews() {
        List<VirtualMachineLease> all = news;
        news = new ArrayList<>();
        return all;
    }

    /** Places the tasks; how many nanoseconds that took. What the hosts have left is offered in the next run. */
    long place(List<Demand> demands) {
        List<TaskRequest> requests = new ArrayList<>(demands.size());
        demands.forEach(demand -> requests.add(new FenzoTask("t" + tasks++, demand)));
        long began = System.nanoTime();
        SchedulingResult result = scheduler.scheduleOnce(requests, takeNews());
        for (VMAssignmentResult onHost : result.getResultMap().values()) {
            for (TaskAssignmentResult task : onHost.getTasksAssigned()) {
                scheduler.getTaskAssigner().call(task.getRequest(), onHost.getHostname());
            }
        }
        long nanos = System.nanoTime() - began;
        result.getResultMap().values().forEach(this::book);
        unplaced += result.getFailures().size();
        return nanos;
    }

    private void book(VMAssignmentResult onHost) {
        Host host = Objects.requireNonNull(left.get(onHost.getHostname()));
        for (TaskAssignmentResult task : onHost.getTasksAssigned()) {
            host.take(((FenzoTask) task.getRequest()).demand(), Workload.GROUP);
        }
        used.add(host.id);
        offer(host.id);
    }

    int hostsUsed() {
        return used.size();
    }

    int unplaced() {
        return unplaced;
    }

    @Override
    public void close() {
        scheduler.shutdown();
    }
}
