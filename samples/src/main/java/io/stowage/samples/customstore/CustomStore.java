package io.stowage.samples.customstore;

import io.stowage.AwaitedTasks;
import io.stowage.Engine;
import io.stowage.core.Stowage;
import io.stowage.model.Task;
import io.stowage.runtime.process.ProcessRuntimeProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One engine works and ends; the next one, on the same file, knows what it did. */
public final class CustomStore {

    private static final Duration SOON = Duration.ofMinutes(1);
    private static final String GREETING = """
            {
              "family": "greeting",
              "containerDefinitions": [{
                "name": "greeting", "image": "/bin/sh", "memory": 16, "command": ["-c", "exit 7"]
              }]
            }""";

    private CustomStore() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createTempDirectory("stowage-custom-store");
        Path journal = directory.resolve("journal");
        try {
            String task = work(journal, directory.resolve("processes"));
            System.out.println("The engine has ended. Its state is in "
                    + Files.readAllLines(journal).size() + " lines of " + journal);
            remember(journal, directory.resolve("processes"), task);
            System.out.println("custom-store: the state outlived its engine");
        } finally {
            delete(directory);
        }
    }

    private static Engine engine(Path journal, Path processes) {
        return Stowage.engine()
                .store("journal", Map.of("file", journal.toString()))
                .runtime(ProcessRuntimeProvider.builder()
                        .allowRoots(Path.of("/bin/sh"))
                        .stateDirectory(processes)
                        .build())
                .build();
    }

    private static String work(Path journal, Path processes) {
        try (Engine engine = engine(journal, processes)) {
            engine.clusters().create("harbour");
            engine.containerInstances().register("harbour", "this-host", "process");
            engine.taskDefinitions().register(GREETING);
            List<Task> started = engine.tasks().run("harbour", "greeting", 1).tasks();
            require(started.size() == 1, "a task is started");
            String task = started.get(0).taskArn();
            AwaitedTasks stopped = engine.tasks().awaitStopped("harbour", List.of(task), SOON);
            require(stopped.reached(), "the task stops: " + stopped.reasons());
            System.out.println("The first engine ran " + task);
            return task;
        }
    }

    private static void remember(Path journal, Path processes, String arn) {
        try (Engine engine = engine(journal, processes)) {
            System.out.println("The second engine finds the cluster "
                    + engine.clusters().list().clusterArns());
            List<Task> found = engine.tasks().describe("harbour", List.of(arn)).tasks();
            require(found.size() == 1, "the task is known");
            Integer exitCode = found.get(0).containers().get(0).exitCode();
            System.out.println("and the task, " + found.get(0).lastStatus() + " with exit code " + exitCode);
            require(Integer.valueOf(7).equals(exitCode), "the exit code is remembered");
        }
    }

    private static void require(boolean kept, String what) {
        if (!kept) {
            throw new IllegalStateException("custom-store: this did not come true: " + what);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var paths = Files.walk(directory)) {
            for (Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        }
    }
}
