package io.stowage.benchmarks.capacity;

import io.stowage.spi.InstanceProvider.MachineType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * 200 machine types as a large cloud has them: by memory for a core, by generation, by size. Prices grow with the size, and of newer generations
 * they are lower. A thousand CPU units are a core here.
 */
final class MachineCatalog {

    static final List<String> ZONES = List.of("zone-a", "zone-b", "zone-c");

    private static final int[] CORES = {2, 4, 8, 16, 32, 64, 96, 128};
    private static final int[] CORES_WITH_MOST_MEMORY = {2, 4, 8, 16, 24, 32, 48, 64};
    private static final int[] GIB_FOR_A_CORE = {2, 4, 8};
    private static final int MOST_GIB_FOR_A_CORE = 16;
    private static final int GENERATIONS = 8;
    private static final int UNITS_OF_A_CORE = 1_000;
    /** What is left of a GiB beside the operating system and the runtime. */
    private static final int MIB_OF_A_GIB = 993;

    private static final double PRICE_OF_A_CORE = 0.0215;
    private static final double PRICE_OF_A_GIB = 0.0055;
    private static final double CHEAPER_EACH_GENERATION = 0.03;

    private MachineCatalog() {}

    static List<MachineType> all() {
        List<MachineType> types = new ArrayList<>();
        for (int generation = 1; generation <= GENERATIONS; generation++) {
            for (int gib : GIB_FOR_A_CORE) {
                for (int cores : CORES) {
                    types.add(type(generation, cores, gib));
                }
            }
        }
        for (int cores : CORES_WITH_MOST_MEMORY) {
            types.add(type(GENERATIONS, cores, MOST_GIB_FOR_A_CORE));
        }
        return types;
    }

    /** One on which each pod fits. */
    static MachineType large() {
        return type(GENERATIONS, 128, 8);
    }

    private static MachineType type(int generation, int cores, int gibForACore) {
        int gib = cores * gibForACore;
        double price = (cores * PRICE_OF_A_CORE + gib * PRICE_OF_A_GIB) * (1 - CHEAPER_EACH_GENERATION * generation);
        return new MachineType(
                String.format(Locale.ROOT, "g%d-%dx%d", generation, cores, gib),
                cores * UNITS_OF_A_CORE,
                gib * MIB_OF_A_GIB,
                ZONES,
                Map.of("ecs.instance-type", "g" + generation, "ecs.os-type", "linux", "ecs.cpu-architecture", "x86_64"),
                Math.round(price * 10_000) / 10_000.0,
                null);
    }
}
