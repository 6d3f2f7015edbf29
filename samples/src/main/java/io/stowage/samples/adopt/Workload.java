package io.stowage.samples.adopt;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * What the service of a run runs: something that sleeps, and takes up to a second to stop, some longer than others, so that there is a time in
 * which they do.
 *
 * @param ofVersion the task definition of a version, as JSON
 * @param patience how long an engine may need until all is as it should be
 */
record Workload(UnaryOperator<String> ofVersion, Duration patience) {

    /** Each process writes down which task it is of, its version and its id before anything else: {@link ProcessTruth} reads that. */
    static Workload processes(Path directory) {
        return new Workload(version -> """
                        {"family": "sleeper", "containerDefinitions": [{"name": "main", "image": "/bin/sh", "command":
                          ["-c", "echo \\"$STOWAGE_TASK_ARN $VERSION $$\\" >> \\"$RAN\\"; trap 'sleep 0.$(($$ %% 9)); exit 0' TERM; sleep 3600 & wait"],
                          "environment": [{"name": "VERSION", "value": "%s"}, {"name": "RAN", "value": "%s"}],
                          "memoryReservation": 16, "stopTimeout": 5}]}
                        """.formatted(version, directory.resolve("ran")), Duration.ofSeconds(60));
    }

    /** Each container has its version as a label, which {@link DockerTruth} reads. */
    static Workload containers() {
        return new Workload(version -> """
                        {"family": "sleeper", "networkMode": "none", "containerDefinitions": [{"name": "main", "image": "busybox:latest",
                          "command": ["sh", "-c", "trap 'exit 0' TERM; busybox sleep 3600 & wait"],
                          "environment": [{"name": "VERSION", "value": "%1$s"}], "dockerLabels": {"version": "%1$s"},
                          "memoryReservation": 16, "stopTimeout": 5}]}
                        """.formatted(version), Duration.ofMinutes(4));
    }

    String definition(String version) {
        return ofVersion.apply(version);
    }
}
