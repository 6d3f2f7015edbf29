package io.stowage.benchmarks.capacity;

import io.stowage.benchmarks.Median;
import io.stowage.benchmarks.placement.JsonLine;
import io.stowage.spi.InstanceProvider.MachineType;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * How long the turn takes in which launches are decided for tasks that have just begun to wait, on a cluster without a machine, the commit's texts
 * included. Pods of a real cluster; tasks that are all alike; and tasks of which each is a group of its own and nearly each of a size of its own,
 * which is the hardest that there is.
 */
final class Turns {

    private static final int WARM_UP = 30;
    private static final int[] SIZES = {128, 256, 512, 1_024, 2_048, 4_096};

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final List<MachineType> types = MachineCatalog.all();
    private final Pods pods;
    private final int rounds;

    Turns(Pods pods, int rounds) {
        this.pods = pods;
        this.rounds = rounds;
    }

    void measure(JsonLine json) {
        json.put("machineTypes", types.size()).put("waitingTasks", pods.total());
        measure("turn", this::fillWithPods, json);
        measure("alikeTurn", this::fillWithEquals, json);
        measure("distinctTurn", this::fillWithDifferent, json);
    }

    private void measure(String name, Consumer<WaitingCluster> fill, JsonLine json) {
        for (int i = 0; i < Math.min(rounds, WARM_UP); i++) {
            Took unused = decide(fill);
        }
        Median wall = new Median();
        Median cpu = new Median();
        double worst = 0;
        for (int i = 0; i < rounds; i++) {
            Took took = decide(fill);
            wall.add(took.millis);
            cpu.add(took.cpuMillis);
            worst = Math.max(worst, took.millis);
        }
        json.put(name + "Millis", wall.get(), 2)
                .put(name + "MillisWorst", worst, 2)
                .put(name + "CpuMillis", cpu.get(), 2);
    }

    private record Took(double millis, double cpuMillis) {}

    private Took decide(Consumer<WaitingCluster> fill) {
        WaitingCluster cluster = new WaitingCluster(types);
        fill.accept(cluster);
        long began = System.nanoTime();
        long beganCpu = threads.getCurrentThreadCpuTime();
        cluster.decide();
        double cpuMillis = (threads.getCurrentThreadCpuTime() - beganCpu) / 1e6;
        double millis = (System.nanoTime() - began) / 1e6;
        if (cluster.launches().isEmpty()) {
            throw new IllegalStateException("nothing was launched");
        }
        return new Took(millis, cpuMillis);
    }

    private void fillWithPods(WaitingCluster cluster) {
        pods.counts()
                .forEach((size, count) ->
                        cluster.add(size.definition(WaitingCluster.PREFIX), "service:" + size.family(), count));
    }

    private void fillWithEquals(WaitingCluster cluster) {
        cluster.add(new Pods.Size(512, 1_024).definition(WaitingCluster.PREFIX), "service:web", pods.total());
    }

    private void fillWithDifferent(WaitingCluster cluster) {
        Random random = new Random(1);
        for (int i = 0; i < pods.total(); i++) {
            Pods.Size size = new Pods.Size(
                    SIZES[random.nextInt(SIZES.length)] + random.nextInt(100),
                    SIZES[random.nextInt(SIZES.length)] + random.nextInt(100));
            cluster.add(size.definition(WaitingCluster.PREFIX), "family:job-" + i, 1);
        }
    }
}
