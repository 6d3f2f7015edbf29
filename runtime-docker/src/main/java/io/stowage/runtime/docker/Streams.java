package io.stowage.runtime.docker;

import java.util.concurrent.Semaphore;

/** Bounds what streams at once, since each takes a thread or two, and a connection. The events and pulls have theirs left. */
final class Streams {

    static final int LOGS = 128;
    static final int COMMANDS = 48;
    static final int INTERACTIVE = 16;

    final Semaphore logs = new Semaphore(LOGS);
    final Semaphore commands = new Semaphore(COMMANDS);
    final Semaphore interactive = new Semaphore(INTERACTIVE);
}
