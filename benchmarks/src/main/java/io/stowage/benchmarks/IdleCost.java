package io.stowage.benchmarks;

/**
 * What supervising idle processes costs.
 *
 * @param corePercent the share of one core that the engine's process used
 * @param threads how many threads the engine's process had
 */
record IdleCost(int processes, double corePercent, int threads) {}
