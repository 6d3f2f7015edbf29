package io.stowage.runtime.process;

import static io.stowage.runtime.process.TestHost.awaitExit;
import static io.stowage.runtime.process.TestHost.shell;
import static io.stowage.runtime.process.TestHost.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.spi.Observation;
import io.stowage.spi.RuntimeTarget;
import io.stowage.spi.WorkloadPolicy;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The engine is killed at every step of a start and of a stop. It is a process of its own, and the steps show on the disk: as soon as one
 * does, the engine gets SIGKILL. The next engine does what an agent does, which is to begin again with what is wanted.
 */
@Timeout(60)
class KilledEngineTest {

    private static final String NAME = "c";

    /** What shows that a step is being done or was done. */
    private enum Step {
        FOLDER_BEGUN {
            @Override
            boolean shows(TestHost host) throws IOException {
                return any(host, ".new-*") || Files.exists(host.folder(NAME));
            }
        },
        CREATED {
            @Override
            boolean shows(TestHost host) {
                return Files.exists(host.folder(NAME));
            }
        },
        SUPERVISED {
            @Override
            boolean shows(TestHost host) throws IOException {
                return CREATED.shows(host)
                        && !host.contents(NAME).journal().supervisors().isEmpty();
            }
        },
        CLAIMED {
            @Override
            boolean shows(TestHost host) {
                return Files.exists(host.folder(NAME).resolve("journal"));
            }
        },
        OUTPUT_OPEN {
            @Override
            boolean shows(TestHost host) {
                return Files.exists(host.folder(NAME).resolve("stderr.log"));
            }
        },
        RECORDED {
            @Override
            boolean shows(TestHost host) throws IOException {
                return CREATED.shows(host) && host.contents(NAME).journal().command() != null;
            }
        },
        STARTED {
            @Override
            boolean shows(TestHost host) {
                return Files.exists(host.state.resolve("started"));
            }
        },
        SIGNALLED {
            @Override
            boolean shows(TestHost host) throws IOException {
                return host.output(NAME).contains("asked to stop");
            }
        },
        EXIT_RECORDED {
            @Override
            boolean shows(TestHost host) throws IOException {
                return isEnded(host);
            }
        },
        NOTICED {
            @Override
            boolean shows(TestHost host) throws IOException {
                return any(host, ".exits/*") || Files.exists(host.state.resolve("stopped"));
            }
        },
        REMOVAL_BEGUN {
            @Override
            boolean shows(TestHost host) {
                return Files.exists(host.state.resolve("started")) && !Files.exists(host.folder(NAME));
            }
        };

        abstract boolean shows(TestHost host) throws IOException;

        boolean isOfTheStart() {
            return compareTo(STARTED) <= 0;
        }
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void an_engine_killed_at_any_step_doubles_nothing_and_leaves_nothing(Step step) throws Exception {
        try (TestHost host = new TestHost()) {
            if (!step.isOfTheStart()) {
                Files.createFile(host.state.resolve("go"));
            }
            Process engine = Engine.run(host.state);
            try {
                while (!step.shows(host)) {
                    assertThat(engine.isAlive())
                            .as("the engine lives until %s shows", step)
                            .isTrue();
                }
            } finally {
                engine.destroyForcibly();
            }
            assertThat(engine.waitFor(20, TimeUnit.SECONDS)).isTrue();
            ProcessRuntime next = host.connect();
            if (step.isOfTheStart()) {
                goOnStarting(host, next);
            } else {
                goOnStopping(next);
            }
            assertThat(runs(host)).hasSize(1);
            TestHost.awaitGone(runs(host).get(0));
            assertThat(next.list(Map.of())).isEmpty();
        }
    }

    private static void goOnStarting(TestHost host, ProcessRuntime next) throws Exception {
        Engine.container(host.state).start(next);
        ContainerState running = state(next, NAME);
        assertThat(running.phase()).isEqualTo(Phase.RUNNING);
        org.awaitility.Awaitility.await()
                .atMost(TestHost.SOON)
                .until(() -> !runs(host).isEmpty());
        assertThat(runs(host)).containsExactly(TestHost.pid(next, NAME));
        next.signal(NAME, "SIGTERM");
        assertThat(awaitExit(next, NAME).exitCode()).isEqualTo(9);
        next.remove(NAME);
    }

    private static void goOnStopping(ProcessRuntime next) throws Exception {
        if (next.inspect(NAME) instanceof Observation.Present) {
            next.signal(NAME, "SIGTERM");
            // The signal or what was done before ends it, and its exit is known either way.
            assertThat(awaitExit(next, NAME).exitCode()).isEqualTo(9);
            next.remove(NAME);
        }
        assertThat(next.inspect(NAME)).isInstanceOf(Observation.Absent.class);
    }

    /** Each run of the command writes its process id down, in a file that no container has. */
    private static List<Long> runs(TestHost host) throws IOException {
        Path ran = host.state.resolve("ran");
        return Files.exists(ran)
                ? Files.readAllLines(ran).stream().map(Long::valueOf).toList()
                : List.of();
    }

    private static boolean any(TestHost host, String pattern) throws IOException {
        int slash = pattern.indexOf('/');
        Path folder = host.folder(slash < 0 ? "." : pattern.substring(0, slash));
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, pattern.substring(slash + 1))) {
            return found.iterator().hasNext();
        }
    }

    private static boolean isEnded(TestHost host) throws IOException {
        return new ContainerFolder(host.folder(NAME))
                .read()
                .map(contents -> contents.journal().exitStatus() != null)
                .orElse(Files.exists(host.state.resolve("stopped")));
    }

    /** Creates and starts one container, stops and removes it if it may, and waits to be killed. */
    static final class Engine {

        static Process run(Path state) throws IOException {
            return new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Engine.class.getName(),
                            state.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        }

        static TestHost.Spec container(Path state) {
            return shell(
                    NAME,
                    "trap 'echo asked to stop; exit 9' TERM; echo $$ >> " + state
                            + "/ran; while :; do sleep 0.01; done");
        }

        public static void main(String[] arguments) throws Exception {
            Path state = Path.of(arguments[0]);
            ProcessRuntime runtime = (ProcessRuntime) ProcessRuntimeProvider.builder()
                    .allowRoots(Path.of("/bin"), Path.of("/usr/bin"))
                    .stateDirectory(state)
                    .build()
                    .connect(new RuntimeTarget("default", "i-1", Map.of(), WorkloadPolicy.platformDefault()));
            container(state).start(runtime);
            Files.createFile(state.resolve("started"));
            while (!Files.exists(state.resolve("ran")) || !Files.exists(state.resolve("go"))) {
                Thread.onSpinWait();
            }
            runtime.signal(NAME, "SIGTERM");
            awaitExit(runtime, NAME);
            Files.createFile(state.resolve("stopped"));
            runtime.remove(NAME);
            new java.util.concurrent.CountDownLatch(1).await();
        }
    }
}
