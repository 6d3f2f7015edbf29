package io.stowage.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.CreateServiceRequestBuilder;
import io.stowage.ListServicesRequest;
import io.stowage.UpdateServiceRequest;
import io.stowage.UpdateServiceRequestBuilder;
import io.stowage.core.state.Transaction;
import io.stowage.error.ConflictException;
import io.stowage.error.EcsException;
import io.stowage.error.InvalidParameterException;
import io.stowage.error.ServiceNotActiveException;
import io.stowage.error.ServiceNotFoundException;
import io.stowage.error.UnsupportedFeatureException;
import io.stowage.model.AvailabilityZoneRebalancing;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentAlarms;
import io.stowage.model.DeploymentCircuitBreaker;
import io.stowage.model.DeploymentConfiguration;
import io.stowage.model.DeploymentConfigurationBuilder;
import io.stowage.model.DeploymentController;
import io.stowage.model.DeploymentControllerType;
import io.stowage.model.DeploymentEarlySuccessCriteria;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.DeploymentStatus;
import io.stowage.model.DeploymentStrategy;
import io.stowage.model.LaunchType;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import io.stowage.model.PlacementStrategy;
import io.stowage.model.PlacementStrategyType;
import io.stowage.model.PropagateTags;
import io.stowage.model.SchedulingStrategy;
import io.stowage.model.Service;
import io.stowage.model.ServiceRegistry;
import io.stowage.model.ServiceRevisionCleanup;
import io.stowage.model.ServiceStatus;
import io.stowage.model.Tag;
import io.stowage.model.ThresholdConfiguration;
import io.stowage.model.ThresholdType;
import io.stowage.spi.Write;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ServiceOperationsTest {

    private final OperationRig rig = OperationRig.open();

    private Service create(CreateServiceRequestBuilder request) {
        return rig.apply(rig.create(request));
    }

    private Service update(UpdateServiceRequestBuilder request) {
        return rig.apply(new UpdateService(request.build(), null));
    }

    private Service rollOut(int revision) {
        return rig.apply(new UpdateService(
                changes().taskDefinition("web:" + revision).build(), OperationRig.definition(revision)));
    }

    private static UpdateServiceRequestBuilder changes() {
        return UpdateServiceRequest.builder().service("shop");
    }

    private static DeploymentConfigurationBuilder rollout() {
        return DeploymentConfiguration.builder();
    }

    @Test
    void aNewServiceHasADeploymentAndEcssDefaults() {
        Service service = create(OperationRig.service("shop", 3));

        assertThat(service.status()).isEqualTo(ServiceStatus.ACTIVE);
        assertThat(service.serviceArn()).isEqualTo(OperationRig.PREFIX + ":service/harbour/shop");
        assertThat(service.schedulingStrategy()).isEqualTo(SchedulingStrategy.REPLICA);
        assertThat(service.deploymentConfiguration().minimumHealthyPercent()).isEqualTo(100);
        assertThat(service.deploymentConfiguration().maximumPercent()).isEqualTo(200);
        assertThat(service.deployments()).hasSize(1);
        Deployment deployment = service.deployments().get(0);
        assertThat(deployment.id()).matches("ecs-svc/[0-9]{19}");
        assertThat(deployment.status()).isEqualTo(DeploymentStatus.PRIMARY);
        assertThat(deployment.desiredCount()).isEqualTo(3);
        assertThat(deployment.rolloutState()).isEqualTo(DeploymentRolloutState.IN_PROGRESS);
        assertThat(deployment.rolloutStateReason()).isEqualTo("ECS deployment " + deployment.id() + " in progress.");
        assertThat(rig.state.definition(service.taskDefinition())).isNotNull();
        assertThat(rig.state.takeDirty()).containsExactly("shop");
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(service().serviceName("a b"), InvalidParameterException.class, "serviceName is 'a b'"),
                Arguments.of(service().desiredCount(null), InvalidParameterException.class, "desiredCount is missing"),
                Arguments.of(service().desiredCount(-1), InvalidParameterException.class, "desiredCount is -1"),
                Arguments.of(
                        service().schedulingStrategy(SchedulingStrategy.DAEMON),
                        InvalidParameterException.class,
                        "The daemon scheduling strategy does not support a desired count for services. Remove the"
                                + " desired count value and try again"),
                Arguments.of(
                        daemon().placementStrategy(
                                        List.of(new PlacementStrategy(PlacementStrategyType.SPREAD, "instanceId"))),
                        InvalidParameterException.class,
                        "The daemon scheduling strategy does not support placement strategies"),
                Arguments.of(
                        daemon().deploymentConfiguration(
                                        rollout().maximumPercent(200).build()),
                        InvalidParameterException.class,
                        "The daemon scheduling strategy does not support values above 100 for maximumPercent"),
                Arguments.of(
                        daemon().deploymentConfiguration(
                                        rollout().maximumPercent(50).build()),
                        InvalidParameterException.class,
                        "does not support values below 100 for maximumPercent"),
                Arguments.of(
                        daemon().deploymentConfiguration(
                                        rollout().minimumHealthyPercent(100).build()),
                        InvalidParameterException.class,
                        "Both maximumPercent and minimumHealthyPercent cannot be 100"),
                Arguments.of(
                        service().launchType(LaunchType.EXTERNAL),
                        UnsupportedFeatureException.class,
                        "launchType is EXTERNAL"),
                Arguments.of(
                        service().capacityProviderStrategy(List.of(new CapacityProviderStrategyItem("spot", 1, 0))),
                        InvalidParameterException.class,
                        "The specified capacity provider 'spot' in capacityProviderStrategy is not associated"),
                Arguments.of(
                        service().serviceRegistries(List.of(new ServiceRegistry("r", null, null, null))),
                        UnsupportedFeatureException.class,
                        "serviceRegistries"),
                Arguments.of(
                        service().deploymentController(new DeploymentController(DeploymentControllerType.EXTERNAL)),
                        UnsupportedFeatureException.class,
                        "deploymentController.type is EXTERNAL"),
                Arguments.of(
                        service().maximumTaskLifetimeSeconds(59),
                        InvalidParameterException.class,
                        "maximumTaskLifetimeSeconds is 59; it must be 60 to 31536000, or 0 for no limit"),
                Arguments.of(
                        service().maximumTaskLifetimeSeconds(31_536_001),
                        InvalidParameterException.class,
                        "maximumTaskLifetimeSeconds is 31536001; it must be 60 to 31536000, or 0 for no limit"),
                Arguments.of(
                        daemon().availabilityZoneRebalancing(AvailabilityZoneRebalancing.ENABLED),
                        InvalidParameterException.class,
                        "availabilityZoneRebalancing is ENABLED; a DAEMON service"),
                Arguments.of(
                        service()
                                .availabilityZoneRebalancing(AvailabilityZoneRebalancing.ENABLED)
                                .deploymentConfiguration(rollout()
                                        .minimumHealthyPercent(0)
                                        .maximumPercent(100)
                                        .build()),
                        InvalidParameterException.class,
                        "availabilityZoneRebalancing is ENABLED; maximumPercent has to be more than 100"),
                Arguments.of(
                        service()
                                .availabilityZoneRebalancing(AvailabilityZoneRebalancing.ENABLED)
                                .placementStrategy(
                                        List.of(new PlacementStrategy(PlacementStrategyType.SPREAD, "instanceId"))),
                        InvalidParameterException.class,
                        "placementStrategy has to be empty"),
                Arguments.of(
                        service()
                                .availabilityZoneRebalancing(AvailabilityZoneRebalancing.ENABLED)
                                .placementConstraints(List.of(new PlacementConstraint(
                                        PlacementConstraintType.MEMBER_OF, "attribute:ecs.availability-zone == a"))),
                        InvalidParameterException.class,
                        "no placement constraint may name ecs.availability-zone"),
                Arguments.of(
                        service().healthCheckGracePeriodSeconds(-1),
                        InvalidParameterException.class,
                        "healthCheckGracePeriodSeconds is -1; it must be 0 to 2147483647"),
                Arguments.of(
                        service().propagateTags(PropagateTags.TASK_DEFINITION),
                        UnsupportedFeatureException.class,
                        "propagateTags is TASK_DEFINITION"),
                Arguments.of(
                        service()
                                .deploymentConfiguration(rollout()
                                        .strategy(DeploymentStrategy.CANARY)
                                        .build()),
                        UnsupportedFeatureException.class,
                        "deploymentConfiguration.strategy is CANARY"),
                Arguments.of(
                        service()
                                .deploymentConfiguration(rollout()
                                        .deploymentCircuitBreaker(new DeploymentCircuitBreaker(
                                                true, true, null, new ThresholdConfiguration(ThresholdType.COUNT, 0)))
                                        .build()),
                        InvalidParameterException.class,
                        "deploymentConfiguration.deploymentCircuitBreaker.thresholdConfiguration.value is 0;"),
                Arguments.of(
                        service()
                                .deploymentConfiguration(
                                        rollout().bakeTimeInMinutes(43_201).build()),
                        InvalidParameterException.class,
                        "deploymentConfiguration.bakeTimeInMinutes is 43201; it must be 0 to 43200"),
                Arguments.of(
                        service()
                                .deploymentConfiguration(rollout()
                                        .alarms(new DeploymentAlarms(List.of(), true, true))
                                        .build()),
                        InvalidParameterException.class,
                        "deploymentConfiguration.alarms.alarmNames is empty"),
                Arguments.of(
                        early(new DeploymentEarlySuccessCriteria(false, 101, null)),
                        InvalidParameterException.class,
                        "deploymentConfiguration.earlySuccessCriteria.healthyPercent is 101; it must be 0 to 100"),
                Arguments.of(
                        early(new DeploymentEarlySuccessCriteria(true, null, ServiceRevisionCleanup.BLOCKING)),
                        InvalidParameterException.class,
                        "deploymentConfiguration.earlySuccessCriteria.healthyPercent is missing"),
                Arguments.of(
                        early(new DeploymentEarlySuccessCriteria(true, 100, null)),
                        InvalidParameterException.class,
                        "deploymentConfiguration.earlySuccessCriteria.sourceServiceRevisionCleanup is missing"),
                Arguments.of(
                        early(new DeploymentEarlySuccessCriteria(true, 99, ServiceRevisionCleanup.DEFERRED)),
                        InvalidParameterException.class,
                        "deploymentConfiguration.earlySuccessCriteria.healthyPercent is 99, which is less than"
                                + " minimumHealthyPercent, 100; lower minimumHealthyPercent to at most 99, or raise"
                                + " healthyPercent to at least 100"),
                Arguments.of(
                        service()
                                .deploymentConfiguration(
                                        rollout().maximumPercent(100).build()),
                        InvalidParameterException.class,
                        "a deployment could neither start nor stop a task"),
                Arguments.of(
                        service()
                                .placementConstraints(
                                        List.of(new PlacementConstraint(PlacementConstraintType.MEMBER_OF, "x"))),
                        InvalidParameterException.class,
                        "placementConstraints[0].expression: at position 1: unknown subject 'x'"),
                Arguments.of(
                        service().clientToken("x".repeat(37)), InvalidParameterException.class, "clientToken has 37"));
    }

    private static CreateServiceRequestBuilder service() {
        return OperationRig.service("shop", 3);
    }

    private static CreateServiceRequestBuilder early(DeploymentEarlySuccessCriteria criteria) {
        return service()
                .deploymentConfiguration(
                        rollout().earlySuccessCriteria(criteria).build());
    }

    @Test
    void earlySuccessIsKeptAndCheckedAgainstWhatIsUpdated() {
        DeploymentEarlySuccessCriteria criteria =
                new DeploymentEarlySuccessCriteria(true, 50, ServiceRevisionCleanup.DEFERRED);
        create(service()
                .deploymentConfiguration(rollout()
                        .minimumHealthyPercent(50)
                        .earlySuccessCriteria(criteria)
                        .build()));
        assertThat(update(changes()
                                .deploymentConfiguration(
                                        rollout().maximumPercent(150).build()))
                        .deploymentConfiguration()
                        .earlySuccessCriteria())
                .isEqualTo(criteria);
        assertThatThrownBy(() -> update(changes()
                        .deploymentConfiguration(
                                rollout().minimumHealthyPercent(51).build())))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("healthyPercent is 50, which is less than minimumHealthyPercent, 51");
        DeploymentEarlySuccessCriteria none = new DeploymentEarlySuccessCriteria(false, null, null);
        assertThat(update(changes()
                                .deploymentConfiguration(rollout()
                                        .minimumHealthyPercent(100)
                                        .maximumPercent(200)
                                        .earlySuccessCriteria(none)
                                        .build()))
                        .deploymentConfiguration()
                        .earlySuccessCriteria())
                .isEqualTo(none);
    }

    private static CreateServiceRequestBuilder daemon() {
        return service().schedulingStrategy(SchedulingStrategy.DAEMON).desiredCount(null);
    }

    @Test
    void aDaemonHasEcssDefaultsAndNoCountOfItsOwn() {
        Service service = create(daemon());

        assertThat(service.schedulingStrategy()).isEqualTo(SchedulingStrategy.DAEMON);
        assertThat(service.desiredCount()).isZero();
        assertThat(service.deploymentConfiguration().minimumHealthyPercent()).isZero();
        assertThat(service.deploymentConfiguration().maximumPercent()).isEqualTo(100);
        assertThat(create(daemon())).as("asked for again").isEqualTo(service);
    }

    @Test
    void aDaemonIsNotScaledByAnUpdate() {
        create(daemon());
        assertThatThrownBy(() -> update(changes().desiredCount(2)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageStartingWith("The daemon scheduling strategy does not support a desired count");
        assertThat(update(changes()
                                .deploymentConfiguration(
                                        rollout().minimumHealthyPercent(50).build()))
                        .deploymentConfiguration()
                        .maximumPercent())
                .isEqualTo(100);
    }

    @Test
    void aDaemonIsDeletedWithoutForce() {
        create(daemon());
        assertThat(rig.apply(new DeleteService("shop", false)).status()).isEqualTo(ServiceStatus.DRAINING);
    }

    @ParameterizedTest
    @MethodSource
    void refused(CreateServiceRequestBuilder request, Class<? extends EcsException> error, String message) {
        assertThatThrownBy(() -> create(request)).isInstanceOf(error).hasMessageContaining(message);
        assertThat(rig.written).isEmpty();
        assertThat(rig.state.services()).isEmpty();
    }

    @Test
    void creatingTheSameAgainAnswersTheServiceThatIsThere() {
        Service first = create(OperationRig.service("shop", 3));
        rig.pass(Duration.ofMinutes(1));

        assertThat(create(OperationRig.service("shop", 3))).isEqualTo(first);
        assertThat(rig.written).isEmpty();
        assertThatThrownBy(() -> create(OperationRig.service("shop", 4)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageStartingWith("Creation of service was not idempotent.");
    }

    @Test
    void aTokenMakesCreationIdempotentThoughTheServiceWasChangedSince() {
        create(OperationRig.service("shop", 3).clientToken("t"));
        Service scaled = update(changes().desiredCount(5));

        assertThat(create(OperationRig.service("shop", 3).clientToken("t"))).isEqualTo(scaled);
        assertThatThrownBy(() -> create(OperationRig.service("other", 3).clientToken("t")))
                .isInstanceOfSatisfying(
                        ConflictException.class,
                        conflict -> assertThat(conflict.resourceIds()).containsExactly(scaled.serviceArn()));
    }

    @Test
    void anInactiveServiceIsReplacedAndADrainingOneIsNot() {
        Service first = create(OperationRig.service("shop", 3));
        rig.apply(new DeleteService("shop", true));
        assertThatThrownBy(() -> create(OperationRig.service("shop", 3)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("still Draining");

        Transaction transaction = new Transaction(rig.state, rig.now);
        Service draining = rig.state.service("shop").record();
        transaction.putService(draining.toBuilder()
                .status(ServiceStatus.INACTIVE)
                .deployments(List.of())
                .build());
        transaction.writes(record -> "");
        Service second = create(OperationRig.service("shop", 1));

        assertThat(second.status()).isEqualTo(ServiceStatus.ACTIVE);
        assertThat(second.deployments().get(0).id())
                .isNotEqualTo(first.deployments().get(0).id());
        assertThat(rig.written)
                .filteredOn(write -> write.kind().equals("service"))
                .singleElement()
                .isInstanceOfSatisfying(
                        Write.Put.class,
                        put -> assertThat(put.record().version()).isEqualTo(4));
    }

    @Test
    void anotherRevisionStartsADeployment() {
        Service before = create(OperationRig.service("shop", 3));

        Service after = rollOut(2);

        assertThat(after.taskDefinition()).endsWith("web:2");
        assertThat(after.deployments())
                .extracting(Deployment::status)
                .containsExactly(DeploymentStatus.PRIMARY, DeploymentStatus.ACTIVE);
        assertThat(after.deployments().get(0).desiredCount()).isEqualTo(3);
        assertThat(after.deployments().get(1).id())
                .isEqualTo(before.deployments().get(0).id());
        assertThat(rig.state.definition(before.taskDefinition())).isNotNull();
        assertThat(rig.state.definition(after.taskDefinition())).isNotNull();
    }

    @Test
    void aThirdDeploymentKeepsTheSecond() {
        create(OperationRig.service("shop", 3));
        rollOut(2);
        Service after = rollOut(3);

        assertThat(after.deployments())
                .extracting(deployment -> deployment
                        .taskDefinition()
                        .substring(deployment.taskDefinition().length() - 1))
                .containsExactly("3", "2", "1");
        assertThat(after.deployments())
                .filteredOn(d -> d.status() == DeploymentStatus.PRIMARY)
                .hasSize(1);
    }

    @Test
    void theSameRevisionStartsNoneUnlessForced() {
        create(OperationRig.service("shop", 3));
        assertThat(rollOut(1).deployments()).hasSize(1);
        assertThat(rig.written).isEmpty();

        assertThat(update(changes().forceNewDeployment(true)).deployments()).hasSize(2);
    }

    @Test
    void scalingStartsNoneAndReachesThePrimary() {
        create(OperationRig.service("shop", 3));
        rollOut(2);
        rig.pass(Duration.ofMinutes(1));
        Service after = update(changes().desiredCount(7));

        assertThat(after.desiredCount()).isEqualTo(7);
        assertThat(after.deployments()).extracting(Deployment::desiredCount).containsExactly(7, 3);
        assertThat(after.deployments().get(0).updatedAt()).isEqualTo(rig.now);
    }

    @Test
    void whatIsNotNamedStaysAndAnEmptyListClears() {
        create(OperationRig.service("shop", 3)
                .deploymentConfiguration(
                        rollout().minimumHealthyPercent(50).maximumPercent(150).build())
                .placementConstraints(
                        List.of(new PlacementConstraint(PlacementConstraintType.DISTINCT_INSTANCE, null))));

        Service after = update(changes()
                .deploymentConfiguration(rollout().maximumPercent(300).build())
                .enableECSManagedTags(true));
        assertThat(after.deploymentConfiguration().minimumHealthyPercent()).isEqualTo(50);
        assertThat(after.deploymentConfiguration().maximumPercent()).isEqualTo(300);
        assertThat(after.placementConstraints()).hasSize(1);
        assertThat(after.enableECSManagedTags()).isTrue();
        assertThat(after.deployments()).hasSize(1);

        assertThat(update(changes().placementConstraints(List.of())).placementConstraints())
                .isEmpty();
    }

    @Test
    void settingsUnderWhichNothingCouldMoveAreRefusedOnUpdateToo() {
        create(OperationRig.service("shop", 4)
                .deploymentConfiguration(
                        rollout().minimumHealthyPercent(75).maximumPercent(100).build()));
        assertThatThrownBy(() -> update(changes().desiredCount(2)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("desiredCount 2");
        assertThat(rig.state.service("shop").record().desiredCount()).isEqualTo(4);
    }

    @Test
    void updatingNeedsAServiceThatIsActive() {
        assertThatThrownBy(() -> update(changes().desiredCount(1))).isInstanceOf(ServiceNotFoundException.class);
        create(OperationRig.service("shop", 0));
        rig.apply(new DeleteService("shop", false));
        assertThatThrownBy(() -> update(changes().desiredCount(1))).isInstanceOf(ServiceNotActiveException.class);
    }

    @Test
    void deletingNeedsForceWhileTasksAreDesired() {
        create(OperationRig.service("shop", 3));
        assertThatThrownBy(() -> rig.apply(new DeleteService("shop", false)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("cannot be stopped while it is scaled above 0");

        Service draining = rig.apply(new DeleteService("shop", true));

        assertThat(draining.status()).isEqualTo(ServiceStatus.DRAINING);
        assertThat(draining.desiredCount()).isZero();
        assertThat(draining.deployments().get(0).desiredCount()).isZero();
        assertThat(rig.apply(new DeleteService(draining.serviceArn(), false))).isEqualTo(draining);
        assertThat(rig.written).isEmpty();
        assertThatThrownBy(() -> rig.apply(new DeleteService("nobody", true)))
                .isInstanceOf(ServiceNotFoundException.class);
    }

    @Test
    void listsTheActiveOnesAndDescribesAll() {
        create(OperationRig.service("a", 1));
        create(OperationRig.service("b", 1));
        create(OperationRig.service("c", 1));
        rig.apply(new DeleteService("b", true));

        var first = rig.apply(new ListServices(new ListServicesRequest(null, null, null, null, 1)));
        var second = rig.apply(new ListServices(new ListServicesRequest(null, null, null, first.nextToken(), 1)));

        assertThat(first.serviceArns()).singleElement().asString().endsWith("/a");
        assertThat(second.serviceArns()).singleElement().asString().endsWith("/c");
        assertThat(second.nextToken()).isNull();
        var described =
                rig.apply(new DescribeServices(List.of("a", "b", "nobody", OperationRig.PREFIX + ":service/other/a")));
        assertThat(described.services()).extracting(Service::serviceName).containsExactly("a", "b");
        assertThat(described.failures()).extracting("reason").containsExactly("MISSING", "MISSING");
    }

    @Test
    void tagsOfTasksComeFromTheServiceIfItSaysSo() {
        Service service = create(OperationRig.service("shop", 1)
                .tags(List.of(new Tag("team", "web")))
                .propagateTags(PropagateTags.SERVICE)
                .enableECSManagedTags(true));
        assertThat(TaskTags.ofService(service))
                .containsExactly(
                        new Tag("team", "web"),
                        new Tag("aws:ecs:clusterName", "harbour"),
                        new Tag("aws:ecs:serviceName", "shop"));
        Service silent = create(OperationRig.service("quiet", 1).tags(List.of(new Tag("team", "web"))));
        assertThat(TaskTags.ofService(silent)).isEmpty();
    }

    @Test
    void theLastStoppedTasksTellOfProgress() {
        create(OperationRig.service("shop", 1));
        ServiceProgress.Answer progress = rig.apply(new ServiceProgress("shop", 3));
        assertThat(progress.service().serviceName()).isEqualTo("shop");
        assertThat(progress.lastStopped()).isEmpty();
    }

    @Test
    void theLifetimeOfTasksIsSetAndTakenAwayWithoutADeployment() {
        Service created = rig.apply(rig.create(service().maximumTaskLifetimeSeconds(3_600)));
        assertThat(created.maximumTaskLifetimeSeconds()).isEqualTo(3_600);
        assertThat(rig.apply(rig.create(OperationRig.service("logs", 0)
                                .schedulingStrategy(SchedulingStrategy.DAEMON)
                                .desiredCount(null)
                                .maximumTaskLifetimeSeconds(60)))
                        .maximumTaskLifetimeSeconds())
                .isEqualTo(60);
        assertThat(update(changes().desiredCount(1)).maximumTaskLifetimeSeconds())
                .isEqualTo(3_600);
        Service unlimited = update(changes().maximumTaskLifetimeSeconds(0));
        assertThat(unlimited.maximumTaskLifetimeSeconds()).isNull();
        assertThat(unlimited.deployments()).hasSize(1);
    }
}
