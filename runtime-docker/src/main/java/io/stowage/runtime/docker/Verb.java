package io.stowage.runtime.docker;

import java.time.Duration;

/** What a daemon is asked, and how long an answer is waited for. */
enum Verb {
    LOOK(10),
    CREATE(60),
    START(180),
    OTHER(30);

    private final Duration deadline;

    Verb(int seconds) {
        this.deadline = Duration.ofSeconds(seconds);
    }

    Duration deadline() {
        return deadline;
    }
}
