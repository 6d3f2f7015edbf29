package io.stowage.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.ListServiceDeploymentsRequest;
import io.stowage.ListServiceDeploymentsResponse;
import io.stowage.UpdateServiceRequest;
import io.stowage.core.state.Transaction;
import io.stowage.error.ConflictException;
import io.stowage.error.InvalidParameterException;
import io.stowage.error.ServiceDeploymentNotFoundException;
import io.stowage.error.ServiceNotFoundException;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.Failure;
import io.stowage.model.Service;
import io.stowage.model.ServiceDeployment;
import io.stowage.model.ServiceDeploymentBrief;
import io.stowage.model.ServiceDeploymentRollbackMonitorsStatus;
import io.stowage.model.ServiceDeploymentStatus;
import io.stowage.model.ServiceEvent;
import io.stowage.model.ServiceRevision;
import io.stowage.model.StopServiceDeploymentStopType;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Listing, describing and stopping the deployments of a service. */
class ServiceDeploymentOperationsTest {

    private final OperationRig rig = OperationRig.open();

    @BeforeEach
    void create() {
        rig.apply(new CreateService(OperationRig.service("shop", 3).build(), OperationRig.definition(1), ""));
        rig.pass(Duration.ofSeconds(1));
    }

    private Service shop() {
        return Objects.requireNonNull(rig.state.service("shop")).record();
    }

    private void complete() {
        Deployment completed = shop().deployments().get(0).toBuilder()
                .rolloutState(DeploymentRolloutState.COMPLETED)
                .completedAt(rig.now)
                .build();
        Transaction transaction = new Transaction(rig.state, rig.now);
        transaction.putService(
                shop().toBuilder().deployments(List.of(completed)).build());
    }

    private void deploy(int revision) {
        rig.apply(new UpdateService(
                UpdateServiceRequest.builder()
                        .service("shop")
                        .taskDefinition("web:" + revision)
                        .build(),
                OperationRig.definition(revision)));
        rig.pass(Duration.ofSeconds(1));
    }

    private ListServiceDeploymentsResponse list(
            @Nullable List<ServiceDeploymentStatus> status, @Nullable String nextToken, @Nullable Integer maxResults) {
        return rig.apply(new ListServiceDeployments(
                new ListServiceDeploymentsRequest(null, "shop", status, nextToken, maxResults)));
    }

    private List<ServiceDeploymentBrief> all() {
        return list(null, null, null).serviceDeployments();
    }

    private String newest() {
        return all().get(0).serviceDeploymentArn();
    }

    private ServiceDeployment described(String arn) {
        return rig.apply(new DescribeServiceDeployments(List.of(arn)))
                .serviceDeployments()
                .get(0);
    }

    private ServiceDeployment stop(String arn, StopServiceDeploymentStopType how) {
        return rig.apply(new StopServiceDeployment(arn, how));
    }

    private List<String> said() {
        return Objects.requireNonNull(rig.state.service("shop")).events().stream()
                .map(ServiceEvent::message)
                .toList();
    }

    @Test
    void theyAreListedTheNewestFirstAPageAtATime() {
        deploy(2);
        deploy(3);
        ListServiceDeploymentsResponse first = list(null, null, 2);
        ListServiceDeploymentsResponse second = list(null, first.nextToken(), 2);
        assertThat(first.serviceDeployments())
                .extracting(ServiceDeploymentBrief::status)
                .containsExactly(ServiceDeploymentStatus.IN_PROGRESS, ServiceDeploymentStatus.STOPPED);
        assertThat(first.serviceDeployments().get(0).createdAt())
                .isAfter(first.serviceDeployments().get(1).createdAt());
        assertThat(second.serviceDeployments()).hasSize(1);
        assertThat(second.nextToken()).isNull();
        assertThat(all()).hasSize(3);
    }

    @Test
    void theyAreListedByStatus() {
        deploy(2);
        assertThat(list(List.of(ServiceDeploymentStatus.STOPPED), null, null).serviceDeployments())
                .hasSize(1);
        assertThat(list(List.of(), null, null).serviceDeployments()).hasSize(2);
        assertThat(list(List.of(ServiceDeploymentStatus.SUCCESSFUL), null, null).serviceDeployments())
                .isEmpty();
    }

    @Test
    void aServiceThatIsNotThereHasNoList() {
        assertThatThrownBy(() -> rig.apply(
                        new ListServiceDeployments(new ListServiceDeploymentsRequest(null, "no", null, null, null))))
                .isInstanceOf(ServiceNotFoundException.class);
    }

    @Test
    void whatIsUnderWayIsDescribedAsItIsNow() {
        Deployment primary = shop().deployments().get(0);
        Transaction transaction = new Transaction(rig.state, rig.now);
        transaction.putService(shop().toBuilder()
                .deployments(List.of(primary.toBuilder().failedTasks(2).build()))
                .build());
        ServiceDeployment deployment = described(newest());
        assertThat(deployment.deploymentCircuitBreaker().failureCount()).isEqualTo(2);
        assertThat(deployment.deploymentCircuitBreaker().status())
                .isEqualTo(ServiceDeploymentRollbackMonitorsStatus.DISABLED);
        assertThat(deployment.targetServiceRevision().requestedTaskCount()).isEqualTo(3);
    }

    @Test
    void whatIsNotRememberedIsMissing() {
        String unknown = newest() + "0";
        assertThat(rig.apply(new DescribeServiceDeployments(List.of(unknown))).failures())
                .containsExactly(new Failure(unknown, "MISSING", null));
        assertThat(rig.apply(new DescribeServiceRevisions(List.of(unknown))).failures())
                .containsExactly(new Failure(unknown, "MISSING", null));
        assertThatThrownBy(() -> rig.apply(new DescribeServiceRevisions(List.of())))
                .isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void aRevisionSaysWhatItRuns() {
        deploy(2);
        List<String> arns = all().stream()
                .map(ServiceDeploymentBrief::targetServiceRevisionArn)
                .toList();
        assertThat(rig.apply(new DescribeServiceRevisions(arns)).serviceRevisions())
                .extracting(ServiceRevision::taskDefinition)
                .containsExactly(
                        OperationRig.definition(2).taskDefinitionArn(),
                        OperationRig.definition(1).taskDefinitionArn());
    }

    @Test
    void aDeploymentThatIsStoppedIsGoneBackFromWithoutACircuitBreakerToo() {
        complete();
        String first = shop().deployments().get(0).id();
        deploy(2);
        String second = shop().deployments().get(0).id();
        ServiceDeployment stopped = stop(newest(), StopServiceDeploymentStopType.ROLLBACK);
        assertThat(stopped.status()).isEqualTo(ServiceDeploymentStatus.ROLLBACK_IN_PROGRESS);
        assertThat(stopped.rollback().reason())
                .isEqualTo(
                        "ECS deployment stopped by StopServiceDeployment: rolling back to deploymentId " + first + ".");
        assertThat(shop().deployments()).extracting(Deployment::id).containsExactly(first, second);
        assertThat(shop().deployments().get(1).rolloutState()).isEqualTo(DeploymentRolloutState.FAILED);
        assertThat(said())
                .containsExactly(
                        "(service shop) (deployment " + second + ") deployment stopped.",
                        "(service shop) rolling back to deployment " + first + ".");
    }

    @Test
    void stoppingItAgainChangesNothing() {
        complete();
        deploy(2);
        String arn = newest();
        stop(arn, StopServiceDeploymentStopType.ROLLBACK);
        stop(arn, StopServiceDeploymentStopType.ROLLBACK);
        assertThat(rig.written).isEmpty();
        assertThatThrownBy(() -> stop(arn, StopServiceDeploymentStopType.ABORT))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("is on its way back already");
    }

    @Test
    void aDeploymentThatIsAbortedStaysAsItIs() {
        complete();
        deploy(2);
        String second = shop().deployments().get(0).id();
        ServiceDeployment stopped = stop(newest(), StopServiceDeploymentStopType.ABORT);
        assertThat(stopped.status()).isEqualTo(ServiceDeploymentStatus.STOPPED);
        assertThat(stopped.statusReason()).isEqualTo("ECS deployment stopped by StopServiceDeployment.");
        assertThat(shop().deployments().get(0).id()).isEqualTo(second);
        assertThat(shop().deployments().get(0).rolloutState()).isEqualTo(DeploymentRolloutState.FAILED);
        assertThat(said()).containsExactly("(service shop) (deployment " + second + ") deployment stopped.");
    }

    @Test
    void whereNothingHasCompletedThereIsNothingToGoBackTo() {
        String arn = newest();
        assertThatThrownBy(() -> stop(arn, StopServiceDeploymentStopType.ROLLBACK))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("nothing to go back to; use ABORT");
        assertThat(shop().deployments().get(0).rolloutState()).isEqualTo(DeploymentRolloutState.IN_PROGRESS);
    }

    @Test
    void whatIsOverCanNotBeStopped() {
        complete();
        String arn = newest();
        for (StopServiceDeploymentStopType how : StopServiceDeploymentStopType.values()) {
            assertThatThrownBy(() -> stop(arn, how))
                    .isInstanceOf(ConflictException.class)
                    .hasMessageContaining("is SUCCESSFUL; only a deployment that is under way can be stopped");
        }
    }

    @Test
    void whatIsNoLongerRolledOutCanNotBeStoppedThoughItsEndIsNotRemembered() {
        String arn = newest();
        Deployment other =
                shop().deployments().get(0).toBuilder().id("ecs-svc/7").build();
        Transaction transaction = new Transaction(rig.state, rig.now);
        transaction.putService(shop().toBuilder().deployments(List.of(other)).build());
        transaction.putService(shop().toBuilder()
                .deployments(List.of(other.toBuilder()
                        .rolloutState(DeploymentRolloutState.COMPLETED)
                        .build()))
                .build());
        assertThatThrownBy(() -> stop(arn, StopServiceDeploymentStopType.ABORT)).isInstanceOf(ConflictException.class);
    }

    @Test
    void whatIsNotRememberedCanNotBeStopped() {
        String revision = all().get(0).targetServiceRevisionArn();
        for (String arn : List.of(newest() + "0", revision, "arn")) {
            assertThatThrownBy(() -> stop(arn, StopServiceDeploymentStopType.ABORT))
                    .isInstanceOf(ServiceDeploymentNotFoundException.class);
        }
    }
}
