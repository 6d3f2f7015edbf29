package io.stowage.core.definition;

import java.util.List;

/** The sizes that ECS lets a task on Fargate have. */
public final class FargateSizes {

    /**
     * CPU units, and the MiB that go with them.
     *
     * @param least MiB
     * @param most MiB, included
     * @param step MiB from one to the next
     */
    public record Size(int cpu, int least, int most, int step) {

        /** Whether so many MiB go with these CPU units. */
        public boolean allows(int memory) {
            return memory >= least && memory <= most && (memory - least) % step == 0;
        }

        @Override
        public String toString() {
            return least == most ? String.valueOf(least) : least + " to " + most + " in steps of " + step;
        }
    }

    private static final List<Size> SIZES = List.of(
            new Size(256, 512, 1024, 512),
            new Size(256, 2048, 2048, 1024),
            new Size(512, 1024, 4096, 1024),
            new Size(1024, 2048, 8192, 1024),
            new Size(2048, 4096, 16_384, 1024),
            new Size(4096, 8192, 30_720, 1024),
            new Size(8192, 16_384, 61_440, 4096),
            new Size(16_384, 32_768, 122_880, 8192));

    private FargateSizes() {}

    /** What goes with so many CPU units; empty if no task on Fargate has so many. */
    public static List<Size> of(int cpu) {
        return SIZES.stream().filter(size -> size.cpu() == cpu).toList();
    }

    /** Whether a task of this size can be on Fargate. */
    public static boolean allows(int cpu, int memory) {
        return of(cpu).stream().anyMatch(size -> size.allows(memory));
    }
}
