package io.stowage.core.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.service.FakeService.FakeTask;
import io.stowage.core.service.FakeService.Life;
import io.stowage.core.service.ServicePlan.Stop;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.PlacementStrategy;
import io.stowage.model.PlacementStrategyType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Tasks that are too old go first, but where base and weight would suffer others do in their place. */
class OutgoingSharesTest {

    private static final String ONLY = "ecs-svc/1";
    private static final List<String> PROVIDERS = List.of("sure", "spot", "other");

    private static FakeService service(int desired) {
        FakeService service = FakeService.of(desired, 0, 200)
                .deploy(ONLY)
                .rollout(DeploymentRolloutState.COMPLETED)
                .shared(
                        new CapacityProviderStrategyItem("sure", 1, 2),
                        new CapacityProviderStrategyItem("spot", 2, 0),
                        new CapacityProviderStrategyItem("other", 1, 0));
        service.service =
                service.service.toBuilder().maximumTaskLifetimeSeconds(3_600).build();
        return service;
    }

    private static void add(FakeService service, boolean old, String instance, String provider) {
        service.born = old ? FakeService.NOW.minus(Duration.ofHours(2)) : FakeService.NOW.minusSeconds(60);
        service.task(ONLY, Life.HEALTHY, instance, provider);
    }

    private static List<String> stopped(FakeService service) {
        return service.reconcile().stops().stream().map(Stop::taskId).toList();
    }

    /** The same, asking about all tasks before each one that goes. */
    private static List<String> oneAtATime(FakeService service, int count) {
        DeploymentView deployment = service.deployments().get(0);
        Shares shares = Shares.of(deployment);
        Outgoing outgoing = Outgoing.of(service, FakeService.NOW);
        List<ServiceTask> left = new ArrayList<>(outgoing.tasks());
        List<ServiceTask> others = new ArrayList<>();
        for (ServiceTask task : deployment.tasks(TaskBucket.HEALTHY)) {
            if (!outgoing.has(task) && !task.isProtected()) {
                others.add(task);
            }
        }
        List<ServiceTask> chosen = new ArrayList<>();
        while (chosen.size() < count) {
            ServiceTask next = shares.first(left);
            List<ServiceTask> beyond = next != null && shares.surplus(next) > 0
                    ? List.of()
                    : others.stream()
                            .filter(task -> next == null || shares.surplus(task) > 0)
                            .toList();
            if (next != null && beyond.isEmpty()) {
                left.remove(next);
                shares.leave(next);
                chosen.add(next);
            } else {
                ScaleIn chooser = new ScaleIn(service, bound -> 0);
                chosen.forEach(chooser::leave);
                ServiceTask other = chooser.choose(beyond, 1, shares).get(0);
                others.remove(other);
                chosen.add(other);
            }
        }
        return chosen.stream()
                .map(task -> task.task().taskArn())
                .map(OutgoingSharesTest::id)
                .toList();
    }

    private static String id(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    @Property(tries = 300)
    void itIsAsIfEachWereChosenByItself(@ForAll long seed) {
        Random draw = new Random(seed);
        int tasks = 2 + draw.nextInt(20);
        int desired = tasks / 2 + draw.nextInt(tasks - tasks / 2);
        FakeService service = service(desired);
        if (draw.nextBoolean()) {
            service.strategy(new PlacementStrategy(PlacementStrategyType.BINPACK, "cpu"));
        }
        for (int i = 0; i < tasks; i++) {
            String instance = "abc".charAt(draw.nextInt(3)) + "/" + draw.nextInt(2);
            add(service, draw.nextInt(3) > 0, instance, PROVIDERS.get(draw.nextInt(3)));
        }

        assertThat(stopped(service)).isEqualTo(oneAtATime(service, tasks - desired));
    }

    @Test
    void allTasksAreLookedThroughOnceHoweverManyGo() {
        assertThat(lookedThrough(400)).isEqualTo(lookedThrough(40));
    }

    /** How often a decision looks through the healthy tasks, where every other one that goes is none of the old ones. */
    private static int lookedThrough(int tasks) {
        FakeService service = service(tasks / 2);
        for (int i = 0; i < tasks; i++) {
            boolean old = i % 2 == 0;
            add(service, old, "a/" + i % 7, old ? "sure" : "spot");
        }
        int before = service.looks;
        assertThat(service.reconcile().stops()).hasSize(tasks / 2).anyMatch(stop -> young(service, stop));
        return service.looks - before;
    }

    private static boolean young(FakeService service, Stop stop) {
        for (FakeTask task : service.tasks) {
            if (id(task.task.taskArn()).equals(stop.taskId())) {
                return "spot".equals(task.task.capacityProviderName());
            }
        }
        return false;
    }
}
