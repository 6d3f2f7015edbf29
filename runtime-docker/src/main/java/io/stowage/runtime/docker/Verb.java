package io.stowage.runtime.docker;

import java.time.Duration;

/**
 * What a daemon is asked, how long an answer is waited for, and how many such calls may be under way at once. Each has threads of its own, so
 * that starts that hang for minutes keep no look waiting, and looks at containers that hang no list.
 */
enum Verb {
    /** What is asked of the whole daemon: a list, a ping, what it is. */
    HOST(10, 4),
    /** A look at one thing. More than who asks can have under way, so that those that hang keep no other waiting. */
    LOOK(10, 32),
    MEASURE(10, 4),
    CREATE(60, 16),
    START(180, 16),
    OTHER(30, 16);

    private final Duration deadline;
    private final int most;

    Verb(int seconds, int most) {
        this.deadline = Duration.ofSeconds(seconds);
        this.most = most;
    }

    Duration deadline() {
        return deadline;
    }

    /** How many at once. */
    int most() {
        return most;
    }

    /** Whether it asks, and changes nothing. */
    boolean asks() {
        return this == HOST || this == LOOK || this == MEASURE;
    }
}
