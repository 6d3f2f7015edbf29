package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.UpdateServiceRequest;
import io.stowage.core.agent.TaskOrder;
import io.stowage.core.operation.UpdateService;
import io.stowage.event.DeploymentStateChange;
import io.stowage.event.EcsEvent;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentCircuitBreaker;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.DeploymentStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.HealthStatus;
import io.stowage.model.Service;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.model.ThresholdConfiguration;
import io.stowage.model.ThresholdType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The circuit breaker in a loop: which failures it counts, and what becomes of the service. */
class CircuitBreakerLoopTest {

    private static final Duration LONGER_THAN_ANY_BACK_OFF = Duration.ofMinutes(30);

    private static final List<HealthStatus> HEALTH = List.of(HealthStatus.values());

    private final Set<String> onceHealthy = new LinkedHashSet<>();
    private LoopRig rig = LoopRig.open();
    private NotedAgent agent = rig.instance("one");

    private static DeploymentCircuitBreaker breaker(boolean resetOnHealthyTask, int count) {
        return new DeploymentCircuitBreaker(
                true, true, resetOnHealthyTask, new ThresholdConfiguration(ThresholdType.COUNT, count));
    }

    private Service shop() {
        return Objects.requireNonNull(rig.service("shop"));
    }

    private Deployment primary() {
        return shop().deployments().get(0);
    }

    private Task task(String id) {
        return Objects.requireNonNull(rig.task(id));
    }

    /** Tasks that are not STOPPED yet, in the order in which they were created. */
    private List<String> alive() {
        Map<String, Boolean> alive = new LinkedHashMap<>();
        for (TaskOrder order : agent.orders) {
            Task task = rig.task(order.taskId());
            if (task != null && task.lastStatus() != TaskStatus.STOPPED) {
                alive.put(order.taskId(), true);
            }
        }
        return List.copyOf(alive.keySet());
    }

    /** What is told to stop does. */
    private void obey() {
        for (String id : alive()) {
            if (task(id).desiredStatus() == DesiredStatus.STOPPED) {
                agent.report(id, TaskStatus.STOPPED);
            }
        }
        rig.world.settle();
    }

    private void deployAgain() {
        rig.ask(new UpdateService(
                UpdateServiceRequest.builder()
                        .service("shop")
                        .forceNewDeployment(true)
                        .build(),
                null));
        rig.world.settle();
    }

    /** Whatever runs, and then again as long as there is something new. */
    private void runAll(HealthStatus health) {
        for (String id : alive()) {
            if (task(id).desiredStatus() == DesiredStatus.RUNNING) {
                agent.report(id, TaskStatus.RUNNING, health);
            }
        }
        rig.world.settle();
    }

    /** The naive count: which tasks have failed, one by one, since one was healthy. */
    @Property(tries = 60)
    void eachTaskThatFailsCountsOnceAndNoOther(@ForAll long seed) {
        rig = LoopRig.open();
        agent = rig.instance("one");
        Random draw = new Random(seed);
        boolean resets = draw.nextBoolean();
        onceHealthy.clear();
        rig.ask(LoopRig.service("shop", 3, breaker(resets, 1_000_000)));
        rig.world.settle();
        Set<String> failed = new LinkedHashSet<>();
        Set<String> healthy = new LinkedHashSet<>();
        for (int step = 0; step < 25; step++) {
            List<String> alive = alive();
            if (!alive.isEmpty()) {
                String id = alive.get(draw.nextInt(alive.size()));
                disturb(id, draw, failed, healthy, resets);
            }
            if (draw.nextInt(3) == 0) {
                rig.pass(LONGER_THAN_ANY_BACK_OFF);
            }
            assertThat(primary().failedTasks()).as("after step " + step).isEqualTo(failed.size());
        }
    }

    private void disturb(String id, Random draw, Set<String> failed, Set<String> healthy, boolean resets) {
        Task before = task(id);
        boolean wanted = before.desiredStatus() == DesiredStatus.RUNNING;
        if (!wanted || draw.nextInt(4) == 0) {
            boolean forItsHealth = "Task failed container health checks".equals(before.stoppedReason());
            stop(id);
            if (forItsHealth || (wanted && !onceHealthy.contains(id))) {
                failed.add(id);
            }
            return;
        }
        HealthStatus health = HEALTH.get(draw.nextInt(HEALTH.size()));
        agent.report(id, TaskStatus.RUNNING, health);
        agent.report(id, TaskStatus.RUNNING, health);
        rig.world.settle();
        boolean isHealthy = health == HealthStatus.HEALTHY;
        if (isHealthy) {
            onceHealthy.add(id);
        }
        if (isHealthy && healthy.add(id) && resets) {
            failed.clear();
        }
        if (!isHealthy) {
            healthy.remove(id);
        }
    }

    private void stop(String id) {
        agent.report(id, TaskStatus.STOPPED);
        agent.report(id, TaskStatus.STOPPED);
        rig.world.settle();
    }

    @Test
    void aTaskThatRanForLongAndNeverWasHealthyCountsAndIsNotReplacedAtOnceForEver() {
        rig.ask(LoopRig.service("shop", 1, breaker(true, 1_000)));
        rig.world.settle();
        for (int failure = 1; failure <= 3; failure++) {
            String id = alive().get(0);
            agent.report(id, TaskStatus.RUNNING, HealthStatus.UNKNOWN);
            rig.pass(Duration.ofMinutes(1));
            stop(id);
            assertThat(primary().failedTasks()).isEqualTo(failure);
            assertThat(primary().consecutiveFailures()).isEqualTo(failure);
            assertThat(primary().nextAttemptAt() == null).isEqualTo(failure == 1);
            rig.pass(Duration.ofSeconds(10));
        }
    }

    @Test
    void aRevisionThatNeverRunsIsRolledBackAndNothingOfItIsStartedAgain() {
        rig.ask(LoopRig.service("shop", 2, breaker(true, 3)));
        rig.world.settle();
        runAll(HealthStatus.HEALTHY);
        assertThat(primary().rolloutState()).isEqualTo(DeploymentRolloutState.COMPLETED);
        String first = primary().id();
        List<String> serving = alive();

        List<EcsEvent> told = new ArrayList<>();
        rig.events.subscribe(null, told::add);
        deployAgain();
        String second = primary().id();
        for (int failure = 0; failure < 2; failure++) {
            alive().stream().filter(id -> !serving.contains(id)).toList().forEach(this::stop);
            rig.pass(LONGER_THAN_ANY_BACK_OFF);
        }
        obey();
        rig.pass(LONGER_THAN_ANY_BACK_OFF);
        assertThat(shop().deployments()).extracting(Deployment::id).containsExactly(first);
        assertThat(primary().rolloutState()).isEqualTo(DeploymentRolloutState.COMPLETED);
        assertThat(alive()).containsExactlyElementsOf(serving);
        assertThat(told.stream()
                        .filter(DeploymentStateChange.class::isInstance)
                        .map(event -> ((DeploymentStateChange) event).detail())
                        .map(detail -> detail.deploymentId().equals(second) + " " + detail.eventName()))
                .containsExactly(
                        "true SERVICE_DEPLOYMENT_IN_PROGRESS",
                        "false SERVICE_DEPLOYMENT_IN_PROGRESS",
                        "true SERVICE_DEPLOYMENT_FAILED",
                        "false SERVICE_DEPLOYMENT_COMPLETED");
        assertThat(told.stream().map(EcsEvent::id)).doesNotHaveDuplicates();
    }

    @Test
    void aRevisionThatFailsItsHealthChecksIsRolledBackToo() {
        rig.ask(LoopRig.service("shop", 2, breaker(true, 3)));
        rig.world.settle();
        runAll(HealthStatus.HEALTHY);
        String first = primary().id();
        List<String> serving = alive();
        deployAgain();
        for (int look = 0; look < 8 && !primary().id().equals(first); look++) {
            alive().stream()
                    .filter(id -> !serving.contains(id))
                    .forEach(id -> agent.report(id, TaskStatus.RUNNING, HealthStatus.UNHEALTHY));
            rig.world.settle();
            obey();
        }
        assertThat(primary().id()).isEqualTo(first);
        assertThat(primary().status()).isEqualTo(DeploymentStatus.PRIMARY);
        assertThat(alive()).containsAll(serving);
    }

    @Test
    void whatCompletedLastSurvivesALeaderWhoReadsTheStateAnew() {
        rig.ask(LoopRig.service("shop", 1, new DeploymentCircuitBreaker(true, true, null, null)));
        rig.world.settle();
        runAll(HealthStatus.HEALTHY);
        String first = primary().id();
        deployAgain();
        rig.store.conflictNext();
        rig.handIn(LoopRig.runTask());
        rig.pass(Duration.ofSeconds(3));
        String serving = alive().get(0);
        stop(serving);
        for (int failure = 0; failure < 3; failure++) {
            alive().forEach(this::stop);
            rig.pass(LONGER_THAN_ANY_BACK_OFF);
        }
        assertThat(primary().id()).isEqualTo(first);
    }

    @Test
    void aSecondWayBackThatBeginsBeforeTheFirstIsOverIsToldToo() {
        rig.ask(LoopRig.service("shop", 2, breaker(true, 1)));
        rig.world.settle();
        runAll(HealthStatus.HEALTHY);
        String first = primary().id();
        List<EcsEvent> told = new ArrayList<>();
        rig.events.subscribe(null, told::add);
        for (int wayBack = 1; wayBack <= 2; wayBack++) {
            rig.pass(Duration.ofSeconds(1));
            deployAgain();
            String next = primary().id();
            stop(alive().stream()
                    .filter(id -> next.equals(task(id).startedBy()))
                    .findFirst()
                    .orElseThrow());
            assertThat(primary().id()).isEqualTo(first);
            assertThat(primary().rolloutState()).isEqualTo(DeploymentRolloutState.IN_PROGRESS);
        }
        assertThat(told.stream()
                        .filter(DeploymentStateChange.class::isInstance)
                        .map(event -> ((DeploymentStateChange) event).detail())
                        .filter(detail -> detail.deploymentId().equals(first)))
                .hasSize(2);
        assertThat(told.stream().map(EcsEvent::id)).doesNotHaveDuplicates();
    }

    /** Becomes healthy and ends by itself. */
    private void crash() {
        String id = alive().get(0);
        agent.report(id, TaskStatus.RUNNING, HealthStatus.HEALTHY);
        rig.pass(Duration.ofSeconds(20));
        stop(id);
    }

    @Test
    void whatIsHealthyAndEndsAgainAndAgainIsHeldBackThoughNothingHasFailedToStart() {
        rig.ask(LoopRig.service("shop", 1, breaker(true, 3)));
        rig.world.settle();
        for (int crash = 1; crash <= 4; crash++) {
            crash();
            assertThat(primary().consecutiveCrashes()).isEqualTo(crash);
            assertThat(primary().failedTasks()).isZero();
            assertThat(alive()).hasSize(crash == 1 ? 1 : 0);
            rig.pass(Duration.ofSeconds(10));
            assertThat(alive()).hasSize(1);
        }
        deployAgain();
        assertThat(primary().consecutiveCrashes()).isNull();
    }

    @Test
    void whatCrashesAtTheSameMomentIsAllReplacedAtOnce() {
        rig.ask(LoopRig.service("shop", 3, breaker(true, 3)));
        rig.world.settle();
        runAll(HealthStatus.HEALTHY);
        rig.pass(Duration.ofSeconds(60));
        List<String> crashed = alive();
        crashed.forEach(id -> agent.report(id, TaskStatus.STOPPED));
        rig.world.settle();
        assertThat(primary().consecutiveCrashes()).isEqualTo(1);
        assertThat(primary().nextAttemptAt()).isNull();
        assertThat(alive()).hasSize(3).doesNotContainAnyElementsOf(crashed);
    }

    @Test
    void crashesCountForTheBreakerIfThatIsAskedFor() {
        rig.ask(LoopRig.service(
                "shop",
                2,
                new DeploymentCircuitBreaker(
                        true, true, false, new ThresholdConfiguration(ThresholdType.COUNT, 2), true)));
        rig.world.settle();
        crash();
        assertThat(primary().failedTasks()).isEqualTo(1);
        crash();
        assertThat(primary().rolloutState()).isEqualTo(DeploymentRolloutState.FAILED);
    }
}
