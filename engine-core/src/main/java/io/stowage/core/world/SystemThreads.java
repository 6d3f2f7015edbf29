package io.stowage.core.world;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes daemon threads with a common prefix and a number. */
final class SystemThreads implements ThreadFactory {

    private final String prefix;
    private final ThreadGroup group = Thread.currentThread().getThreadGroup();
    private final AtomicInteger made = new AtomicInteger();

    SystemThreads(String prefix) {
        this.prefix = prefix;
    }

    @Override
    public Thread newThread(Runnable work) {
        Thread thread = new Numbered(work, prefix + made.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /** Whether this factory made the thread. */
    boolean made(Thread thread) {
        return thread instanceof Numbered numbered && numbered.factory() == this;
    }

    private final class Numbered extends Thread {
        Numbered(Runnable work, String name) {
            super(group, work, name, 0, false);
        }

        SystemThreads factory() {
            return SystemThreads.this;
        }
    }
}
