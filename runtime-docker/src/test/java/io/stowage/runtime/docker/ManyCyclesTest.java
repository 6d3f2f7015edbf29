package io.stowage.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import io.stowage.runtime.docker.testing.NeedsDocker;
import io.stowage.runtime.docker.testing.TestDaemon;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.spi.Observation;
import io.stowage.spi.RuntimeTarget;
import io.stowage.spi.WorkloadPolicy;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Containers that come and go leave nothing in this process: threads, file handles and heap are afterwards what they were. The system property
 * {@code stowage.docker.cycles} says how many.
 */
@NeedsDocker
@Timeout(1800)
class ManyCyclesTest {

    private static final int CYCLES = Integer.getInteger("stowage.docker.cycles", 100);
    private static final int AT_ONCE = 4;
    private static final int WARM_UP = 8;

    /** Pools of threads and connections may be at another size. */
    private static final int THREADS_OF_SLACK = 2;

    /** Connections are kept, and the most at once may come after the warm-up: a caller's own, and those of the four looks of its list. */
    private static final int HANDLES_OF_SLACK = AT_ONCE * 5;

    private static final long BYTES_OF_SLACK = 4L << 20;

    private static long handles() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
    }

    private static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static void cycles(DockerRuntime runtime, int count) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Callable<Phase>> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String name = "cycle-" + i;
                all.add(() -> cycle(runtime, name));
            }
            for (Future<Phase> each : callers.invokeAll(all)) {
                assertThat(each.get()).isEqualTo(Phase.EXITED);
            }
        } finally {
            callers.shutdownNow();
        }
    }

    private static Phase cycle(DockerRuntime runtime, String name) throws Exception {
        runtime.create(FaultyHost.spec(name, FaultyHost.sleeping()));
        runtime.start(name);
        runtime.kill(name);
        await().pollInterval(Duration.ofMillis(20)).until(() -> phase(runtime, name) == Phase.EXITED);
        Phase last = phase(runtime, name);
        runtime.list(FaultyHost.OURS);
        runtime.remove(name);
        return last;
    }

    private static Phase phase(DockerRuntime runtime, String name) {
        return ((Observation.Present) runtime.inspect(name)).state().phase();
    }

    private static DockerRuntime connect() throws ContainerRuntimeException {
        Map<String, String> properties = Map.of("host", TestDaemon.shared().host());
        var target = new RuntimeTarget("default", "i-1", properties, WorkloadPolicy.platformDefault());
        return (DockerRuntime) new DockerRuntimeProvider().connect(target);
    }

    @Test
    void threadsHandlesAndHeapComeBackToWhereTheyWere() throws Exception {
        try (DockerRuntime runtime = connect()) {
            cycles(runtime, WARM_UP);
            int threads = threads();
            long handles = handles();
            long heap = heap();
            cycles(runtime, CYCLES);
            assertThat(runtime.list(FaultyHost.OURS)).isEmpty();
            await().atMost(Duration.ofSeconds(40)).untilAsserted(() -> {
                assertThat(threads()).as("threads").isLessThanOrEqualTo(threads + THREADS_OF_SLACK);
                assertThat(handles()).as("file handles").isLessThanOrEqualTo(handles + HANDLES_OF_SLACK);
                assertThat(heap()).as("heap").isLessThan(heap + BYTES_OF_SLACK);
            });
            System.out.println("After " + CYCLES + " cycles: threads " + threads + " -> " + threads()
                    + ", file handles " + handles + " -> " + handles() + ", bytes of heap " + heap + " -> " + heap());
        }
    }
}
