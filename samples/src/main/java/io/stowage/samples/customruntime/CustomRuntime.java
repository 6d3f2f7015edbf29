package io.stowage.samples.customruntime;

import io.stowage.Engine;
import io.stowage.SteadyState;
import io.stowage.core.Stowage;
import io.stowage.model.Service;
import io.stowage.model.ServiceEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Three ferries that are threads, on two quays that are names: one ferry sinks, and another takes its place. */
public final class CustomRuntime {

    private static final Duration SOON = Duration.ofMinutes(1);
    private static final String FERRY = """
            {
              "family": "ferry",
              "containerDefinitions": [{
                "name": "ferry",
                "image": "ferry",
                "memory": 16,
                "command": ["to and fro"],
                "healthCheck": { "command": ["CMD", "afloat"], "interval": 5 }
              }]
            }""";

    private CustomRuntime() {}

    public static void main(String[] arguments) throws InterruptedException {
        BlockingQueue<String> rocks = new LinkedBlockingQueue<>();
        BlockingQueue<String> departures = new LinkedBlockingQueue<>();
        Job ferry = surroundings -> {
            departures.add(surroundings.arguments().get(0));
            String rock = rocks.take();
            throw new IllegalStateException("the ferry ran on " + rock);
        };
        try (Engine engine = Stowage.engine()
                .runtime(new JobRuntimeProvider(Map.of("ferry", ferry, "afloat", surroundings -> 0)))
                .build()) {
            engine.clusters().create("harbour");
            engine.containerInstances().register("harbour", "north-quay", "jobs");
            engine.containerInstances().register("harbour", "south-quay", "jobs");
            engine.taskDefinitions().register(FERRY);
            engine.services().create("harbour", "ferries", "ferry", 3);
            depart(departures, 3);
            steady(engine);
            System.out.println("Three ferries go to and fro.");

            rocks.add("a rock");
            depart(departures, 1);
            steady(engine);
            System.out.println("One ran on a rock, and another has taken its place:");
            tell(engine.services()
                    .describe("harbour", List.of("ferries"))
                    .services()
                    .get(0));

            List<String> tasks = engine.tasks().list("harbour").taskArns();
            engine.services().forceDelete("harbour", "ferries");
            require(engine.tasks().awaitStopped("harbour", tasks, SOON).reached(), "all ferries are in");
            System.out.println("custom-runtime: all ferries are in");
        }
    }

    private static void depart(BlockingQueue<String> departures, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            require(departures.poll(SOON.toSeconds(), TimeUnit.SECONDS) != null, "a ferry departs");
        }
    }

    private static void steady(Engine engine) {
        SteadyState state = engine.services().awaitSteadyState("harbour", "ferries", SOON);
        require(state.reached(), "the service is steady: " + state.reasons());
    }

    private static void tell(Service service) {
        List<ServiceEvent> newestFirst = service.events();
        for (int i = newestFirst.size() - 1; i >= 0; i--) {
            System.out.println("  " + newestFirst.get(i).message());
        }
    }

    private static void require(boolean kept, String what) {
        if (!kept) {
            throw new IllegalStateException("custom-runtime: this did not come true: " + what);
        }
    }
}
