package io.stowage.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.CreateServiceRequest;
import io.stowage.CreateServiceRequestBuilder;
import io.stowage.ListAttributesRequest;
import io.stowage.ListContainerInstancesRequest;
import io.stowage.RunTaskRequestBuilder;
import io.stowage.RunTaskResponse;
import io.stowage.StartTaskRequest;
import io.stowage.StopTaskRequest;
import io.stowage.UpdateServiceRequest;
import io.stowage.UpdateServiceRequestBuilder;
import io.stowage.core.json.RecordCodec;
import io.stowage.core.state.AttachedProvider;
import io.stowage.core.state.Ids;
import io.stowage.core.state.Transaction;
import io.stowage.error.EcsException;
import io.stowage.error.InvalidParameterException;
import io.stowage.error.PlatformUnknownException;
import io.stowage.model.Attribute;
import io.stowage.model.AwsVpcConfiguration;
import io.stowage.model.CapacityProvider;
import io.stowage.model.CapacityProviderStatus;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.Compatibility;
import io.stowage.model.ContainerInstance;
import io.stowage.model.Deployment;
import io.stowage.model.Failure;
import io.stowage.model.LaunchType;
import io.stowage.model.NetworkConfiguration;
import io.stowage.model.NetworkMode;
import io.stowage.model.OSFamily;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import io.stowage.model.PlacementStrategy;
import io.stowage.model.PlacementStrategyType;
import io.stowage.model.RuntimePlatform;
import io.stowage.model.SchedulingStrategy;
import io.stowage.model.Service;
import io.stowage.model.TargetType;
import io.stowage.model.Task;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskOverride;
import io.stowage.model.TaskStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tasks and services on FARGATE, by its rules. */
class FargateTasksTest {

    private static final NetworkConfiguration NETWORK = network(1, 1);

    private final OperationRig rig = OperationRig.open();

    private static NetworkConfiguration network(int subnets, int securityGroups) {
        return new NetworkConfiguration(new AwsVpcConfiguration(
                Collections.nCopies(subnets, "subnet-1"), Collections.nCopies(securityGroups, "sg-1"), null));
    }

    /** 256 CPU units and 512 MiB: two fit on a host. */
    private static TaskDefinition definition() {
        return OperationRig.definition(1).toBuilder()
                .networkMode(NetworkMode.AWSVPC)
                .cpu("256")
                .memory("512")
                .compatibilities(List.of(Compatibility.EC2, Compatibility.FARGATE))
                .build();
    }

    /** The id of a host of 1024 CPU units and MiB; null for one of no capacity provider. */
    private String host(String name, @Nullable String provider, String zone) {
        String id = Ids.shortId(register(name, provider, zone).containerInstanceArn());
        Transaction transaction = new Transaction(rig.state, rig.now);
        transaction.putInstance(Objects.requireNonNull(rig.state.instance(id)).record().toBuilder()
                .agentConnected(true)
                .build());
        transaction.writes(RecordCodec::toJson);
        return id;
    }

    private ContainerInstance register(String name, @Nullable String provider, String zone) {
        return rig.apply(new RegisterContainerInstance(
                OperationRig.registration(name)
                        .capacityProviderName(provider)
                        .attributes(List.of(new Attribute("ecs.availability-zone", zone, null, null)))
                        .build(),
                "%032x".formatted(name.hashCode()),
                OperationRig.host(),
                OperationRig.ANYWHERE));
    }

    private void attach(List<CapacityProviderStrategyItem> usual, String... names) {
        List<AttachedProvider> providers = new ArrayList<>();
        for (String name : names) {
            CapacityProvider provider = CapacityProvider.builder()
                    .capacityProviderArn(OperationRig.PREFIX + ":capacity-provider/" + name)
                    .name(name)
                    .status(CapacityProviderStatus.ACTIVE)
                    .build();
            providers.add(new AttachedProvider(provider, 0));
        }
        rig.apply(new PutClusterCapacityProviders(providers, usual));
    }

    private static CapacityProviderStrategyItem item(String name, int weight) {
        return new CapacityProviderStrategyItem(name, weight, null);
    }

    private static RunTask runTask(RunTaskRequestBuilder request, TaskDefinition definition) {
        return new RunTask(request.build(), definition, List.of());
    }

    private RunTaskResponse run(RunTaskRequestBuilder request) {
        return rig.apply(runTask(request, definition()));
    }

    private static RunTaskRequestBuilder fargate() {
        return OperationRig.run().launchType(LaunchType.FARGATE);
    }

    private String hostOf(Task task) {
        return Ids.shortId(String.valueOf(Objects.requireNonNull(rig.state.task(Ids.shortId(task.taskArn())))
                .containerInstanceArn()));
    }

    @Test
    void aTaskHasASliceOfAHostThatNobodySees() {
        host("a", null, "a");
        String host = host("b", "FARGATE", "b");
        host("c", "FARGATE_SPOT", "c");
        RunTaskResponse response = run(fargate().count(2));

        assertThat(response.failures()).isEmpty();
        for (Task task : response.tasks()) {
            assertThat(hostOf(task)).isEqualTo(host);
            assertThat(task.containerInstanceArn()).isNull();
            assertThat(task.launchType()).isEqualTo(LaunchType.FARGATE);
            assertThat(task.capacityProviderName()).isEqualTo("FARGATE");
            assertThat(task.platformVersion()).isEqualTo("1.4.0");
            assertThat(task.platformFamily()).isEqualTo("Linux");
            assertThat(task.cpu()).isEqualTo("256");
            assertThat(task.memory()).isEqualTo("512");
            assertThat(task.availabilityZone()).isEqualTo("b");
            assertThat(rig.apply(new DescribeTasks(List.of(task.taskArn()))).tasks())
                    .containsExactly(task);
            assertThat(rig.apply(new StopTask(new StopTaskRequest(null, task.taskArn(), null)))
                            .containerInstanceArn())
                    .isNull();
        }
    }

    @Test
    void aFullHostIsNoCapacityWhateverElseIsFree() {
        host("a", null, "a");
        host("b", "FARGATE", "b");
        host("c", "FARGATE_SPOT", "c");
        RunTaskResponse response = run(fargate().count(3));

        assertThat(response.tasks()).hasSize(2);
        Failure failure = response.failures().get(0);
        assertThat(failure.reason()).isEqualTo("RESOURCE:FARGATE");
        assertThat(failure.detail())
                .startsWith("Capacity is unavailable at this time.")
                .contains("RESOURCE:MEMORY");
        assertThat(failure.arn()).isNull();
    }

    @Test
    void withoutAHostThereIsNoCapacity() {
        host("a", null, "a");
        Failure failure = run(fargate()).failures().get(0);
        assertThat(failure.reason()).isEqualTo("RESOURCE:FARGATE");
        assertThat(failure.arn()).isNull();
    }

    @Test
    void noOtherTaskComesToAHost() {
        String host = host("b", "FARGATE", "b");
        for (LaunchType launchType : new LaunchType[] {null, LaunchType.EC2}) {
            RunTaskResponse response = run(OperationRig.run().launchType(launchType));
            assertThat(response.tasks()).isEmpty();
            assertThat(response.failures().get(0).reason()).isEqualTo("NO ACTIVE INSTANCES");
            assertThat(response.failures().get(0).arn()).isNull();
        }
        StartTaskRequest start = StartTaskRequest.builder()
                .taskDefinition("web")
                .containerInstances(List.of(host))
                .build();
        assertThat(rig.apply(new StartTask(start, definition(), List.of())).failures())
                .extracting(Failure::reason)
                .containsExactly("MISSING");
        host("a", null, "a");
        assertThat(run(OperationRig.run().count(4)).tasks()).hasSize(2);
    }

    @Test
    void eachHasTheHostsOfItsOwnProviderAndTheDefaultStrategyIsFollowed() {
        String onDemand = host("a", "FARGATE", "a");
        String spot = host("b", "FARGATE_SPOT", "a");
        attach(List.of(item("FARGATE_SPOT", 1), item("FARGATE", 1)), "FARGATE", "FARGATE_SPOT");
        List<Task> tasks = run(OperationRig.run().count(4)).tasks();
        assertThat(tasks).hasSize(4).allMatch(task -> task.launchType() == LaunchType.FARGATE);
        for (Task task : tasks) {
            assertThat(hostOf(task)).isEqualTo("FARGATE".equals(task.capacityProviderName()) ? onDemand : spot);
        }
    }

    @Test
    void tasksAreSpreadOverZones() {
        String a = host("a", "FARGATE", "a");
        String b = host("b", "FARGATE", "b");
        assertThat(run(fargate().count(2)).tasks()).extracting(this::hostOf).containsExactlyInAnyOrder(a, b);
    }

    @Test
    void hostsAreNotListedOrCountedButKnownByName() {
        String arn = rig.state.ids().containerInstance(host("a", null, "a"));
        host("b", "FARGATE", "b");
        assertThat(rig.apply(new ListContainerInstances(
                                new ListContainerInstancesRequest(null, null, null, null, null)))
                        .containerInstanceArns())
                .containsExactly(arn);
        assertThat(rig.apply(new DescribeCluster()).registeredContainerInstancesCount())
                .isEqualTo(1);
        assertThat(rig.apply(new ListAttributes(new ListAttributesRequest(
                                null, TargetType.CONTAINER_INSTANCE, "ecs.availability-zone", null, null, null)))
                        .attributes())
                .extracting(Attribute::targetId)
                .containsExactly(arn);
        assertThat(rig.apply(new DescribeContainerInstances(List.of("b")))
                        .containerInstances()
                        .get(0)
                        .capacityProviderName())
                .isEqualTo("FARGATE");
    }

    @Test
    void aHostStaysOfItsKindWhileItHasTasks() {
        host("a", null, "a");
        Task task = run(OperationRig.run()).tasks().get(0);
        assertThatThrownBy(() -> register("a", "FARGATE", "a"))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("capacityProviderName is FARGATE")
                .hasMessageContaining("has 1 tasks");
        assertThat(register("a", null, "a").capacityProviderName()).isNull();
        rig.report(task.taskArn(), TaskStatus.STOPPED);
        assertThat(register("a", "FARGATE", "a").capacityProviderName()).isEqualTo("FARGATE");
        assertThat(register("a", null, "a").capacityProviderName()).isEqualTo("FARGATE");
        assertThatThrownBy(() -> register("b", "mine", "a"))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("or use FARGATE or FARGATE_SPOT");
    }

    static Stream<Arguments> refused() {
        List<PlacementConstraint> distinct =
                List.of(new PlacementConstraint(PlacementConstraintType.DISTINCT_INSTANCE, null));
        List<PlacementStrategy> random = List.of(new PlacementStrategy(PlacementStrategyType.RANDOM, null));
        return Stream.of(
                Arguments.of(fargate().placementConstraints(distinct), "Placement constraints are not supported"),
                Arguments.of(fargate().placementStrategy(random), "Placement strategies are not supported"),
                Arguments.of(fargate().capacityProviderStrategy(List.of(item("FARGATE", 1))), "can't both be given"),
                Arguments.of(
                        OperationRig.run().capacityProviderStrategy(List.of(item("FARGATE_SPOT", 1))),
                        "'FARGATE_SPOT' in capacityProviderStrategy is not associated with the cluster"),
                Arguments.of(
                        fargate().overrides(new TaskOverride(List.of(), "256", "3072", null, null, null)),
                        "No Fargate configuration exists for given values: 256 CPU, 3072 memory"),
                Arguments.of(fargate().networkConfiguration(network(17, 0)), "subnets has 17 elements"),
                Arguments.of(fargate().networkConfiguration(network(1, 6)), "securityGroups has 6 elements"),
                Arguments.of(
                        fargate().networkConfiguration(new NetworkConfiguration(null)),
                        "networkConfiguration.awsvpcConfiguration is missing"),
                Arguments.of(
                        OperationRig.run().platformVersion("LATEST"),
                        "The platform version must be null when specifying an EC2 launch type"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatFargateDoesNotHaveIsRefused(RunTaskRequestBuilder request, String message) {
        host("b", "FARGATE", "b");
        assertThatThrownBy(() -> run(request))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining(message);
        assertThat(rig.written).isEmpty();
    }

    @Test
    void theDefinitionHasToBeForFargate() {
        host("b", "FARGATE", "b");
        assertThatThrownBy(() -> rig.apply(runTask(fargate(), OperationRig.definition(1))))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("Task definition does not support launch_type FARGATE");
        assertThatThrownBy(() -> rig.apply(rig.create(service().launchType(LaunchType.FARGATE))))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("Task definition does not support launch_type FARGATE");
    }

    static Stream<Arguments> versions() {
        return Stream.of(
                Arguments.of(OSFamily.LINUX, "LATEST", "1.4.0", "Linux"),
                Arguments.of(OSFamily.LINUX, "1.4.0", "1.4.0", "Linux"),
                Arguments.of(OSFamily.LINUX, "1.0.0", null, null),
                Arguments.of(OSFamily.WINDOWS_SERVER_2022_CORE, "LATEST", "1.0.0", "WINDOWS_SERVER_2022_CORE"),
                Arguments.of(OSFamily.WINDOWS_SERVER_2022_CORE, "1.4.0", null, null));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void thereIsOnePlatformVersionOfEachSystem(
            OSFamily system, String asked, @Nullable String version, @Nullable String family) {
        host("b", "FARGATE", "b");
        TaskDefinition definition = definition().toBuilder()
                .runtimePlatform(new RuntimePlatform(null, system))
                .build();
        RunTask run = runTask(fargate().platformVersion(asked).networkConfiguration(NETWORK), definition);
        if (version == null) {
            assertThatThrownBy(() -> rig.apply(run))
                    .isInstanceOf(PlatformUnknownException.class)
                    .hasMessageContaining("'" + asked + "'");
            return;
        }
        Task task = rig.apply(run).tasks().get(0);
        assertThat(task.platformVersion()).isEqualTo(version);
        assertThat(task.platformFamily()).isEqualTo(family);
    }

    private static CreateServiceRequestBuilder service() {
        return OperationRig.service("shop", 2);
    }

    private Service create(CreateServiceRequestBuilder request) {
        return rig.apply(new CreateService(request.build(), definition(), ""));
    }

    private Service update(UpdateServiceRequestBuilder request) {
        return rig.apply(new UpdateService(request.service("shop").build(), null));
    }

    @Test
    void aServiceAndItsDeploymentsSayWhatTheirTasksRunOn() {
        Service service = create(service()
                .launchType(LaunchType.FARGATE)
                .platformVersion("LATEST")
                .networkConfiguration(NETWORK));
        Deployment deployment = service.deployments().get(0);
        assertThat(service.launchType()).isEqualTo(LaunchType.FARGATE);
        assertThat(service.capacityProviderStrategy()).isEmpty();
        assertThat(service.platformVersion()).isEqualTo("1.4.0");
        assertThat(service.platformFamily()).isEqualTo("Linux");
        assertThat(service.networkConfiguration()).isEqualTo(NETWORK);
        assertThat(deployment.launchType()).isEqualTo(LaunchType.FARGATE);
        assertThat(deployment.platformVersion()).isEqualTo("1.4.0");
        assertThat(deployment.platformFamily()).isEqualTo("Linux");
        assertThat(deployment.networkConfiguration()).isEqualTo(NETWORK);

        assertThat(update(UpdateServiceRequest.builder().desiredCount(3).platformVersion("LATEST"))
                        .deployments())
                .hasSize(1);
        Service moved = update(UpdateServiceRequest.builder().networkConfiguration(network(2, 1)));
        assertThat(moved.launchType()).isEqualTo(LaunchType.FARGATE);
        assertThat(moved.networkConfiguration()).isEqualTo(network(2, 1));
        assertThat(moved.deployments())
                .extracting(Deployment::networkConfiguration)
                .containsExactly(network(2, 1), NETWORK);
    }

    @Test
    void aServiceGoesOverToAStrategyOfFargateAndBack() {
        attach(List.of(), "FARGATE", "FARGATE_SPOT");
        create(service());
        Service on = update(UpdateServiceRequest.builder()
                .capacityProviderStrategy(List.of(item("FARGATE", 1), item("FARGATE_SPOT", 3)))
                .platformVersion("1.4.0")
                .forceNewDeployment(true));
        assertThat(on.launchType()).isNull();
        assertThat(on.platformVersion()).isEqualTo("1.4.0");
        Service off = update(UpdateServiceRequest.builder()
                .capacityProviderStrategy(List.of())
                .forceNewDeployment(true));
        assertThat(off.launchType()).isEqualTo(LaunchType.EC2);
        assertThat(off.platformVersion()).isNull();
        assertThat(off.deployments()).extracting(Deployment::platformVersion).containsExactly(null, "1.4.0", null);
    }

    static Stream<Arguments> refusedServices() {
        CreateServiceRequest on = service().launchType(LaunchType.FARGATE).build();
        List<PlacementStrategy> spread = List.of(new PlacementStrategy(PlacementStrategyType.SPREAD, "instanceId"));
        return Stream.of(
                Arguments.of(
                        on.toBuilder()
                                .schedulingStrategy(SchedulingStrategy.DAEMON)
                                .desiredCount(null),
                        InvalidParameterException.class,
                        "DAEMON scheduling strategy is not supported with FARGATE"),
                Arguments.of(
                        on.toBuilder().placementStrategy(spread),
                        InvalidParameterException.class,
                        "Placement strategies are not supported"),
                Arguments.of(
                        on.toBuilder().platformVersion("9"), PlatformUnknownException.class, "platformVersion is '9'"),
                Arguments.of(
                        service().platformVersion("LATEST"),
                        InvalidParameterException.class,
                        "The platform version must be null"));
    }

    @ParameterizedTest
    @MethodSource("refusedServices")
    void whatServicesOnFargateDoNotHaveIsRefused(
            CreateServiceRequestBuilder request, Class<? extends EcsException> error, String message) {
        assertThatThrownBy(() -> create(request)).isInstanceOf(error).hasMessageContaining(message);
        assertThat(rig.written).isEmpty();
    }

    @Test
    void aServiceOnFargateIsNotGivenAStrategyLater() {
        create(service().launchType(LaunchType.FARGATE));
        assertThatThrownBy(() -> update(UpdateServiceRequest.builder()
                        .placementStrategy(List.of(new PlacementStrategy(PlacementStrategyType.RANDOM, null)))))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("Placement strategies are not supported");
    }
}
