package io.stowage.runtime.process;

import static io.stowage.runtime.process.TestHost.SOON;
import static io.stowage.runtime.process.TestHost.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A hundred containers at once, and what they cost this process. */
class ManyTest {

    private static final int CONTAINERS = 100;
    private static final int CALLERS = 8;

    @Test
    void a_hundred_containers_cost_a_handful_of_threads_and_each_exit_is_heard_of() throws Exception {
        try (TestHost host = new TestHost()) {
            ProcessRuntime runtime = host.connect();
            Set<String> heard = ConcurrentHashMap.newKeySet();
            ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
            try {
                int before = threads();
                atOnce(callers, name -> sleep(name).start(runtime));
                List<ContainerState> all = runtime.list(Map.of());
                assertThat(all).hasSize(CONTAINERS).allMatch(state -> state.phase() == Phase.RUNNING);
                assertThat(all.stream().map(ContainerState::runtimeId).distinct())
                        .hasSize(CONTAINERS);
                // The callers, four shells with a reader and a waiter each, and those that waited for a probe.
                assertThat(threads() - before).isLessThan(CALLERS + 16);
                runtime.follow(heard::add);
                atOnce(callers, name -> runtime.signal(name, "SIGTERM"));
                await().atMost(SOON).until(() -> heard.size() == CONTAINERS);
                assertThat(runtime.list(Map.of()))
                        .allMatch(state -> Integer.valueOf(143).equals(state.exitCode()));
                atOnce(callers, runtime::remove);
                assertThat(runtime.list(Map.of())).isEmpty();
            } finally {
                callers.shutdownNow();
            }
        }
    }

    @Test
    void threads_go_with_the_runtime() throws Exception {
        try (TestHost host = new TestHost()) {
            Set<Thread> before = Set.copyOf(Thread.getAllStackTraces().keySet());
            ProcessRuntime runtime = host.connect();
            sleep("c").start(runtime);
            runtime.close();
            runtime.close();
            await().atMost(SOON)
                    .until(() -> Thread.getAllStackTraces().keySet().stream()
                            .noneMatch(thread ->
                                    !before.contains(thread) && thread.getName().startsWith("stowage-")));
            assertThat(TestHost.state(host.connect(), "c").phase()).isEqualTo(Phase.RUNNING);
        }
    }

    @FunctionalInterface
    private interface Act {
        void on(String name) throws Exception;
    }

    private static void atOnce(ExecutorService callers, Act act) throws Exception {
        List<Future<Void>> calls = new ArrayList<>();
        for (int i = 0; i < CONTAINERS; i++) {
            String name = "c" + i;
            calls.add(callers.submit((Callable<Void>) () -> {
                act.on(name);
                return null;
            }));
        }
        for (Future<Void> call : calls) {
            call.get(30, TimeUnit.SECONDS);
        }
    }

    private static int threads() {
        return Thread.getAllStackTraces().size();
    }
}
