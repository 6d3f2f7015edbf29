package io.stowage.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.ListTasksRequest;
import io.stowage.ListTasksRequestBuilder;
import io.stowage.ListTasksResponse;
import io.stowage.PlacementAccount;
import io.stowage.PlacementPlan;
import io.stowage.RunTaskRequestBuilder;
import io.stowage.RunTaskResponse;
import io.stowage.StartTaskRequest;
import io.stowage.StartTaskResponse;
import io.stowage.StopTaskRequest;
import io.stowage.UpdateContainerInstancesStateRequest;
import io.stowage.core.state.Ids;
import io.stowage.core.state.Transaction;
import io.stowage.error.ConflictException;
import io.stowage.error.EcsException;
import io.stowage.error.InvalidParameterException;
import io.stowage.error.UnsupportedFeatureException;
import io.stowage.model.Connectivity;
import io.stowage.model.Container;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.ContainerOverride;
import io.stowage.model.ContainerStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.EnvironmentFile;
import io.stowage.model.EnvironmentFileType;
import io.stowage.model.LaunchType;
import io.stowage.model.NetworkConfiguration;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import io.stowage.model.PropagateTags;
import io.stowage.model.Tag;
import io.stowage.model.Task;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskDefinitionPlacementConstraint;
import io.stowage.model.TaskOverride;
import io.stowage.model.TaskStatus;
import io.stowage.model.TaskStopCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TaskOperationsTest {

    private static final String ZONE = "attribute:ecs.availability-zone";

    private final OperationRig rig = OperationRig.open();

    private static TaskOverride files(String... values) {
        ContainerOverride of = ContainerOverride.builder()
                .name("main")
                .environmentFiles(Stream.of(values)
                        .map(value -> new EnvironmentFile(value, EnvironmentFileType.S3))
                        .toList())
                .build();
        return new TaskOverride(List.of(of), null, null, null, null, null);
    }

    private static TaskOverride override(String container, Integer cpu) {
        ContainerOverride of =
                ContainerOverride.builder().name(container).cpu(cpu).build();
        return new TaskOverride(List.of(of), null, null, null, null, null);
    }

    @Test
    void aNewTaskSaysAllThatIsKnown() {
        String instance = rig.instance("one", "zone-a");

        Task task = rig.apply(rig.runTask(OperationRig.run().startedBy("me")))
                .tasks()
                .get(0);

        assertThat(task.taskArn()).startsWith(OperationRig.PREFIX + ":task/harbour/");
        assertThat(task.containerInstanceArn()).endsWith("/" + instance);
        assertThat(task.availabilityZone()).isEqualTo("zone-a");
        assertThat(task.lastStatus()).isEqualTo(TaskStatus.PENDING);
        assertThat(task.desiredStatus()).isEqualTo(DesiredStatus.RUNNING);
        assertThat(task.group()).isEqualTo("family:web");
        assertThat(task.startedBy()).isEqualTo("me");
        assertThat(task.launchType()).isEqualTo(LaunchType.EC2);
        assertThat(task.connectivity()).isEqualTo(Connectivity.CONNECTED);
        assertThat(task.createdAt()).isEqualTo(rig.now);
        assertThat(task.version()).isEqualTo(1);
        Container container = task.containers().get(0);
        assertThat(container.containerArn()).endsWith("/main");
        assertThat(container.lastStatus()).isEqualTo(ContainerStatus.PENDING);
        assertThat(container.cpu()).isEqualTo("256");
    }

    @Test
    void overridesReachTheTaskAndItsPlace() {
        rig.instance("one");
        RunTaskResponse answer =
                rig.apply(rig.runTask(OperationRig.run().count(2).overrides(override("main", 1000))));

        assertThat(answer.tasks()).hasSize(1);
        assertThat(answer.tasks().get(0).containers().get(0).cpu()).isEqualTo("1000");
        assertThat(answer.failures()).extracting("reason").containsExactly("RESOURCE:CPU");
    }

    @Test
    void aPlanSaysWhereTasksWouldGoAndLeavesEverythingAsItWas() {
        String one = rig.instance("one");
        PlanTasks plan = new PlanTasks(OperationRig.run().build(), 6, OperationRig.definition(1));

        PlacementPlan first = rig.apply(plan).get();
        assertThat(first.containerInstanceArns()).hasSize(4).allMatch(arn -> arn.endsWith("/" + one));
        PlacementAccount account = first.notPlaced();
        assertThat(account.tasks()).isEqualTo(2);
        assertThat(account.reason()).isEqualTo("RESOURCE:CPU");
        assertThat(account.closestContainerInstanceArn()).endsWith("/" + one);
        assertThat(account.removed()).containsExactly(new PlacementAccount.Removed("RESOURCE:CPU", 1));
        assertThat(account.lacks())
                .containsExactly(
                        new PlacementAccount.Lack("RESOURCE:CPU", "256 CPU units", "0"),
                        new PlacementAccount.Lack("RESOURCE:MEMORY", "256 MiB", "0"));
        assertThat(rig.apply(plan).get()).isEqualTo(first);
        assertThat(rig.apply(rig.runTask(OperationRig.run().count(6))).tasks()).hasSize(4);
        assertThat(rig.apply(plan).get().containerInstanceArns()).isEmpty();
    }

    @Test
    void aPlanThatIsNoneIsRefused() {
        rig.instance("one");
        assertThatThrownBy(() -> rig.apply(new PlanTasks(OperationRig.run().build(), 0, OperationRig.definition(1))))
                .hasMessageContaining("count is 0; it must be 1 to 100000");
        assertThatThrownBy(() ->
                        rig.apply(new PlanTasks(OperationRig.run().count(2).build(), 1, OperationRig.definition(1))))
                .hasMessageContaining("request.count is 2");
    }

    @Test
    void whatFindsNoPlaceIsAFailureEach() {
        String instance = rig.instance("one");
        RunTaskResponse answer = rig.apply(rig.runTask(OperationRig.run().count(6)));

        assertThat(answer.tasks()).hasSize(4);
        assertThat(answer.failures()).hasSize(2).allSatisfy(failure -> {
            assertThat(failure.reason()).isEqualTo("RESOURCE:CPU");
            assertThat(failure.arn()).endsWith("/" + instance);
        });
    }

    @Test
    void constraintsOfTheDefinitionAndOfTheRequestHoldTogether() {
        rig.instance("one", "a");
        String two = rig.instance("two", "b");
        rig.instance("three", "c");
        TaskDefinition definition = OperationRig.definition(1).toBuilder()
                .placementConstraints(List.of(TaskDefinitionPlacementConstraint.memberOf("not " + ZONE + " == a")))
                .build();
        PlacementConstraint notInC = new PlacementConstraint(PlacementConstraintType.MEMBER_OF, ZONE + " != c");
        RunTaskResponse answer = rig.apply(new RunTask(
                OperationRig.run()
                        .count(6)
                        .placementConstraints(List.of(notInC))
                        .build(),
                definition,
                List.of()));

        assertThat(answer.tasks())
                .hasSize(4)
                .allSatisfy(task -> assertThat(task.containerInstanceArn()).endsWith("/" + two));
        assertThat(answer.failures())
                .hasSize(2)
                .extracting("reason")
                .containsOnly("MemberOf placement constraint unsatisfied");
    }

    @Test
    void tooManyConstraintsTogetherAreRefused() {
        TaskDefinition definition = OperationRig.definition(1).toBuilder()
                .placementConstraints(List.of(TaskDefinitionPlacementConstraint.memberOf(ZONE + " == a")))
                .build();
        PlacementConstraint one = new PlacementConstraint(PlacementConstraintType.MEMBER_OF, ZONE + " != c");
        RunTask run = new RunTask(
                OperationRig.run()
                        .placementConstraints(Collections.nCopies(10, one))
                        .build(),
                definition,
                List.of());
        assertThatThrownBy(() -> rig.apply(run))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("with those of the task definition, has 11 elements");
    }

    @Test
    void withoutInstancesNothingIsKept() {
        RunTaskResponse answer = rig.apply(rig.runTask(OperationRig.run().clientToken("t")));

        assertThat(answer.tasks()).isEmpty();
        assertThat(answer.failures()).hasSize(1);
        assertThat(rig.written).isEmpty();
    }

    @Test
    void theSameTokenRunsTheTasksOnce() {
        rig.instance("one");
        RunTask run = rig.runTask(OperationRig.run().count(2).clientToken("t"));
        RunTaskResponse first = rig.apply(run);
        rig.report(first.tasks().get(0).taskArn(), TaskStatus.RUNNING);

        RunTaskResponse again = rig.apply(run);

        assertThat(again.tasks()).extracting(Task::taskArn).isEqualTo(arns(first.tasks()));
        assertThat(again.tasks().get(0).lastStatus()).isEqualTo(TaskStatus.RUNNING);
        assertThat(rig.written).isEmpty();
        assertThatThrownBy(
                        () -> rig.apply(rig.runTask(OperationRig.run().count(1).clientToken("t"))))
                .isInstanceOfSatisfying(
                        ConflictException.class,
                        conflict -> assertThat(conflict.resourceIds()).isEqualTo(arns(first.tasks())));
    }

    @Test
    void theTasksOfATokenAreKnownWithoutTheirDefinition() {
        rig.instance("one");
        RunTaskResponse first = rig.apply(rig.runTask(OperationRig.run().clientToken("t")));

        assertThat(again(OperationRig.run().clientToken("t"))).contains(first);
        assertThat(again(OperationRig.run().clientToken("u"))).isEmpty();
        assertThat(again(OperationRig.run())).isEmpty();
        assertThatThrownBy(() -> again(OperationRig.run().count(2).clientToken("t")))
                .isInstanceOf(ConflictException.class);
    }

    private Optional<RunTaskResponse> again(RunTaskRequestBuilder request) {
        return rig.apply(new RunTaskAgain(request.build()));
    }

    @Test
    void aTokenIsForgottenAfterADay() {
        rig.instance("one");
        RunTask run = rig.runTask(OperationRig.run().clientToken("t"));
        rig.apply(run);
        rig.pass(Duration.ofHours(23));
        Transaction early = new Transaction(rig.state, rig.now);
        ClientTokens.expire(early, rig.now);
        assertThat(early.isEmpty()).isTrue();
        assertThat(ClientTokens.nextDue(rig.state)).isEqualTo(rig.now.plus(Duration.ofHours(1)));

        rig.pass(Duration.ofHours(1));
        Transaction late = new Transaction(rig.state, rig.now);
        ClientTokens.expire(late, rig.now);

        assertThat(late.size()).isEqualTo(1);
        assertThat(rig.state.oldestToken()).isNull();
        assertThat(rig.apply(run).tasks()).hasSize(1);
        assertThat(rig.state.taskCount()).isEqualTo(2);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(run().count(0), InvalidParameterException.class, "count is 0"),
                Arguments.of(run().count(11), InvalidParameterException.class, "count is 11"),
                Arguments.of(run().clientToken("a b"), InvalidParameterException.class, "clientToken is 'a b'"),
                Arguments.of(run().startedBy("x".repeat(129)), InvalidParameterException.class, "startedBy has 129"),
                Arguments.of(run().group("service:shop"), InvalidParameterException.class, "group is 'service:shop'"),
                Arguments.of(
                        run().overrides(override("other", 1)),
                        InvalidParameterException.class,
                        "Override for container named other is not a container in the TaskDefinition"),
                Arguments.of(run().overrides(override("main", -1)), InvalidParameterException.class, "cpu is -1"),
                Arguments.of(
                        run().overrides(files("a.env", "a.txt")),
                        InvalidParameterException.class,
                        "overrides.containerOverrides[0].environmentFiles[1].value: \"a.txt\" does not end in .env"),
                Arguments.of(
                        run().overrides(files(Collections.nCopies(11, "a.env").toArray(String[]::new))),
                        InvalidParameterException.class,
                        "overrides.containerOverrides[0].environmentFiles: 11 files are given"),
                Arguments.of(
                        run().overrides(new TaskOverride(List.of(), null, null, "role", null, null)),
                        UnsupportedFeatureException.class,
                        "overrides.taskRoleArn is role"),
                Arguments.of(
                        run().launchType(LaunchType.EXTERNAL),
                        UnsupportedFeatureException.class,
                        "launchType is EXTERNAL, which is not supported; use EC2 or FARGATE"),
                Arguments.of(
                        run().networkConfiguration(new NetworkConfiguration(null)),
                        InvalidParameterException.class,
                        "Network Configuration is not valid for the given networkMode"),
                Arguments.of(
                        run().platformVersion("1.4.0"),
                        InvalidParameterException.class,
                        "The platform version must be null when specifying an EC2 launch type"),
                Arguments.of(
                        run().enableExecuteCommand(true),
                        UnsupportedFeatureException.class,
                        "enableExecuteCommand is true"),
                Arguments.of(
                        run().placementConstraints(
                                        List.of(new PlacementConstraint(PlacementConstraintType.MEMBER_OF, "a == b"))),
                        InvalidParameterException.class,
                        "placementConstraints[0].expression: at position 1: unknown subject 'a'"),
                Arguments.of(
                        run().placementConstraints(
                                        List.of(new PlacementConstraint(PlacementConstraintType.MEMBER_OF, null))),
                        InvalidParameterException.class,
                        "placementConstraints[0].expression is missing"),
                Arguments.of(
                        run().tags(List.of(new Tag("aws:x", "y"))),
                        InvalidParameterException.class,
                        "tags[0].key is 'aws:x'"),
                Arguments.of(
                        run().propagateTags(PropagateTags.SERVICE),
                        InvalidParameterException.class,
                        "propagateTags is SERVICE"));
    }

    private static RunTaskRequestBuilder run() {
        return OperationRig.run();
    }

    @ParameterizedTest
    @MethodSource
    void refused(RunTaskRequestBuilder request, Class<? extends EcsException> error, String message) {
        rig.instance("one");
        assertThatThrownBy(() -> rig.apply(rig.runTask(request)))
                .isInstanceOf(error)
                .hasMessageContaining(message);
        assertThat(rig.written).isEmpty();
    }

    @Test
    void tagsComeFromTheDefinitionAndTheCallerWhoWins() {
        rig.instance("one");
        RunTask run = new RunTask(
                OperationRig.run()
                        .tags(List.of(new Tag("a", "mine")))
                        .propagateTags(PropagateTags.TASK_DEFINITION)
                        .enableECSManagedTags(true)
                        .build(),
                OperationRig.definition(1),
                List.of(new Tag("a", "its"), new Tag("b", "its")));

        assertThat(rig.apply(run).tasks().get(0).tags())
                .containsExactly(new Tag("a", "mine"), new Tag("b", "its"), new Tag("aws:ecs:clusterName", "harbour"));
    }

    private StartTaskResponse start(String... instances) {
        StartTaskRequest request = StartTaskRequest.builder()
                .taskDefinition("web")
                .containerInstances(List.of(instances))
                .build();
        return rig.apply(new StartTask(request, OperationRig.definition(1), List.of()));
    }

    @Test
    void startsOneOnEachInstanceThatHasRoom() {
        String one = rig.instance("one");
        rig.instance("two");
        rig.apply(new UpdateContainerInstancesState(
                new UpdateContainerInstancesStateRequest(null, List.of("two"), ContainerInstanceStatus.DRAINING)));

        StartTaskResponse answer = start("one", "one", "one", "one", "one", "two", "nobody");

        assertThat(answer.tasks())
                .hasSize(4)
                .allSatisfy(task -> assertThat(task.containerInstanceArn()).endsWith(one));
        assertThat(answer.failures()).extracting("reason").containsExactly("RESOURCE:CPU", "INACTIVE", "MISSING");
    }

    @Test
    void startingNeedsOneToTenInstances() {
        assertThatThrownBy(this::start)
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("containerInstances has 0 elements");
    }

    @Test
    void theFirstReasonForStoppingStays() {
        rig.instance("one");
        Task task = rig.running(1).get(0);

        Task stopping = rig.apply(new StopTask(new StopTaskRequest(null, task.taskArn(), null)));
        rig.pass(Duration.ofSeconds(1));
        Task again = rig.apply(new StopTask(new StopTaskRequest(null, Ids.shortId(task.taskArn()), "other")));

        assertThat(stopping.desiredStatus()).isEqualTo(DesiredStatus.STOPPED);
        assertThat(stopping.lastStatus()).isEqualTo(TaskStatus.PENDING);
        assertThat(stopping.stopCode()).isEqualTo(TaskStopCode.USER_INITIATED);
        assertThat(stopping.stoppedReason()).isEqualTo("Task stopped by user");
        assertThat(stopping.version()).isEqualTo(2);
        assertThat(again).isEqualTo(stopping);
        assertThat(rig.written).isEmpty();
    }

    @Test
    void stoppingWhatIsNotThereIsRefused() {
        assertThatThrownBy(() -> rig.apply(new StopTask(new StopTaskRequest(null, "nobody", null))))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("The referenced task was not found");
    }

    @Test
    void describesAndTellsWhatIsMissing() {
        rig.instance("one");
        Task task = rig.running(1).get(0);
        var answer = rig.apply(new DescribeTasks(
                List.of(task.taskArn(), "nobody", task.taskArn().replace("/harbour/", "/other/"))));

        assertThat(answer.tasks()).containsExactly(task);
        assertThat(answer.failures()).extracting("reason").containsExactly("MISSING", "MISSING");
        assertThatThrownBy(() -> rig.apply(new DescribeTasks(List.of()))).isInstanceOf(InvalidParameterException.class);
    }

    private List<String> list(ListTasksRequestBuilder request) {
        return rig.apply(new ListTasks(request.build())).taskArns();
    }

    private static ListTasksRequestBuilder listing() {
        return ListTasksRequest.builder();
    }

    private static List<String> arns(List<Task> tasks) {
        return tasks.stream().map(Task::taskArn).toList();
    }

    @Test
    void filtersListings() {
        rig.instance("one");
        rig.instance("two");
        Task first = rig.apply(rig.runTask(OperationRig.run().startedBy("me")))
                .tasks()
                .get(0);
        Task second = start("two").tasks().get(0);
        rig.apply(new StopTask(new StopTaskRequest(null, second.taskArn(), null)));

        assertThat(list(listing())).containsExactly(first.taskArn());
        assertThat(list(listing().desiredStatus(DesiredStatus.STOPPED))).containsExactly(second.taskArn());
        assertThat(list(listing().containerInstance("two"))).isEmpty();
        assertThat(list(listing().containerInstance("two").desiredStatus(DesiredStatus.STOPPED)))
                .containsExactly(second.taskArn());
        assertThat(list(listing().family("web"))).containsExactly(first.taskArn());
        assertThat(list(listing().family("we"))).isEmpty();
        assertThat(list(listing().startedBy("me"))).containsExactly(first.taskArn());
        assertThat(list(listing().launchType(LaunchType.EXTERNAL))).isEmpty();
        assertThatThrownBy(() -> list(listing().startedBy("me").family("web")))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("startedBy is 'me'; it must be the only filter");
    }

    @Test
    void pagesSeeEachTaskOnceThoughTasksComeAndGo() {
        for (int i = 0; i < 5; i++) {
            rig.instance("i" + i);
        }
        List<Task> tasks = new ArrayList<>(rig.running(10));
        tasks.addAll(rig.running(10));
        List<String> seen = new ArrayList<>();
        String token = null;
        int pages = 0;
        do {
            ListTasksResponse page = rig.apply(
                    new ListTasks(listing().maxResults(6).nextToken(token).build()));
            seen.addAll(page.taskArns());
            token = page.nextToken();
            pages++;
            // The task at the end of the page goes: the next page begins after it all the same.
            rig.apply(new StopTask(new StopTaskRequest(null, seen.get(seen.size() - 1), null)));
        } while (token != null);

        assertThat(pages).isEqualTo(4);
        assertThat(seen).containsExactlyElementsOf(arns(tasks).stream().sorted().toList());
        assertThatThrownBy(() -> list(listing().nextToken("%%"))).isInstanceOf(InvalidParameterException.class);
        assertThatThrownBy(() -> list(listing().nextToken("dGFzay8x"))).isInstanceOf(InvalidParameterException.class);
        assertThatThrownBy(() -> list(listing().maxResults(101))).isInstanceOf(InvalidParameterException.class);
    }
}
