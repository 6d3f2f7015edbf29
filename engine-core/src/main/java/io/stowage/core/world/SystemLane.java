package io.stowage.core.world;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Bounds how much runs at once on an executor: at most {@code parallelism} workers, each of which takes calls until none waits. */
final class SystemLane implements Lane {

    private final String name;
    private final int parallelism;
    private final Executor executor;
    private final Runnable onClose;
    private final Object lock = new Object();
    private final Queue<LaneCall<?>> waiting = new ArrayDeque<>();
    private int workers;
    private boolean closed;

    /** @param onClose frees the executor, where it is the lane's own */
    SystemLane(String name, int parallelism, Executor executor, Runnable onClose) {
        this.name = name;
        this.parallelism = parallelism;
        this.executor = executor;
        this.onClose = onClose;
    }

    @Override
    public String name() {
        return name;
    }

    boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    void submit(LaneCall<?> call) {
        boolean refused = false;
        boolean startWorker = false;
        synchronized (lock) {
            if (closed) {
                refused = true;
            } else {
                waiting.add(call);
                if (workers < parallelism) {
                    workers++;
                    startWorker = true;
                }
            }
        }
        if (refused) {
            call.drop("lane " + name + " is closed");
        } else if (startWorker) {
            startWorker();
        }
    }

    @Override
    public void close() {
        List<LaneCall<?>> dropped;
        synchronized (lock) {
            closed = true;
            dropped = List.copyOf(waiting);
            waiting.clear();
        }
        dropped.forEach(call -> call.drop("lane " + name + " was closed before the call began"));
        onClose.run();
    }

    private void startWorker() {
        try {
            executor.execute(this::work);
        } catch (RejectedExecutionException rejected) {
            for (LaneCall<?> call = nextOrRetire(); call != null; call = nextOrRetire()) {
                call.drop("the executor of lane " + name + " refuses work: " + rejected.getMessage());
            }
        }
    }

    private void work() {
        for (LaneCall<?> call = nextOrRetire(); call != null; call = nextOrRetire()) {
            call.run();
        }
    }

    private @Nullable LaneCall<?> nextOrRetire() {
        synchronized (lock) {
            LaneCall<?> next = waiting.poll();
            if (next == null) {
                workers--;
            }
            return next;
        }
    }
}
