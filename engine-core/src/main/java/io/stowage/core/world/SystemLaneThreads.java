package io.stowage.core.world;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Where lanes get their threads from. */
interface SystemLaneThreads {

    SystemLane lane(String name, int parallelism);

    static SystemLaneThreads of(@Nullable Executor host, String prefix) {
        if (host != null) {
            return (name, parallelism) -> new SystemLane(name, parallelism, host, () -> {});
        }
        return (name, parallelism) -> {
            ThreadFactory virtual = SystemVirtualThreads.factory(prefix + name + "-");
            return virtual == null
                    ? onPlatformThreads(name, parallelism, prefix)
                    : onVirtualThreads(name, parallelism, virtual);
        };
    }

    private static SystemLane onVirtualThreads(String name, int parallelism, ThreadFactory virtual) {
        return new SystemLane(name, parallelism, work -> virtual.newThread(work).start(), () -> {});
    }

    private static SystemLane onPlatformThreads(String name, int parallelism, String prefix) {
        // The lane bounds the threads; the pool only keeps the idle ones for a while.
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                new SystemThreads(prefix + name + "-"));
        return new SystemLane(name, parallelism, threads, threads::shutdown);
    }
}
