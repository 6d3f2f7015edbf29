package io.stowage.core.service;

import io.stowage.core.docs.GeneratedPart;
import io.stowage.core.service.FakeService.FakeTask;
import io.stowage.core.service.FakeService.Life;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.ServiceStatus;
import java.io.IOException;
import java.util.List;
import java.util.function.IntFunction;

/** Says when tasks on a draining instance are stopped, as the reconciler decides it: a part of {@code docs/draining.md}. */
final class DrainingTable {

    static final GeneratedPart PART = new GeneratedPart("draining.md", DrainingTable.class);

    private static final String DEPLOYMENT = "ecs-svc/1";
    private static final String ELSEWHERE = "a/1";
    private static final String DRAINING = "b/1";
    private static final int MOST_STEPS = 50;
    private static final int[] MINIMUM_HEALTHY_PERCENT = {100, 50, 0};

    private DrainingTable() {}

    public static void main(String[] args) throws IOException {
        PART.write(render());
    }

    static String render() {
        StringBuilder part = new StringBuilder("| `minimumHealthyPercent` |");
        for (int percent : MINIMUM_HEALTHY_PERCENT) {
            part.append(' ').append(percent).append(" |");
        }
        part.append(" any, the service is deleted |\n|---|---|---|---|---|\n");
        row(part, "PENDING", percent -> replica(percent, Life.PENDING, false));
        row(part, "RUNNING, not healthy", percent -> replica(percent, Life.STARTED, false));
        row(part, "healthy", percent -> replica(percent, Life.HEALTHY, false));
        row(part, "healthy and protected", percent -> replica(percent, Life.HEALTHY, true));
        row(part, "of a DAEMON service, beside others", percent -> daemon(percent, false));
        row(part, "of a DAEMON service, when only such are left", percent -> daemon(percent, true));
        return part.toString();
    }

    /** What becomes of one task, and what else there is. */
    private record Case(FakeService service, FakeTask task) {}

    /** One task of each kind on the draining instance, and one elsewhere. */
    private static Case replica(int minimumHealthyPercent, Life life, boolean isProtected) {
        FakeService service = FakeService.of(4, minimumHealthyPercent, 200);
        service.instances = List.of(ELSEWHERE);
        service.deploy(DEPLOYMENT).rollout(DeploymentRolloutState.COMPLETED).drain(DRAINING);
        service.task(DEPLOYMENT, Life.HEALTHY, ELSEWHERE);
        FakeTask looked = null;
        for (Life each : List.of(Life.PENDING, Life.STARTED, Life.HEALTHY)) {
            FakeTask task = service.task(DEPLOYMENT, each, DRAINING);
            looked = each == life ? task : looked;
        }
        looked.isProtected = isProtected;
        return new Case(service, looked);
    }

    private static Case daemon(int minimumHealthyPercent, boolean emptied) {
        FakeService service = FakeService.daemon(minimumHealthyPercent, ELSEWHERE, DRAINING);
        service.deploy(DEPLOYMENT).rollout(DeploymentRolloutState.COMPLETED).drain(DRAINING);
        service.daemon.members.remove(DRAINING);
        if (emptied) {
            service.daemon.emptied.add(DRAINING);
        }
        service.task(DEPLOYMENT, Life.HEALTHY, ELSEWHERE);
        return new Case(service, service.task(DEPLOYMENT, Life.HEALTHY, DRAINING));
    }

    private static void row(StringBuilder part, String kind, IntFunction<Case> cases) {
        part.append("| ").append(kind).append(" |");
        for (int percent : MINIMUM_HEALTHY_PERCENT) {
            part.append(' ').append(fate(cases.apply(percent))).append(" |");
        }
        Case deleted = cases.apply(100);
        deleted.service().status(ServiceStatus.DRAINING);
        part.append(' ').append(fate(deleted)).append(" |\n");
    }

    private static String fate(Case of) {
        FakeService service = of.service();
        List<FakeTask> first = List.copyOf(service.tasks);
        boolean moves = true;
        for (int step = 1; moves && step < MOST_STEPS; step++) {
            ServicePlan plan = service.reconcile();
            service.apply(plan);
            if (of.task().life == Life.STOPPING) {
                return step == 1 ? "stops at once" : words(healthy(service, first));
            }
            moves = service.getOn(1) || !plan.isEmpty();
        }
        if (moves) {
            throw new IllegalStateException("it never ends: " + service);
        }
        return "stays";
    }

    private static String words(long replacements) {
        return "stops when %d %s healthy"
                .formatted(replacements, replacements == 1 ? "replacement is" : "replacements are");
    }

    private static long healthy(FakeService service, List<FakeTask> besides) {
        return service.tasks.stream()
                .filter(task -> task.life == Life.HEALTHY && !besides.contains(task))
                .count();
    }
}
