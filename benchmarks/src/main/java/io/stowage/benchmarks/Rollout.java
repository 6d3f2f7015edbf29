package io.stowage.benchmarks;

import io.stowage.UpdateServiceRequest;
import io.stowage.model.DeploymentConfiguration;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.testkit.runtime.Behaviour;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How long a rollout takes beside what its applications need to start: {@code benchmarks/run rollout --tasks N --instances N --ready SECONDS}.
 *
 * <p>A service of so many tasks is rolled from one revision to another at 100/200, with room for both. Time is virtual: the image of the new
 * revision takes its time to be pulled on each host, and an application to get ready. What the slowest task takes for both is what no rollout can do
 * without. What is measured beside it is wall time: how long the turns take in which the engine decides, the garbage collector's pauses among it.
 */
public final class Rollout {

    private static final Duration PATIENCE = Duration.ofHours(1);
    private static final Duration STEP = Duration.ofMillis(100);
    private static final String DEFINITION = """
            {"family": "web", "containerDefinitions":
              [{"name": "main", "image": "slow", "cpu": 128, "memory": 128, "essential": true,
                "healthCheck": {"command": ["CMD-SHELL", "check"], "interval": 5, "startPeriod": 300}}]}
            """;

    private Rollout() {}

    /** Prints one line of JSON. */
    public static void main(String[] line) {
        Map<String, Long> defaults = new LinkedHashMap<>();
        defaults.put("tasks", 5_000L);
        defaults.put("instances", 1_000L);
        defaults.put("ready", 30L);
        defaults.put("warmup", 3L);
        Arguments arguments = new Arguments(defaults, line);
        for (int round = 0; round < arguments.of("warmup"); round++) {
            measure(arguments);
        }
        System.out.println(measure(arguments));
    }

    private static String measure(Arguments arguments) {
        int tasks = arguments.of("tasks");
        Duration ready = Duration.ofSeconds(arguments.of("ready"));
        TimedWorld[] timed = new TimedWorld[1];
        try (ScaleCluster cluster =
                new ScaleCluster(tasks, ScaleCluster.MOST_PER_SERVICE, arguments.of("instances"), world -> {
                    timed[0] = new TimedWorld(world);
                    return timed[0];
                })) {
            cluster.createServices();
            cluster.awaitRunning();
            cluster.pass(Duration.ofMinutes(10));
            cluster.define("slow", Behaviour.readyWithin(ready), DEFINITION);
            timed[0].begin();
            Duration began = cluster.elapsed();
            roll(cluster);
            Duration took = cluster.elapsed().minus(began);
            Duration least = cluster.longestStart(
                    cluster.describe(0).deployments().get(0).id());
            return String.format(
                    Locale.ROOT,
                    "{\"tasks\":%d,\"instances\":%d,\"leastSeconds\":%.1f,\"rolloutSeconds\":%.1f,\"ofLeast\":%.2f,"
                            + "\"turns\":%d,\"turnMillisP50\":%.2f,\"turnMillisP99\":%.2f,\"turnMillisMax\":%.2f}",
                    tasks,
                    arguments.of("instances"),
                    least.toMillis() / 1e3,
                    took.toMillis() / 1e3,
                    took.toMillis() / (double) least.toMillis(),
                    timed[0].count(),
                    timed[0].millis(50),
                    timed[0].millis(99),
                    timed[0].millis(100));
        }
    }

    private static void roll(ScaleCluster cluster) {
        cluster.update(UpdateServiceRequest.builder()
                .service(ScaleCluster.service(0))
                .taskDefinition("web:2")
                .deploymentConfiguration(DeploymentConfiguration.builder()
                        .minimumHealthyPercent(100)
                        .maximumPercent(200)
                        .build()));
        Duration deadline = cluster.elapsed().plus(PATIENCE);
        while (cluster.describe(0).deployments().get(0).rolloutState() != DeploymentRolloutState.COMPLETED) {
            if (cluster.elapsed().compareTo(deadline) > 0) {
                throw new IllegalStateException("not rolled out within " + PATIENCE + ": " + cluster.describe(0));
            }
            cluster.pass(STEP);
        }
    }
}
