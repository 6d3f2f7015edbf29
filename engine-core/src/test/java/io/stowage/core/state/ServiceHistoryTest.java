package io.stowage.core.state;

import static io.stowage.model.ServiceDeploymentStatus.IN_PROGRESS;
import static io.stowage.model.ServiceDeploymentStatus.ROLLBACK_FAILED;
import static io.stowage.model.ServiceDeploymentStatus.ROLLBACK_IN_PROGRESS;
import static io.stowage.model.ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL;
import static io.stowage.model.ServiceDeploymentStatus.STOPPED;
import static io.stowage.model.ServiceDeploymentStatus.SUCCESSFUL;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.deployment.Rollback;
import io.stowage.model.Container;
import io.stowage.model.ContainerImage;
import io.stowage.model.ContainerStatus;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentCircuitBreaker;
import io.stowage.model.DeploymentConfiguration;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.DeploymentStatus;
import io.stowage.model.Service;
import io.stowage.model.ServiceDeployment;
import io.stowage.model.ServiceDeploymentRollbackMonitorsStatus;
import io.stowage.model.ServiceDeploymentStatus;
import io.stowage.model.ServiceRevisionSummary;
import io.stowage.model.ServiceStatus;
import io.stowage.model.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is remembered of a service's deployments, by what was put. */
class ServiceHistoryTest {

    /** ECS's state machine, as far as a rolling update goes through it. */
    private static final Map<ServiceDeploymentStatus, Set<ServiceDeploymentStatus>> LEGAL = Map.of(
            IN_PROGRESS, Set.of(SUCCESSFUL, STOPPED, ROLLBACK_IN_PROGRESS),
            ROLLBACK_IN_PROGRESS, Set.of(ROLLBACK_SUCCESSFUL, ROLLBACK_FAILED));

    private static final String ONE = "sha256:" + "1".repeat(64);
    private static final String TWO = "sha256:" + "2".repeat(64);

    private StateRig rig = new StateRig();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int deployments;

    @BeforeEach
    void create() {
        rig = new StateRig();
        deployments = 0;
        put(StateFixture.service("shop", 1).toBuilder()
                .deployments(List.of(next()))
                .deploymentConfiguration(DeploymentConfiguration.builder()
                        .deploymentCircuitBreaker(new DeploymentCircuitBreaker(true, true, null, null))
                        .build())
                .build());
    }

    private Deployment next() {
        deployments++;
        return StateFixture.service("shop", 1).deployments().get(0).toBuilder()
                .id("ecs-svc/" + deployments)
                .createdAt(now)
                .build();
    }

    private Service shop() {
        return Objects.requireNonNull(rig.state().service("shop")).record();
    }

    private Deployment primary() {
        return shop().deployments().get(0);
    }

    private void put(Service service) {
        rig.commit(now, transaction -> {
            transaction.putDefinition(StateFixture.definition(1));
            transaction.putService(service);
        });
        now = now.plusSeconds(1);
    }

    private void deploy() {
        List<Deployment> after = new ArrayList<>();
        after.add(next());
        shop().deployments()
                .forEach(older -> after.add(
                        older.toBuilder().status(DeploymentStatus.ACTIVE).build()));
        put(shop().toBuilder().deployments(after).build());
    }

    private void complete() {
        put(shop().toBuilder()
                .deployments(List.of(primary().toBuilder()
                        .rolloutState(DeploymentRolloutState.COMPLETED)
                        .rolloutStateReason("completed")
                        .completedAt(now)
                        .build()))
                .build());
    }

    private void fail(int failedTasks) {
        List<Deployment> counted = new ArrayList<>(shop().deployments());
        counted.set(0, primary().toBuilder().failedTasks(failedTasks).build());
        put(shop().toBuilder().deployments(counted).build());
    }

    private void goBack() {
        Deployment target = Objects.requireNonNull(Rollback.target(shop().deployments()));
        put(Rollback.rolledBack(shop(), target, "failed", "going back", now));
    }

    private List<ServiceDeployment> history() {
        List<ServiceDeployment> history = new ArrayList<>();
        rig.state().pastDeployments("shop").forEach(past -> history.add(past.deployment()));
        assertThat(rig.read().pastDeployments).isEqualTo(rig.state().pastDeployments);
        return history;
    }

    private List<ServiceDeploymentStatus> states() {
        return history().stream().map(ServiceDeployment::status).toList();
    }

    @Test
    void aServiceBeginsWithADeploymentFromNothing() {
        ServiceDeployment first = history().get(0);
        assertThat(first.serviceDeploymentArn())
                .isEqualTo("arn:stowage:ecs:local:000000000000:service-deployment/shop/shop/1");
        assertThat(first.targetServiceRevision().arn())
                .isEqualTo("arn:stowage:ecs:local:000000000000:service-revision/shop/shop/1");
        assertThat(first.sourceServiceRevisions()).isEmpty();
        assertThat(first.status()).isEqualTo(IN_PROGRESS);
        assertThat(first.startedAt()).isEqualTo(now.minusSeconds(1));
        assertThat(first.finishedAt()).isNull();
        assertThat(first.deploymentCircuitBreaker().status())
                .isEqualTo(ServiceDeploymentRollbackMonitorsStatus.MONITORING);
        assertThat(first.deploymentCircuitBreaker().threshold()).isEqualTo(3);
    }

    @Test
    void theRevisionIsWhatItRollsOut() {
        PastDeployment past = Objects.requireNonNull(rig.state().pastDeployment("shop", "1"));
        assertThat(past.revision().taskDefinition()).isEqualTo(StateFixture.definitionArn(1));
        assertThat(rig.state().pastDeployment("shop", "2")).isNull();
        assertThat(rig.state().pastDeployment("sho", "1")).isNull();
    }

    @Test
    void oneThatCompletesIsSuccessful() {
        complete();
        ServiceDeployment first = history().get(0);
        assertThat(first.status()).isEqualTo(SUCCESSFUL);
        assertThat(first.statusReason()).isEqualTo("completed");
        assertThat(first.finishedAt()).isEqualTo(now.minusSeconds(1));
        assertThat(first.deploymentCircuitBreaker().status())
                .isEqualTo(ServiceDeploymentRollbackMonitorsStatus.MONITORING_COMPLETE);
    }

    @Test
    void oneThatIsSupersededIsStopped() {
        deploy();
        assertThat(states()).containsExactly(IN_PROGRESS, STOPPED);
        ServiceDeployment superseded = history().get(1);
        assertThat(superseded.statusReason()).isEqualTo("A newer service deployment has taken its place.");
        assertThat(superseded.stoppedAt()).isEqualTo(now.minusSeconds(1));
        assertThat(superseded.finishedAt()).isNull();
        assertThat(history().get(0).sourceServiceRevisions())
                .extracting(ServiceRevisionSummary::arn)
                .containsExactly(superseded.targetServiceRevision().arn());
    }

    @Test
    void oneThatFailsForGoodIsStopped() {
        fail(3);
        put(Rollback.failed(shop(), "why", now));
        ServiceDeployment first = history().get(0);
        assertThat(first.status()).isEqualTo(STOPPED);
        assertThat(first.statusReason()).isEqualTo("why");
        assertThat(first.deploymentCircuitBreaker().status())
                .isEqualTo(ServiceDeploymentRollbackMonitorsStatus.TRIGGERED);
        assertThat(first.deploymentCircuitBreaker().failureCount()).isEqualTo(3);
    }

    @Test
    void oneThatIsGoneBackFromTellsOfTheWayBack() {
        complete();
        deploy();
        fail(3);
        goBack();
        assertThat(states()).containsExactly(ROLLBACK_IN_PROGRESS, SUCCESSFUL);
        ServiceDeployment failed = history().get(0);
        assertThat(failed.rollback().serviceRevisionArn())
                .isEqualTo(history().get(1).targetServiceRevision().arn());
        assertThat(failed.rollback().reason()).isEqualTo("going back");
        assertThat(failed.rollback().startedAt()).isEqualTo(now.minusSeconds(1));
        assertThat(failed.deploymentCircuitBreaker().status())
                .isEqualTo(ServiceDeploymentRollbackMonitorsStatus.TRIGGERED);

        complete();
        assertThat(states()).containsExactly(ROLLBACK_SUCCESSFUL, SUCCESSFUL);
        assertThat(history().get(0).finishedAt()).isEqualTo(now.minusSeconds(1));
        assertThat(history().get(0).deploymentCircuitBreaker().failureCount()).isEqualTo(3);
    }

    @Test
    void aWayBackThatIsSupersededHasFailed() {
        complete();
        deploy();
        goBack();
        deploy();
        assertThat(states()).containsExactly(IN_PROGRESS, ROLLBACK_FAILED, SUCCESSFUL);
    }

    @Test
    void whatIsUnderWayWhenTheServiceIsDeletedIsStopped() {
        put(shop().toBuilder().status(ServiceStatus.DRAINING).build());
        assertThat(states()).containsExactly(STOPPED);
        assertThat(history().get(0).statusReason()).isEqualTo("The service was deleted.");
        put(shop().toBuilder()
                .status(ServiceStatus.INACTIVE)
                .deployments(List.of())
                .build());
        assertThat(states()).containsExactly(STOPPED);
    }

    @Test
    void theLastHundredAreRemembered() {
        for (int i = 0; i < Transaction.DEPLOYMENTS_KEPT + 5; i++) {
            deploy();
            put(shop().toBuilder().deployments(List.of(primary())).build());
        }
        assertThat(history()).hasSize(Transaction.DEPLOYMENTS_KEPT);
        assertThat(history().get(0).serviceDeploymentArn()).endsWith("/" + deployments);
    }

    @Test
    void whatMayBeGoneBackToIsRememberedForItsPins() {
        complete();
        pin("1", ONE);
        for (int i = 0; i < Transaction.DEPLOYMENTS_KEPT + 5; i++) {
            Deployment target =
                    primary().completedAt() == null ? shop().deployments().get(1) : primary();
            put(shop().toBuilder().deployments(List.of(next(), target)).build());
        }
        assertThat(history()).hasSize(Transaction.DEPLOYMENTS_KEPT);
        assertThat(rig.state().pins("shop", shop().deployments().get(1)))
                .containsExactly(new ContainerImage("main", "web", ONE));
    }

    /** A task of a deployment has pulled its image. */
    private void pin(String deployment, String digest) {
        rig.commit(now, transaction -> transaction.pinImages("shop", pulled(deployment, digest)));
    }

    private Task pulled(String deployment, String digest) {
        Task task = StateFixture.task("1", "1", "shop", 1, now);
        List<Container> containers =
                rig.state().definition(StateFixture.definitionArn(1)).containerDefinitions().stream()
                        .map(each -> Container.builder()
                                .containerArn("arn:container")
                                .taskArn(task.taskArn())
                                .name(each.name())
                                .image(each.image())
                                .imageDigest(digest)
                                .lastStatus(ContainerStatus.PENDING)
                                .build())
                        .toList();
        return task.toBuilder()
                .startedBy("ecs-svc/" + deployment)
                .containers(containers)
                .build();
    }

    @Test
    void imagesArePinnedOnceForEachDeployment() {
        pin("1", ONE);
        pin("1", TWO);
        complete();
        deploy();
        pin("3", TWO);
        assertThat(rig.state().pins("shop", primary())).isEmpty();
        pin("2", TWO);
        pin("1", TWO);
        assertThat(rig.state().pins("shop", primary()))
                .extracting(ContainerImage::imageDigest)
                .containsExactly(TWO);
        assertThat(rig.state().pins("shop", shop().deployments().get(1)))
                .extracting(ContainerImage::imageDigest)
                .containsExactly(ONE);
        goBack();
        assertThat(rig.state().pins("shop", primary()))
                .extracting(ContainerImage::imageDigest)
                .containsExactly(ONE);
        assertThat(history()).hasSize(2);
    }

    @Test
    void aPinThatIsTakenBackIsNone() {
        rig.commit(now, transaction -> {
            transaction.savepoint();
            transaction.pinImages("shop", pulled("1", ONE));
            transaction.rollback();
        });
        assertThat(rig.state().pins("shop", primary())).isEmpty();
        assertThat(history()).hasSize(1);
    }

    @Test
    void anotherServiceHasAnotherHistory() {
        rig.commit(now, transaction -> transaction.putService(StateFixture.service("shop2", 1)));
        assertThat(history()).hasSize(1);
        assertThat(rig.state().pastDeployments("shop2")).hasSize(1);
        rig.commit(now, transaction -> transaction.deleteService("shop"));
        assertThat(history()).isEmpty();
        assertThat(rig.state().pastDeployments("shop2")).hasSize(1);
    }

    @Property(tries = 200)
    void eachDeploymentIsRememberedOnceAndEndsOnce(@ForAll long seed) {
        create();
        Random draw = new Random(seed);
        Map<String, ServiceDeploymentStatus> known = new LinkedHashMap<>();
        for (int step = 0; step < 25; step++) {
            step(draw.nextInt(5));
            List<ServiceDeployment> history = history();
            assertThat(history).hasSize(deployments);
            assertThat(history.stream().filter(each -> LEGAL.containsKey(each.status())))
                    .hasSize(primary().rolloutState() == DeploymentRolloutState.IN_PROGRESS ? 1 : 0);
            for (ServiceDeployment each : history) {
                ServiceDeploymentStatus was = known.put(each.serviceDeploymentArn(), each.status());
                assertThat(was == null
                                || was == each.status()
                                || LEGAL.getOrDefault(was, Set.of()).contains(each.status()))
                        .as("%s, then %s", was, each.status())
                        .isTrue();
            }
        }
    }

    private void step(int kind) {
        boolean underWay = primary().rolloutState() == DeploymentRolloutState.IN_PROGRESS;
        boolean back = primary().completedAt() != null;
        if (kind == 0 || !underWay) {
            deploy();
        } else if (kind == 1) {
            complete();
        } else if (kind == 2) {
            fail(primary().failedTasks() + 1);
        } else if (!back && Rollback.target(shop().deployments()) != null) {
            goBack();
        } else if (!back) {
            put(Rollback.failed(shop(), "why", now));
        }
    }

    @Test
    void whatIsOnlyKeptToBeGoneBackToIsNoSource() {
        complete();
        deploy();
        List<Deployment> kept = new ArrayList<>(shop().deployments());
        kept.set(1, kept.get(1).toBuilder().status(DeploymentStatus.INACTIVE).build());
        put(shop().toBuilder().deployments(kept).build());
        deploy();
        assertThat(history().get(0).sourceServiceRevisions())
                .extracting(ServiceRevisionSummary::arn)
                .containsExactly("arn:stowage:ecs:local:000000000000:service-revision/shop/shop/2");
    }

    @Test
    void aServiceInheritsNothingFromOneOfItsNameWhoseRecordSomebodyRemoved() {
        StateRig removed = new StateRig();
        rig.state()
                .pastDeployments("shop")
                .forEach(past -> removed.state().pastDeployments.put(PastDeployment.id("shop", past), past));
        String earlier = history().get(0).serviceDeploymentArn();
        rig = removed;
        deployments = 6;
        put(StateFixture.service("shop", 1).toBuilder()
                .deployments(List.of(next()))
                .build());
        assertThat(history()).hasSize(1);
        assertThat(history().get(0).serviceDeploymentArn())
                .isNotEqualTo(earlier)
                .endsWith("/7");
        assertThat(history().get(0).status()).isEqualTo(IN_PROGRESS);
    }
}
