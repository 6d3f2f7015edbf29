package io.stowage.core.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.service.FakeService.FakeTask;
import io.stowage.core.service.FakeService.Life;
import io.stowage.model.AvailabilityZoneRebalancing;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.ServiceStatus;
import io.stowage.model.Task;
import io.stowage.spi.ScaleInOrder;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Evening out availability zones: one task at a time, started before another one stops. */
class ZoneBalanceTest {

    private static final String ONLY = "ecs-svc/1";
    private static final List<String> ZONES = List.of("a", "b", "c");

    /** So many healthy tasks in each zone. */
    private static FakeService spread(int a, int b, int c) {
        FakeService service = FakeService.of(a + b + c, 100, 200).deploy(ONLY);
        service.service = service.service.toBuilder()
                .availabilityZoneRebalancing(AvailabilityZoneRebalancing.ENABLED)
                .build();
        add(service, "a/1", a);
        add(service, "b/1", b);
        add(service, "c/1", c);
        return service.rollout(DeploymentRolloutState.COMPLETED);
    }

    private static void add(FakeService service, String instance, int count) {
        for (int i = 0; i < count; i++) {
            service.task(ONLY, Life.HEALTHY, instance);
        }
    }

    private static ZoneBalance balance(FakeService service) {
        return new ZoneBalance(service, ZONES);
    }

    /** Balanced is floor or ceil of the desired count by the number of zones. */
    @ParameterizedTest
    @CsvSource({
        "2, 2, 2, true",
        "3, 2, 2, true",
        "3, 3, 2, true",
        "4, 2, 3, false",
        "1, 0, 0, true",
        "2, 0, 0, false",
        "0, 0, 0, true"
    })
    void knowsWhatIsBalanced(int a, int b, int c, boolean balanced) {
        assertThat(balance(spread(a, b, c)).balanced()).isEqualTo(balanced);
    }

    @Test
    void aZoneWithoutAnyTaskCounts() {
        FakeService service = spread(2, 2, 0);
        assertThat(new ZoneBalance(service, List.of("a", "b")).balanced()).isTrue();
        assertThat(balance(service).balanced()).isFalse();
        assertThat(balance(service).improvesIn("c")).isTrue();
        assertThat(balance(service).improvesIn("a")).isFalse();
        assertThat(balance(service).improvesIn("elsewhere")).isFalse();
        assertThat(balance(service)).hasToString("2 tasks in a, 2 tasks in b, 0 tasks in c");
    }

    @Test
    void nothingIsStartedUnlessAllElseIsDone() {
        assertThat(mayStart(spread(3, 0, 0))).isTrue();
        assertThat(mayStart(spread(3, 0, 0).deploy("ecs-svc/2"))).isFalse();
        assertThat(mayStart(spread(3, 0, 0).rollout(DeploymentRolloutState.IN_PROGRESS)))
                .isFalse();
        assertThat(mayStart(spread(3, 0, 0).desired(4))).isFalse();
        assertThat(mayStart(spread(3, 0, 0).tasks(ONLY, Life.STOPPING, 1))).isFalse();
        assertThat(mayStart(spread(3, 0, 0).aside(ONLY, 1))).isFalse();
        assertThat(mayStart(spread(3, 0, 0).status(ServiceStatus.DRAINING))).isFalse();
        FakeService backedOff = spread(3, 0, 0);
        assertThat(mayStart(backedOff.primary(backedOff.primary().toBuilder()
                        .nextAttemptAt(FakeService.NOW.plusSeconds(1))
                        .build())))
                .isFalse();
        FakeService disabled = spread(3, 0, 0);
        disabled.service = disabled.service.toBuilder()
                .availabilityZoneRebalancing(AvailabilityZoneRebalancing.DISABLED)
                .build();
        assertThat(mayStart(disabled)).isFalse();
    }

    private static boolean mayStart(FakeService service) {
        return ZoneBalance.mayStart(service, FakeService.NOW);
    }

    @Test
    void withNothingButProtectedTasksWhereMostAreNothingCanStop() {
        FakeService service = spread(3, 0, 0);
        assertThat(balance(service).canStop(service, null)).isTrue();
        service.tasks.forEach(task -> task.isProtected = true);
        assertThat(balance(service).canStop(service, null)).isFalse();
    }

    @Test
    void theNewcomerIsWaitedForAndThenAnotherOneStopsWhereMostAre() {
        FakeService service = spread(3, 0, 0);
        FakeTask newcomer = service.task(ONLY, Life.PENDING, "b/1");
        assertThat(service.reconcile().isEmpty()).isTrue();
        newcomer.life = Life.STARTED;
        assertThat(service.reconcile().isEmpty()).isTrue();
        newcomer.life = Life.HEALTHY;
        assertThat(service.reconcile().stops()).hasSize(1);
        String stopped = service.reconcile().stops().get(0).taskId();
        assertThat(service.byId(stopped).task.containerInstanceArn()).isEqualTo("a/1");
    }

    @Test
    void whatIsTooManyOtherwiseGoesAtOnce() {
        FakeService inTheFullZone = spread(3, 0, 0);
        inTheFullZone.task(ONLY, Life.PENDING, "a/1");
        assertThat(inTheFullZone.reconcile().stops()).hasSize(1);

        FakeService twoOfThem = spread(3, 0, 0).tasks(ONLY, Life.PENDING, 0);
        twoOfThem.task(ONLY, Life.PENDING, "b/1");
        twoOfThem.task(ONLY, Life.PENDING, "b/1");
        assertThat(twoOfThem.reconcile().stops()).hasSize(2);
    }

    /** Else it would be started and stopped for ever. */
    @Test
    void theHostApplicationsOrderChoosesAmongThoseWhereMostAre() {
        FakeService service = spread(3, 0, 0);
        service.task(ONLY, Life.HEALTHY, "b/1");
        ScaleInOrder newestFirst = any -> Optional.of(
                Comparator.<Task, java.time.Instant>comparing(Task::createdAt).reversed());
        var plan = service.reconcile(new ReconcileSettings(1, newestFirst), 10);
        assertThat(plan.stops()).extracting(ServicePlan.Stop::taskId).containsExactly("t3");
    }

    @Property(tries = 500)
    void itEndsBalancedAndNeverHasFewerThanDesiredNorTwoMore(@ForAll long seed) {
        Random draw = new Random(seed);
        FakeService service = spread(draw.nextInt(7), draw.nextInt(7), draw.nextInt(7));
        for (int step = 0; step < 200; step++) {
            ServicePlan plan = service.reconcile();
            service.apply(plan);
            ZoneBalance balance = balance(service);
            if (plan.isEmpty() && mayStart(service) && !balance.balanced()) {
                String zone = counts(service).entrySet().stream()
                        .min(Map.Entry.comparingByValue())
                        .orElseThrow()
                        .getKey();
                assertThat(balance.improvesIn(zone)).isTrue();
                service.task(ONLY, Life.PENDING, zone + "/1");
            }
            for (FakeTask task : List.copyOf(service.tasks)) {
                if (task.life == Life.STOPPING || (task.life != Life.HEALTHY && draw.nextInt(9) == 0)) {
                    service.tasks.remove(task);
                } else if (draw.nextBoolean()) {
                    task.life = task.life == Life.PENDING ? Life.STARTED : Life.HEALTHY;
                }
            }
            int desired = service.service.desiredCount();
            assertThat(service.healthy()).as(service.toString()).isBetween(desired, desired + 1);
            assertThat(service.live().size()).as(service.toString()).isLessThanOrEqualTo(desired + 1);
        }
        assertThat(balance(service).balanced()).as(service.toString()).isTrue();
    }

    private static Map<String, Integer> counts(FakeService service) {
        Map<String, Integer> counts = new TreeMap<>();
        ZONES.forEach(zone -> counts.put(zone, 0));
        service.live()
                .forEach(task -> counts.merge(
                        String.valueOf(task.task.containerInstanceArn()).substring(0, 1), 1, Integer::sum));
        return counts;
    }

    @Test
    void tasksOnInstancesWithoutAZoneCountNowhere() {
        FakeService service = spread(3, 1, 0);
        service.hosts.put("a/1", FakeHost.named("a/1").with(ZoneBalance.ZONE, null));
        ZoneBalance balance = new ZoneBalance(service, List.of("b", "c"));
        assertThat(balance).hasToString("1 tasks in b, 0 tasks in c");
        assertThat(balance.balanced()).isTrue();
        assertThat(balance.improvesIn(null)).isFalse();
        assertThat(balance.canStop(service, null)).isTrue();
        service.tasks.get(3).isProtected = true;
        assertThat(balance.canStop(service, null))
                .as("only the one in b may, and it is protected")
                .isFalse();
    }

    @Test
    void whereOnlyOneZoneIsKnownItIsBalanced() {
        assertThat(new ZoneBalance(spread(5, 0, 0), List.of("a")).balanced()).isTrue();
        assertThat(new ZoneBalance(spread(5, 0, 0), List.of("a", "b")).balanced())
                .isFalse();
    }

    @Test
    void aNewcomerWithoutAZoneIsOneTooMany() {
        FakeService service = spread(3, 0, 0);
        service.hosts.put("x/1", FakeHost.named("x/1").with(ZoneBalance.ZONE, null));
        service.task(ONLY, Life.PENDING, "x/1");
        assertThat(service.reconcile().stops()).hasSize(1);
    }

    @Test
    void noNewcomerIsWaitedForUnlessZonesAreToBeBalanced() {
        FakeService service = spread(3, 0, 0);
        service.service = service.service.toBuilder()
                .availabilityZoneRebalancing(AvailabilityZoneRebalancing.DISABLED)
                .build();
        service.task(ONLY, Life.PENDING, "b/1");
        assertThat(service.reconcile().stops()).hasSize(1);
    }

    @Test
    void oneTaskFewerIsNothingToImprove() {
        assertThat(balance(spread(3, 2, 1)).improvesIn("b")).isFalse();
        assertThat(balance(spread(3, 2, 1)).improvesIn("c")).isTrue();
    }

    /** Where none of those that may go is in a zone with the most, it is one of them all the same. */
    @Test
    void protectedTasksWhereMostAreDontKeepAnotherFromGoing() {
        FakeService service = spread(2, 0, 0);
        service.tasks.forEach(task -> task.isProtected = true);
        service.hosts.put("x/1", FakeHost.named("x/1").with(ZoneBalance.ZONE, null));
        add(service, "x/1", 2);
        assertThat(service.desired(3).reconcile().stops()).hasSize(1);
    }
}
