package io.stowage.benchmarks.docker;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What it costs an engine to keep containers that do nothing, and how soon it notices that one is gone. */
final class IdleContainers {

    private static final Duration SETTLING = Duration.ofSeconds(30);
    private static final int FEW = 10;

    private final Host host;
    private final String address;

    IdleContainers(Host host, String address) {
        this.host = host;
        this.address = address;
    }

    void measure(int count, int seconds, Figures figures) throws InterruptedException, IOException {
        figures.put("idleContainers", count);
        // The network of each would take a port of the bridge, which has 1,023.
        try (EngineContainers engine = new EngineContainers(host, address, "none")) {
            engine.start(FEW);
            TimeUnit.NANOSECONDS.sleep(SETTLING.toNanos());
            figures.put("threadsWith" + FEW, threads());
            engine.scale(count);
            TimeUnit.NANOSECONDS.sleep(SETTLING.toNanos());
            figures.put("idleCorePercent", corePercent(seconds));
            figures.put("threads", threads());
            figures.put("removedNoticedSeconds", engine.notice(host::remove));
            engine.clear();
        }
        try (DeafSocket deaf = new DeafSocket(address);
                EngineContainers engine = new EngineContainers(host, deaf.address(), "none")) {
            engine.start(FEW);
            figures.put("removedNoticedWithoutEventsSeconds", engine.notice(host::remove));
            engine.clear();
            deaf.requireAskedForEvents();
        }
    }

    private static double corePercent(int seconds) throws InterruptedException {
        OperatingSystemMXBean self = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpuBefore = self.getProcessCpuTime();
        long wallBefore = System.nanoTime();
        TimeUnit.SECONDS.sleep(seconds);
        return 100.0 * (self.getProcessCpuTime() - cpuBefore) / (System.nanoTime() - wallBefore);
    }

    private static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }
}
