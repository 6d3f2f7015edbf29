package io.stowage.benchmarks.placement;

import io.stowage.core.placement.Demand;
import io.stowage.core.placement.Placement;
import io.stowage.core.placement.PlacementRequest;
import io.stowage.core.placement.Placer;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The steps of placement, each by itself: {@code benchmarks/run jmh PlacementSteps}. Nothing is booked, so each call finds the same. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PlacementSteps {

    private static final Demand SMALL = new Demand(256, 512, 0, List.of());
    private static final Demand TOO_LARGE = new Demand(Workload.HOST_CPU + 1, 512, 0, List.of());

    /** How many hosts there are. */
    @Param({"1000", "10000", "100000"})
    public int hosts;

    /** How they are chosen. */
    @Param({"binpack", "spread"})
    public String strategy = "";

    private Hosts cluster = new Hosts();
    private int next;

    /** Fills the hosts to a half. */
    @Setup
    public void fill() {
        Filling filling = new Filling(Workload.hosts(hosts), Workload.strategies(strategy));
        new Workload(42).next(10 * hosts).forEach(filling::place);
        cluster = filling.hosts();
    }

    /** One task is planned, and put back at the next call. */
    @Benchmark
    public Placement one() {
        return place(SMALL, 1, List.of());
    }

    /** A thousand equal tasks are planned together. */
    @Benchmark
    public Placement aThousandTogether() {
        return place(SMALL, 1_000, List.of());
    }

    /** A task that fits nowhere, explained anew, because a host has changed. */
    @Benchmark
    public Placement infeasible() {
        Host host = cluster.get(Workload.hostId(next));
        next = (next + 1) % hosts;
        host.memory ^= 1;
        cluster.changed(host.id);
        return place(TOO_LARGE, 1, List.of());
    }

    /** One task, by an expression that no ranking is kept for: the ranking is built. */
    @Benchmark
    public Placement firstOfItsKind() {
        next++;
        String expression = "attribute:ecs.availability-zone != none-" + next;
        return place(SMALL, 1, List.of(new PlacementConstraint(PlacementConstraintType.MEMBER_OF, expression)));
    }

    private Placement place(Demand demand, int count, List<PlacementConstraint> constraints) {
        PlacementRequest request =
                new PlacementRequest(Workload.GROUP, demand, count, constraints, Workload.strategies(strategy), true);
        return Placer.place(request, cluster.inventory(), bound -> 0);
    }
}
