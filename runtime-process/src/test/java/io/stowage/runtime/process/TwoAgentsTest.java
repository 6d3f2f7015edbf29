package io.stowage.runtime.process;

import static io.stowage.runtime.process.TestHost.shell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two agents that both believe to have the instance, and do all that there is to do to the same containers at once. */
@Timeout(120)
class TwoAgentsTest {

    private static final int CONTAINERS = 5;
    private static final int VERBS = 150;
    private static final int THREADS_EACH = 2;

    @Test
    void no_container_runs_twice_and_nothing_is_left_whoever_does_what_when() throws Exception {
        try (TestHost host = new TestHost()) {
            Path ran = Files.createFile(host.state.resolve("ran"));
            ExecutorService threads = Executors.newFixedThreadPool(2 * THREADS_EACH);
            try {
                List<Future<Void>> agents = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    ProcessRuntime runtime = host.connect();
                    for (int thread = 0; thread < THREADS_EACH; thread++) {
                        Random random = new Random(31L * i + thread);
                        agents.add(threads.submit((Callable<Void>) () -> {
                            act(runtime, ran, random);
                            return null;
                        }));
                    }
                }
                for (Future<Void> agent : agents) {
                    agent.get(100, TimeUnit.SECONDS);
                }
            } finally {
                threads.shutdownNow();
            }
            ProcessRuntime last = host.connect();
            for (ContainerState left : last.list(Map.of())) {
                last.kill(left.name());
                last.remove(left.name());
            }
            List<String> runs = Files.readAllLines(ran);
            assertThat(runs).hasSizeGreaterThan(CONTAINERS);
            // The marker is another one for each container that was ever created.
            assertThat(runs.stream().map(run -> run.split(" ", -1)[0])).doesNotHaveDuplicates();
            await().atMost(TestHost.SOON).until(() -> alive(runs), List::isEmpty);
            assertThat(last.list(Map.of())).isEmpty();
        }
    }

    /** Those of which the process still is one of the container: its id alone may be another's by now. */
    private static List<String> alive(List<String> runs) {
        return runs.stream()
                .filter(run -> {
                    String[] words = run.split(" ", -1);
                    return environmentOf(words[1]).contains(ContainerRecord.MARKER + "=" + words[0]);
                })
                .toList();
    }

    private static String environmentOf(String pid) {
        try {
            return Files.readString(Path.of("/proc", pid, "environ"), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    private static void act(ProcessRuntime runtime, Path ran, Random random) {
        for (int i = 0; i < VERBS; i++) {
            String name = "c" + random.nextInt(CONTAINERS);
            try {
                switch (random.nextInt(6)) {
                    case 0 -> command(name, ran).create(runtime);
                    case 1, 2 -> command(name, ran).start(runtime);
                    case 3 -> runtime.signal(name, "SIGTERM");
                    case 4 -> runtime.kill(name);
                    default -> runtime.remove(name);
                }
            } catch (ContainerRuntimeException | UncheckedIOException | IllegalStateException told) {
                // The other agent was in the way: whoever is told so looks again.
                assertThat(told).hasMessageMatching("(?s).+");
            }
        }
    }

    private static TestHost.Spec command(String name, Path ran) {
        return shell(name, "echo $STOWAGE_CONTAINER_ID $$ >> " + ran + "; exec sleep 3613");
    }
}
