package io.stowage.core.loop;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does things one by one, so that one that throws takes no other with it. What is thrown here is a defect: it is logged, counted, and
 * told by the loop's health.
 */
final class Guard {

    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

    private final String partition;
    private final LoopHealth health;

    Guard(String partition, LoopHealth health) {
        this.partition = partition;
        this.health = health;
    }

    /** Whether the effect came about. */
    boolean run(String what, String whom, Runnable effect) {
        try {
            effect.run();
            return true;
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError thrown) {
            failed(what, whom, thrown);
            return false;
        }
    }

    /** An effect threw. */
    void failed(String what, String whom, Throwable thrown) {
        LOG.error("{}: {} {} failed", partition, what, whom, thrown);
        health.effectFailed(what + " " + whom + " failed: " + thrown);
    }
}
