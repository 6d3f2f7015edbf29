package io.stowage.core.placement;

import java.util.List;

/**
 * What makes cpu, memory and GPUs comparable: each as a share of what all tasks together take of it.
 *
 * @param cpu 0 if none is taken; so are the others
 */
record Weights(double cpu, double memory, double gpus) {

    static Weights of(List<Demand> tasks) {
        long cpu = 0;
        long memory = 0;
        long gpus = 0;
        for (Demand task : tasks) {
            cpu += task.cpu();
            memory += task.memory();
            gpus += task.gpus();
        }
        return new Weights(share(cpu), share(memory), share(gpus));
    }

    private static double share(long total) {
        return total == 0 ? 0 : 1.0 / total;
    }

    double size(Demand task) {
        return cpu * task.cpu() + memory * task.memory() + gpus * task.gpus();
    }
}
