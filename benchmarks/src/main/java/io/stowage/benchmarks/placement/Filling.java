package io.stowage.benchmarks.placement;

import io.stowage.core.placement.Demand;
import io.stowage.core.placement.Placement;
import io.stowage.core.placement.Placer;
import io.stowage.model.PlacementStrategy;
import java.util.ArrayList;
import java.util.List;

/** Places tasks one by one, each by a request of its own, and books each before the next. */
final class Filling {

    private final Hosts hosts;
    private final List<PlacementStrategy> strategies;
    private final List<Booked> booked = new ArrayList<>();
    private int unplaced;

    /** A task and where it went. */
    record Booked(Demand demand, String host) {}

    Filling(Hosts hosts, List<PlacementStrategy> strategies) {
        this.hosts = hosts;
        this.strategies = strategies;
    }

    /** Whether it found a place. */
    boolean place(Demand demand) {
        Placement placement =
                Placer.place(Workload.request(demand, strategies), hosts.inventory(), Filling::nothingIsRandom);
        if (placement.instanceIds().isEmpty()) {
            unplaced++;
            return false;
        }
        String host = placement.instanceIds().get(0);
        hosts.get(host).take(demand, Workload.GROUP);
        hosts.changed(host);
        booked.add(new Booked(demand, host));
        return true;
    }

    private static long nothingIsRandom(long bound) {
        throw new IllegalStateException("no strategy here is random");
    }

    /** Takes off the books again what was placed after the first so many. */
    void undoAfter(int count) {
        while (booked.size() > count) {
            Booked last = booked.remove(booked.size() - 1);
            hosts.get(last.host).give(last.demand, Workload.GROUP);
            hosts.changed(last.host);
        }
    }

    List<Booked> booked() {
        return booked;
    }

    int unplaced() {
        return unplaced;
    }

    long hostsUsed() {
        return hosts.byId.values().stream()
                .filter(host -> !host.tasks.isEmpty())
                .count();
    }

    Hosts hosts() {
        return hosts;
    }
}
