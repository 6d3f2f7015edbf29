package io.stowage.testkit;

import java.time.Duration;

/** Runs a simulation of the engine and prints its trace. */
final class TraceOfARun {

    private TraceOfARun() {}

    /** Arguments: the seed, and how many objects to hash by identity before anything else. */
    public static void main(String[] arguments) {
        JunkHashes.make(Integer.parseInt(arguments[1]));
        System.out.println(trace(Long.parseLong(arguments[0])));
    }

    static String trace(long seed) {
        SimulationResult result =
                SimulationRun.run(new SimulationSettings(seed, 20, Duration.ofHours(1)), new StowageEngines());
        return result.trace() + " " + result.steps() + " " + result.counts() + " " + result.violation();
    }
}
