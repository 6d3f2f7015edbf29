package io.stowage.samples.embedding;

import io.stowage.Engine;
import io.stowage.SteadyState;
import io.stowage.core.Stowage;
import io.stowage.runtime.process.ProcessRuntimeProvider;
import io.stowage.spi.ContainerRuntimeProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The example of the README. A test holds the two equal, and runs this one. */
public final class Embedding {

    private Embedding() {}

    public static void main(String[] arguments) {
        // README: from here
        ContainerRuntimeProvider processes =
                ProcessRuntimeProvider.builder().allowRoots(Path.of("/bin/sh")).build();
        try (Engine engine = Stowage.engine().runtime(processes).build()) {
            engine.clusters().create("harbour");
            engine.containerInstances().register("harbour", "this-host", "process");
            engine.taskDefinitions().register("""
                    {
                      "family": "clock",
                      "containerDefinitions": [{
                        "name": "clock",
                        "image": "/bin/sh",
                        "memory": 16,
                        "command": ["-c", "while date; do sleep 1; done"],
                        "healthCheck": { "command": ["CMD", "/bin/sh", "-c", "true"], "interval": 5 }
                      }]
                    }""");
            engine.services().create("harbour", "clock", "clock", 2);
            SteadyState state = engine.services().awaitSteadyState("harbour", "clock", Duration.ofMinutes(1));
            System.out.println(state.reached() ? "two clocks tick" : "not steady: " + state.reasons());

            List<String> tasks = engine.tasks().list("harbour").taskArns();
            engine.services().forceDelete("harbour", "clock");
            engine.tasks().awaitStopped("harbour", tasks, Duration.ofMinutes(1));
        }
        // README: to here
    }
}
