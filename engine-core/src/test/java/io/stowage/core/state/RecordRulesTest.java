package io.stowage.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.agent.Attachment;
import io.stowage.model.Cluster;
import io.stowage.model.ContainerInstance;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentConfiguration;
import io.stowage.model.DeploymentEarlySuccessCriteria;
import io.stowage.model.DeploymentStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.InstanceRebalancing;
import io.stowage.model.NetworkBinding;
import io.stowage.model.Resource;
import io.stowage.model.Service;
import io.stowage.model.ServiceEvent;
import io.stowage.model.Task;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskStatus;
import io.stowage.model.TransportProtocol;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which stored records are relied on: each rule with a record that breaks it, and with the last one that keeps it. */
class RecordRulesTest {

    private static final Instant BEFORE_ALL_CLOCKS = Instant.EPOCH.minusNanos(1);
    private static final Instant AFTER_ALL_CLOCKS = Instant.parse("3000-01-01T00:00:00Z");
    private static final Instant LAST = AFTER_ALL_CLOCKS.minusNanos(1);
    private static final long TOO_MANY = 1L << 60;

    /** A change of a record of the whole partition; what is said of it; null if there is nothing wrong with it. */
    private record Example(Kind kind, String id, UnaryOperator<Object> edit, String wrong) {

        ClusterState read() {
            return StoredPartition.whole().edit(kind, id, Object.class, edit).read();
        }

        @Override
        public String toString() {
            return kind + ": " + (wrong == null ? "relied on" : wrong);
        }
    }

    private static <T> Example wrong(Kind kind, Class<T> type, UnaryOperator<T> edit, String wrong) {
        return new Example(kind, id(kind), record -> edit.apply(type.cast(record)), wrong);
    }

    private static String id(Kind kind) {
        return switch (kind) {
            case META -> "meta";
            case CLUSTER -> "shop";
            case DEFINITION -> "web:1";
            case LAUNCH -> "l1";
            case CAPACITY_PROVIDER, PROVIDER_MEMORY -> "pool";
            case ATTACHMENT, INSTANCE -> "i1";
            case SERVICE -> "front";
            case INACTIVE_SERVICE -> "old";
            case PAST_DEPLOYMENT -> "front/0000000000000001-1";
            case EVENT -> "front/0000000000000001";
            case TASK -> "t1";
            case TOKEN -> "RunTask/x";
            case REPLY -> "r1";
        };
    }

    @Test
    void aPartitionThatAnEngineWroteIsReliedOn() {
        ClusterState state = StoredPartition.whole().read();
        assertThat(state.quarantine().first(9)).isEmpty();
        assertThat(state.taskCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource({"ofThePartition", "ofClusters", "ofInstances", "ofServices", "ofTheRest", "ofTasks"})
    void holds(Example example) {
        List<Quarantine.Entry> aside = example.read().quarantine().first(9);
        if (example.wrong == null) {
            assertThat(aside).isEmpty();
        } else {
            assertThat(aside).contains(new Quarantine.Entry(example.kind.storedName(), example.id, example.wrong));
        }
    }

    static Stream<Example> ofThePartition() {
        return Stream.of(
                meta(meta -> meta.at(null), "now is null, but it has to be there"),
                meta(
                        meta -> meta.at(BEFORE_ALL_CLOCKS),
                        "now is " + BEFORE_ALL_CLOCKS + ", but no clock tells such a time"),
                meta(
                        meta -> meta.at(AFTER_ALL_CLOCKS),
                        "now is " + AFTER_ALL_CLOCKS + ", but no clock tells such a time"),
                meta(meta -> meta.at(Instant.EPOCH), null),
                meta(meta -> meta.at(LAST), null),
                meta(meta -> meta.nextEvent(0), "nextEvent is 0, but it must be 1 or more"),
                meta(meta -> meta.nextEvent(1), null),
                meta(meta -> meta.nextEvent(TOO_MANY), "nextEvent is " + TOO_MANY + ", but nobody counts that far"),
                meta(meta -> meta.nextEvent(TOO_MANY - 1), null),
                meta(meta -> meta.lost(-1L), "lostUpTo is -1, but it must be 0 or more"),
                meta(meta -> meta.lost(0L), null),
                meta(meta -> meta.providerEpoch(-1), "providerEpoch is -1, but it must be 0 or more"),
                meta(meta -> meta.providerEpoch(0), null));
    }

    private static Example meta(UnaryOperator<PartitionMeta> edit, String wrong) {
        return wrong(Kind.META, PartitionMeta.class, edit, wrong);
    }

    @Test
    void aPartitionRemembersItselfUnderOneNameOnly() {
        ClusterState state = StoredPartition.whole()
                .put(Kind.META, "other", 1, new PartitionMeta(StoredPartition.NOW, 2, null, null))
                .read();
        assertThat(state.quarantine().first(9))
                .containsExactly(new Quarantine.Entry("meta", "other", "id is other, but the record is of meta"));
        assertThat(state.metaVersion()).isEqualTo(7);
    }

    static Stream<Example> ofClusters() {
        return Stream.of(
                wrong(
                        Kind.CLUSTER,
                        Cluster.class,
                        cluster -> cluster.toBuilder().clusterName("pier").build(),
                        "clusterName is pier, but the record is of shop"),
                wrong(
                        Kind.CLUSTER,
                        Cluster.class,
                        cluster -> cluster.toBuilder()
                                .clusterArn("arn:cluster/pier")
                                .build(),
                        "clusterArn is arn:cluster/pier, but the partition is of shop"),
                wrong(
                        Kind.DEFINITION,
                        TaskDefinition.class,
                        definition -> definition.toBuilder()
                                .taskDefinitionArn("arn:task-definition/web:2")
                                .build(),
                        "taskDefinitionArn is web:2, but the record is of web:1"),
                wrong(
                        Kind.DEFINITION,
                        TaskDefinition.class,
                        definition -> definition.toBuilder().revision(2).build(),
                        "family:revision is web:2, but the record is of web:1"),
                wrong(
                        Kind.DEFINITION,
                        TaskDefinition.class,
                        definition -> definition.toBuilder()
                                .containerDefinitions(List.of())
                                .build(),
                        "containerDefinitions is empty, but a task has containers"));
    }

    @Test
    void aClusterOfAnotherNameIsNotThePartitions() {
        Cluster pier = Cluster.builder()
                .clusterArn(StateFixture.IDS.cluster())
                .clusterName("pier")
                .status(io.stowage.model.ClusterStatus.ACTIVE)
                .build();
        ClusterState state =
                StoredPartition.whole().put(Kind.CLUSTER, "pier", 1, pier).read();
        assertThat(state.quarantine().first(9))
                .containsExactly(
                        new Quarantine.Entry("cluster", "pier", "clusterName is pier, but the partition is of shop"));
    }

    static Stream<Example> ofInstances() {
        return Stream.of(
                wrong(
                        Kind.ATTACHMENT,
                        Attachment.class,
                        attachment -> new Attachment("i2", "engine", 1, null),
                        "containerInstanceId is i2, but the record is of i1"),
                attachment(null, 1, "engineId is null, but it has to be there"),
                attachment("engine", 0, "epoch is 0, but it counts from 1"),
                attachment("engine", TOO_MANY, "epoch is " + TOO_MANY + ", but it counts from 1"),
                attachment("engine", TOO_MANY - 1, null),
                instance(
                        instance -> instance.toBuilder()
                                .containerInstanceArn(StateFixture.IDS.containerInstance("i2"))
                                .build(),
                        "containerInstanceArn is i2, but the record is of i1"),
                instance(
                        instance -> instance.toBuilder().version(3).build(),
                        "version is 3, but the record's version is 1"),
                instance(
                        instance -> instance.toBuilder()
                                .registeredAt(AFTER_ALL_CLOCKS)
                                .build(),
                        "registeredAt is " + AFTER_ALL_CLOCKS + ", but no clock tells such a time"),
                instance(with(Resource.integer("CPU", -1)), "CPU is -1, but it must be 0 or more"),
                instance(with(Resource.integer("CPU", 0)), null),
                instance(with(ports("PORTS", "22", "65536")), "PORTS is [22, 65536], but a port is from 0 to 65535"),
                instance(with(ports("PORTS_UDP", "-1")), "PORTS_UDP is [-1], but a port is from 0 to 65535"),
                instance(with(ports("PORTS", "0", "65535")), null),
                instance(with(ports("PORTS", "")), "PORTS is [], but a port is from 0 to 65535"),
                instance(with(ports("GPU", "gpu-7")), null));
    }

    private static Example attachment(String engineId, long epoch, String wrong) {
        return wrong(Kind.ATTACHMENT, Attachment.class, a -> new Attachment("i1", engineId, epoch, null), wrong);
    }

    private static Example instance(UnaryOperator<ContainerInstance> edit, String wrong) {
        return wrong(Kind.INSTANCE, ContainerInstance.class, edit, wrong);
    }

    private static UnaryOperator<ContainerInstance> with(Resource resource) {
        return instance ->
                instance.toBuilder().registeredResources(List.of(resource)).build();
    }

    private static Resource ports(String name, String... ports) {
        return Resource.stringSet(name, List.of(ports));
    }

    @Test
    void anInstanceWhoseAttachmentIsSetAsideIsSetAsideWithItsTasks() {
        ClusterState state =
                StoredPartition.whole().text(Kind.ATTACHMENT, "i1", "?").read();
        assertThat(state.quarantine().first(9))
                .extracting(Quarantine.Entry::kind)
                .containsExactly("attachment", "instance", "task");
        assertThat(state.quarantine().first(9).get(1).reason())
                .isEqualTo("its attachment is set aside, but which engine runs its agent has to be known");
    }

    static Stream<Example> ofServices() {
        return Stream.of(
                service(
                        service -> service.toBuilder().serviceName("back").build(),
                        "serviceName is back, but the record is of front"),
                service(
                        service -> service.toBuilder()
                                .serviceArn(StateFixture.IDS.service("back"))
                                .build(),
                        "serviceArn is back, but the record is of front"),
                service(
                        service -> service.toBuilder()
                                .clusterArn("arn:cluster/pier")
                                .build(),
                        "clusterArn is arn:cluster/pier, but the partition is of shop"),
                service(
                        service -> service.toBuilder().desiredCount(-1).build(),
                        "desiredCount is -1, but it must be 0 or more"),
                service(configured(-1, 0), "maximumPercent is -1, but it must be 0 or more"),
                service(configured(0, -1), "minimumHealthyPercent is -1, but it must be 0 or more"),
                service(configured(0, 0), null),
                service(
                        service -> service.toBuilder()
                                .healthCheckGracePeriodSeconds(-1)
                                .build(),
                        "healthCheckGracePeriodSeconds is -1, but it must be 0 or more"),
                service(
                        service ->
                                service.toBuilder().createdAt(AFTER_ALL_CLOCKS).build(),
                        "createdAt is " + AFTER_ALL_CLOCKS + ", but no clock tells such a time"),
                service(
                        service -> service.toBuilder()
                                .maximumTaskLifetimeSeconds(0)
                                .build(),
                        "maximumTaskLifetimeSeconds is 0, but it must be 1 or more"),
                service(
                        service -> service.toBuilder()
                                .maximumTaskLifetimeSeconds(1)
                                .build(),
                        null),
                service(earlySuccessAt(-1), "earlySuccessCriteria.healthyPercent is -1, but it must be 0 or more"),
                service(earlySuccessAt(0), null),
                rebalancing(LAST, 1, 0, 0, null),
                rebalancing(
                        AFTER_ALL_CLOCKS,
                        1,
                        0,
                        0,
                        "instanceRebalancing.requestedAt is " + AFTER_ALL_CLOCKS + ", but no clock tells such a time"),
                rebalancing(LAST, 0, 0, 0, "instanceRebalancing.mostAtOnce is 0, but it must be 1 or more"),
                rebalancing(LAST, 1, -1, 0, "instanceRebalancing.movesLeft is -1, but it must be 0 or more"),
                rebalancing(LAST, 1, 0, -1, "instanceRebalancing.movesMade is -1, but it must be 0 or more"),
                service(
                        service -> service.toBuilder().deployments(List.of()).build(),
                        "deployments is empty, but the service is ACTIVE"),
                service(
                        service -> service.toBuilder().desiredCount(4).build(),
                        "desiredCount is 4, but that of its PRIMARY deployment is 3"),
                service(
                        service -> service.toBuilder().taskDefinition("web:9").build(),
                        "taskDefinition is web:9, but that of its PRIMARY deployment is "
                                + StateFixture.definitionArn(1)),
                twoDeployments("a", DeploymentStatus.PRIMARY, "b", DeploymentStatus.ACTIVE, null),
                twoDeployments(
                        "a",
                        DeploymentStatus.PRIMARY,
                        "a",
                        DeploymentStatus.ACTIVE,
                        "deployments.id is a, but another one has it"),
                twoDeployments(
                        "a",
                        DeploymentStatus.PRIMARY,
                        "b",
                        DeploymentStatus.PRIMARY,
                        "deployments.status is PRIMARY, but the first one is PRIMARY and the others are not"),
                twoDeployments(
                        "a",
                        DeploymentStatus.ACTIVE,
                        "b",
                        DeploymentStatus.ACTIVE,
                        "deployments.status is ACTIVE, but the first one is PRIMARY and the others are not"),
                deployment(
                        deployment ->
                                deployment.toBuilder().taskDefinition("web:9").build(),
                        "deployments.taskDefinition is web:9, but there is no such thing that could be read"),
                deployment(
                        deployment -> deployment.toBuilder().desiredCount(-1).build(),
                        "deployments.desiredCount is -1, but it must be 0 or more"),
                deployment(
                        deployment -> deployment.toBuilder().failedTasks(-1).build(),
                        "deployments.failedTasks is -1, but it must be 0 or more"),
                deployment(
                        deployment ->
                                deployment.toBuilder().consecutiveFailures(-1).build(),
                        "deployments.consecutiveFailures is -1, but it must be 0 or more"),
                deployment(
                        deployment -> deployment.toBuilder()
                                .createdAt(AFTER_ALL_CLOCKS)
                                .build(),
                        "deployments.createdAt is " + AFTER_ALL_CLOCKS + ", but no clock tells such a time"),
                deployment(
                        deployment -> deployment.toBuilder()
                                .updatedAt(AFTER_ALL_CLOCKS)
                                .build(),
                        "deployments.updatedAt is " + AFTER_ALL_CLOCKS + ", but no clock tells such a time"),
                deployment(
                        deployment -> deployment.toBuilder()
                                .nextAttemptAt(AFTER_ALL_CLOCKS)
                                .build(),
                        "deployments.nextAttemptAt is " + AFTER_ALL_CLOCKS + ", but no clock tells such a time"),
                deployment(
                        deployment ->
                                deployment.toBuilder().consecutiveCrashes(-1).build(),
                        "deployments.consecutiveCrashes is -1, but it must be 0 or more"),
                deployment(
                        deployment -> deployment.toBuilder()
                                .completedAt(AFTER_ALL_CLOCKS)
                                .build(),
                        "deployments.completedAt is " + AFTER_ALL_CLOCKS + ", but no clock tells such a time"),
                deployment(
                        deployment -> deployment.toBuilder()
                                .rolledBackAt(AFTER_ALL_CLOCKS)
                                .build(),
                        "deployments.rolledBackAt is " + AFTER_ALL_CLOCKS + ", but no clock tells such a time"),
                deployment(
                        deployment -> deployment.toBuilder()
                                .bakesUntil(AFTER_ALL_CLOCKS)
                                .build(),
                        "deployments.bakesUntil is " + AFTER_ALL_CLOCKS + ", but no clock tells such a time"),
                deployment(
                        deployment -> deployment.toBuilder()
                                .failedTasks(0)
                                .consecutiveFailures(0)
                                .nextAttemptAt(LAST)
                                .build(),
                        null));
    }

    private static Example service(UnaryOperator<Service> edit, String wrong) {
        return wrong(Kind.SERVICE, Service.class, edit, wrong);
    }

    private static UnaryOperator<Service> configured(int maximumPercent, int minimumHealthyPercent) {
        DeploymentConfiguration configuration = DeploymentConfiguration.builder()
                .maximumPercent(maximumPercent)
                .minimumHealthyPercent(minimumHealthyPercent)
                .build();
        return service ->
                service.toBuilder().deploymentConfiguration(configuration).build();
    }

    private static UnaryOperator<Service> earlySuccessAt(int healthyPercent) {
        DeploymentConfiguration configuration = DeploymentConfiguration.builder()
                .earlySuccessCriteria(new DeploymentEarlySuccessCriteria(true, healthyPercent, null))
                .build();
        return service ->
                service.toBuilder().deploymentConfiguration(configuration).build();
    }

    private static Example rebalancing(Instant at, int mostAtOnce, int movesLeft, int movesMade, String wrong) {
        InstanceRebalancing asked = new InstanceRebalancing(at, mostAtOnce, movesLeft, movesMade, List.of());
        return service(service -> service.toBuilder().instanceRebalancing(asked).build(), wrong);
    }

    private static Example deployment(UnaryOperator<Deployment> edit, String wrong) {
        return service(
                service -> service.toBuilder()
                        .deployments(List.of(edit.apply(service.deployments().get(0))))
                        .build(),
                wrong);
    }

    /** The task is of a third one, which is there to be its. */
    private static Example twoDeployments(
            String first, DeploymentStatus ofFirst, String second, DeploymentStatus ofSecond, String wrong) {
        return service(
                service -> {
                    Deployment own = service.deployments().get(0);
                    return service.toBuilder()
                            .deployments(List.of(
                                    own.toBuilder().id(first).status(ofFirst).build(),
                                    own.toBuilder().id(second).status(ofSecond).build(),
                                    own.toBuilder()
                                            .status(DeploymentStatus.ACTIVE)
                                            .build()))
                            .build();
                },
                wrong);
    }

    @Test
    void anInactiveServiceHasNoDeploymentAndIsAskedForNone() {
        ClusterState state = StoredPartition.whole()
                .edit(
                        Kind.SERVICE,
                        "old",
                        Service.class,
                        old -> old.toBuilder().desiredCount(9).build())
                .read();
        assertThat(state.quarantine().isEmpty()).isTrue();
    }

    static Stream<Example> ofTheRest() {
        return Stream.of(
                inactive(new InactiveService("other", LAST), "serviceName is other, but the record is of old"),
                inactive(new InactiveService("old", null), "since is null, but it has to be there"),
                inactive(
                        new InactiveService("old", AFTER_ALL_CLOCKS),
                        "since is " + AFTER_ALL_CLOCKS + ", but no clock tells such a time"),
                event(new ServiceEvent("1", LAST, "said"), "id is 1, but the record's id ends in another"),
                event(new ServiceEvent("2", LAST, "said"), "id is 2, but the record's id ends in another"),
                event(
                        new ServiceEvent("0000000000000001", AFTER_ALL_CLOCKS, "said"),
                        "createdAt is " + AFTER_ALL_CLOCKS + ", but no clock tells such a time"),
                token(
                        new ClientToken("RunTask/y", "", List.of(), LAST),
                        "id is RunTask/y, but the record is of RunTask/x"),
                token(
                        new ClientToken("RunTask/x", null, List.of(), LAST),
                        "requestHash is null, but it has to be there"),
                token(new ClientToken("RunTask/x", "", List.of(), null), "createdAt is null, but it has to be there"),
                token(
                        new ClientToken("RunTask/x", "", List.of(), AFTER_ALL_CLOCKS),
                        "createdAt is " + AFTER_ALL_CLOCKS + ", but no clock tells such a time"),
                reply(new Reply("r2", null, null, LAST), "requestId is r2, but the record is of r1"),
                reply(
                        new Reply("r1", null, null, AFTER_ALL_CLOCKS),
                        "repliedAt is " + AFTER_ALL_CLOCKS + ", but no clock tells such a time"));
    }

    private static Example inactive(InactiveService inactive, String wrong) {
        return wrong(Kind.INACTIVE_SERVICE, InactiveService.class, before -> inactive, wrong);
    }

    private static Example event(ServiceEvent event, String wrong) {
        return wrong(Kind.EVENT, ServiceEvent.class, before -> event, wrong);
    }

    private static Example token(ClientToken token, String wrong) {
        return wrong(Kind.TOKEN, ClientToken.class, before -> token, wrong);
    }

    private static Example reply(Reply reply, String wrong) {
        return wrong(Kind.REPLY, Reply.class, before -> reply, wrong);
    }

    static Stream<Example> ofTasks() {
        return Stream.of(
                task(
                        task -> task.toBuilder()
                                .taskArn(StateFixture.IDS.task("t2"))
                                .build(),
                        "taskArn is t2, but the record is of t1"),
                task(
                        task -> task.toBuilder().clusterArn("arn:cluster/pier").build(),
                        "clusterArn is arn:cluster/pier, but the partition is of shop"),
                task(task -> task.toBuilder().version(3).build(), "version is 3, but the record's version is 1"),
                task(
                        task -> task.toBuilder().taskDefinitionArn("web:9").build(),
                        "taskDefinitionArn is web:9, but there is no such thing that could be read"),
                task(
                        task -> task.toBuilder().lastStatus(TaskStatus.STOPPED).build(),
                        "desiredStatus is RUNNING, but lastStatus is STOPPED"),
                task(
                        task -> task.toBuilder().createdAt(AFTER_ALL_CLOCKS).build(),
                        "createdAt is " + AFTER_ALL_CLOCKS + ", but no clock tells such a time"),
                task(
                        task -> task.toBuilder().startedAt(AFTER_ALL_CLOCKS).build(),
                        "startedAt is " + AFTER_ALL_CLOCKS + ", but no clock tells such a time"),
                task(
                        task -> task.toBuilder().healthyAt(AFTER_ALL_CLOCKS).build(),
                        "healthyAt is " + AFTER_ALL_CLOCKS + ", but no clock tells such a time"),
                task(
                        task -> provisioning(task).toBuilder()
                                .containerInstanceArn(StateFixture.IDS.containerInstance("i1"))
                                .build(),
                        "containerInstanceArn is " + StateFixture.IDS.containerInstance("i1")
                                + ", but lastStatus is PROVISIONING"),
                task(
                        task -> provisioning(task).toBuilder()
                                .capacityProviderName(null)
                                .build(),
                        "capacityProviderName is null, but it has to be there"),
                task(RecordRulesTest::provisioning, null),
                task(
                        task -> task.toBuilder().stoppingAt(AFTER_ALL_CLOCKS).build(),
                        "stoppingAt is " + AFTER_ALL_CLOCKS + ", but no clock tells such a time"),
                task(
                        task -> task.toBuilder().stoppedAt(AFTER_ALL_CLOCKS).build(),
                        "stoppedAt is " + AFTER_ALL_CLOCKS + ", but no clock tells such a time"),
                task(bound(65536), "networkBindings.hostPort is 65536, but a port is from 0 to 65535"),
                task(bound(-1), "networkBindings.hostPort is -1, but a port is from 0 to 65535"),
                task(bound(65535), null),
                task(bound(0), null),
                task(
                        task -> task.toBuilder().containerInstanceArn(null).build(),
                        "containerInstanceArn is null, but there is no such thing that could be read"),
                task(
                        task -> task.toBuilder()
                                .containerInstanceArn(StateFixture.IDS.containerInstance("i9"))
                                .build(),
                        "containerInstanceArn is " + StateFixture.IDS.containerInstance("i9")
                                + ", but there is no such thing that could be read"),
                task(
                        task -> task.toBuilder().group("service:back").build(),
                        "group is service:back, but there is no such thing that could be read"),
                task(
                        task -> task.toBuilder().startedBy("ecs-svc/9").build(),
                        "startedBy is ecs-svc/9, but there is no such thing that could be read"),
                task(
                        task -> task.toBuilder().startedBy(null).build(),
                        "startedBy is null, but there is no such thing that could be read"),
                task(
                        task -> task.toBuilder()
                                .group("family:web")
                                .startedBy(null)
                                .build(),
                        null),
                task(
                        task -> task.toBuilder()
                                .overrides(new io.stowage.model.TaskOverride(null, "much", null, null, null, null))
                                .build(),
                        "what the task takes can't be told: cpu is 'much'; it must be CPU units as a whole number, or"
                                + " vCPUs as '1 vCPU'"),
                task(
                        task -> task.toBuilder()
                                .overrides(new io.stowage.model.TaskOverride(null, "256", null, null, null, null))
                                .build(),
                        null),
                // A task that is STOPPED may outlive all that it refers to, but for what it was made of.
                task(
                        task -> stopped(task).toBuilder()
                                .containerInstanceArn(null)
                                .group("service:gone")
                                .startedBy(null)
                                .build(),
                        null));
    }

    private static Example task(UnaryOperator<Task> edit, String wrong) {
        return wrong(Kind.TASK, Task.class, edit, wrong);
    }

    private static UnaryOperator<Task> bound(int hostPort) {
        return task -> task.toBuilder()
                .containers(List.of(StateFixture.container(
                        "t1", List.of(NetworkBinding.port("0.0.0.0", 80, hostPort, TransportProtocol.TCP)))))
                .build();
    }

    private static Task provisioning(Task task) {
        return task.toBuilder()
                .lastStatus(TaskStatus.PROVISIONING)
                .containerInstanceArn(null)
                .capacityProviderName("pool")
                .build();
    }

    private static Task stopped(Task task) {
        return task.toBuilder()
                .desiredStatus(DesiredStatus.STOPPED)
                .lastStatus(TaskStatus.STOPPED)
                .build();
    }

    @Test
    void aTaskWhoseServiceIsSetAsideIsReliedOnAllTheSame() {
        ClusterState state =
                StoredPartition.whole().text(Kind.SERVICE, "front", "?").read();
        assertThat(state.quarantine().first(9))
                .extracting(Quarantine.Entry::kind)
                .containsExactly("service");
        assertThat(state.task("t1")).isNotNull();
    }
}
