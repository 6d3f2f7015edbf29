package io.stowage.core.service;

import io.stowage.core.deployment.RolloutLimits;
import io.stowage.core.docs.GeneratedPart;
import io.stowage.core.service.FakeService.FakeTask;
import io.stowage.core.service.FakeService.Life;
import io.stowage.model.DeploymentConfiguration;
import io.stowage.model.DeploymentRolloutState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Draws rollouts step by step, as the reconciler decides them: a part of {@code docs/deployments.md}. */
final class RolloutPictures {

    static final GeneratedPart PART = new GeneratedPart("deployments.md", RolloutPictures.class);

    private static final String OLD = "ecs-svc/1";
    private static final String NEW = "ecs-svc/2";
    private static final String NEWEST = "ecs-svc/3";
    private static final int MOST_STEPS = 50;

    private static final String HEALTHY = "\u25cf";
    private static final String STARTING = "\u25cb";
    private static final String STOPPING = "\u00d7";

    private record Limits(int desired, int minimumHealthyPercent, int maximumPercent) {

        DeploymentConfiguration configuration() {
            return DeploymentConfiguration.builder()
                    .minimumHealthyPercent(minimumHealthyPercent)
                    .maximumPercent(maximumPercent)
                    .build();
        }
    }

    private RolloutPictures() {}

    public static void main(String[] args) throws IOException {
        PART.write(render());
    }

    static String render() {
        StringBuilder part = new StringBuilder();
        limits(part);
        part.append("\n%s healthy, %s started and not healthy yet, %s told to stop\n"
                .formatted(HEALTHY, STARTING, STOPPING));
        replica(part, new Limits(4, 100, 200), NEW);
        replica(part, new Limits(4, 50, 100), NEW);
        replica(part, new Limits(4, 100, 150), NEW);
        replica(part, new Limits(4, 100, 150), NEW, NEWEST);
        replica(part, new Limits(1, 100, 200), NEW);
        daemon(part, 50, "a/1", "a/2", "b/1", "b/2");
        return part.toString();
    }

    private static void limits(StringBuilder part) {
        part.append(
                "| `desiredCount` | `minimumHealthyPercent` | `maximumPercent` | healthy, at least | not stopped, at most |\n");
        part.append("|---|---|---|---|---|\n");
        for (int desired : new int[] {1, 3, 4, 10}) {
            limits(part, new Limits(desired, 100, 200));
            limits(part, new Limits(desired, 50, 100));
            limits(part, new Limits(desired, 100, 150));
        }
    }

    private static void limits(StringBuilder part, Limits limits) {
        DeploymentConfiguration configuration = limits.configuration();
        part.append("| %d | %d | %d | %d | %d%s |\n"
                .formatted(
                        limits.desired(),
                        limits.minimumHealthyPercent(),
                        limits.maximumPercent(),
                        RolloutLimits.lower(limits.desired(), configuration),
                        RolloutLimits.upper(limits.desired(), configuration),
                        RolloutLimits.feasible(limits.desired(), configuration) ? "" : ": refused"));
    }

    private static void replica(StringBuilder part, Limits limits, String... rollouts) {
        part.append("\n**`desiredCount` %d at %d/%d%s**: at least %d healthy, at most %d not stopped\n\n"
                .formatted(
                        limits.desired(),
                        limits.minimumHealthyPercent(),
                        limits.maximumPercent(),
                        rollouts.length == 1 ? "" : ", superseded after the first step",
                        RolloutLimits.lower(limits.desired(), limits.configuration()),
                        RolloutLimits.upper(limits.desired(), limits.configuration())));
        FakeService service = FakeService.of(limits.desired(), limits.minimumHealthyPercent(), limits.maximumPercent());
        rollOut(part, service, List.of(rollouts));
    }

    private static void daemon(StringBuilder part, int minimumHealthyPercent, String... instances) {
        part.append("\n**A DAEMON service on %d instances at %d**: at least %d healthy, never two on one instance\n\n"
                .formatted(
                        instances.length,
                        minimumHealthyPercent,
                        RolloutLimits.lower(instances.length, minimumHealthyPercent)));
        rollOut(part, FakeService.daemon(minimumHealthyPercent, instances), List.of(NEW));
    }

    /** One rollout after the other, a step of each but the last, which goes on to its end. */
    private static void rollOut(StringBuilder part, FakeService service, List<String> rollouts) {
        service.deploy(OLD)
                .rollout(DeploymentRolloutState.COMPLETED)
                .tasks(OLD, Life.HEALTHY, service.service().desiredCount());
        List<String> columns = new ArrayList<>(List.of(OLD));
        columns.addAll(rollouts);
        part.append("| step | `")
                .append(String.join("` | `", columns))
                .append("` | healthy | not stopped | events |\n");
        part.append("|---".repeat(columns.size() + 4)).append("|\n");
        line(part, 0, columns, service, ServicePlan.NOTHING);
        Iterator<String> next = rollouts.iterator();
        boolean moves = true;
        for (int step = 1; moves; step++) {
            if (step > MOST_STEPS) {
                throw new IllegalStateException("it never ends: " + service);
            }
            if (next.hasNext()) {
                service.deploy(next.next());
            }
            ServicePlan plan = service.reconcile();
            service.apply(plan);
            if (!plan.isEmpty()) {
                line(part, step, columns, service, plan);
            }
            moves = service.getOn(Integer.MAX_VALUE) || !plan.isEmpty();
        }
    }

    private static void line(
            StringBuilder part, int step, List<String> columns, FakeService service, ServicePlan plan) {
        part.append("| ").append(step);
        columns.forEach(deployment -> part.append(" | ").append(tasks(service, deployment)));
        part.append(" | %d | %d | %s |\n"
                .formatted(service.healthy(), service.live().size(), String.join("<br>", plan.events())));
    }

    private static String tasks(FakeService service, String deployment) {
        StringBuilder tasks = new StringBuilder();
        for (FakeTask task : service.tasks) {
            if (task.deployment.equals(deployment)) {
                tasks.append(sign(task.life));
            }
        }
        return tasks.toString();
    }

    private static String sign(Life life) {
        return switch (life) {
            case PENDING, STARTED -> STARTING;
            case HEALTHY -> HEALTHY;
            case STOPPING -> STOPPING;
            case UNHEALTHY -> throw new IllegalArgumentException("nothing fails here");
        };
    }
}
