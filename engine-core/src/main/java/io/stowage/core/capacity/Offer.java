package io.stowage.core.capacity;

/**
 * A machine that may be launched.
 *
 * @param machineType name of its type
 * @param zone its availability zone; empty for the provider's choice
 * @param cpu CPU units that tasks may use
 * @param memory MiB that tasks may use
 * @param price of one an hour, in the same currency for all; where no price is known {@link #guessedPrice} serves
 */
public record Offer(String machineType, String zone, int cpu, int memory, double price) {

    private static final double UNITS_OF_A_CPU = 1024;
    private static final double MEBIBYTES_FOR_A_CPU = 9 * 1024;

    /** Checks the numbers. */
    public Offer {
        if (cpu < 0 || memory < 0 || !(price >= 0) || Double.isInfinite(price)) {
            throw new IllegalArgumentException("cpu is " + cpu + ", memory " + memory + " and price " + price + " of "
                    + machineType + "; none may be less than 0, and the price must be a number");
        }
    }

    /**
     * What such a machine costs in comparison, where nobody knows: clouds take about as much for one virtual CPU as for nine GiB. If one type of
     * several has no known price, all of them must be guessed, or cheap would mean nothing.
     */
    public static double guessedPrice(int cpu, int memory) {
        return cpu / UNITS_OF_A_CPU + memory / MEBIBYTES_FOR_A_CPU;
    }
}
