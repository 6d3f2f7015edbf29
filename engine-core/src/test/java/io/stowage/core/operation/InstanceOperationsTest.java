package io.stowage.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.DescribeContainerInstancesResponse;
import io.stowage.ListAttributesRequest;
import io.stowage.ListContainerInstancesRequest;
import io.stowage.ListContainerInstancesResponse;
import io.stowage.StopTaskRequest;
import io.stowage.UpdateContainerInstancesStateRequest;
import io.stowage.core.agent.Attachment;
import io.stowage.core.attachment.Registrar;
import io.stowage.core.state.Resources;
import io.stowage.core.state.Transaction;
import io.stowage.error.AttributeLimitExceededException;
import io.stowage.error.InvalidParameterException;
import io.stowage.error.TargetNotFoundException;
import io.stowage.model.Attribute;
import io.stowage.model.ContainerInstance;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.Resource;
import io.stowage.model.TargetType;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.model.TaskStopCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceOperationsTest {

    private final OperationRig rig = OperationRig.open();

    private ContainerInstance register(String name, String id) {
        return rig.apply(new RegisterContainerInstance(
                OperationRig.registration(name).build(), id, OperationRig.host(), OperationRig.ANYWHERE));
    }

    @Test
    void registersWhatTheRuntimeSaysOfItsHost() {
        ContainerInstance instance = register("one", "0001");

        assertThat(instance.containerInstanceArn()).endsWith(":container-instance/harbour/0001");
        assertThat(instance.status()).isEqualTo(ContainerInstanceStatus.ACTIVE);
        assertThat(instance.agentConnected()).isFalse();
        assertThat(instance.registeredAt()).isEqualTo(rig.now);
        assertThat(instance.version()).isEqualTo(1);
        assertThat(instance.versionInfo().dockerVersion()).isEqualTo("sim 1");
        assertThat(Resources.integer(instance.registeredResources(), Resources.CPU))
                .isEqualTo(1024);
        assertThat(Resources.strings(instance.registeredResources(), Resources.PORTS))
                .containsExactly("22", "2375", "2376", "51678", "51679", "51680");
        assertThat(instance.attributes()).extracting(Attribute::name).containsExactly("ecs.os-type");
    }

    @Test
    void theSameNameIsTheSameInstance() {
        register("one", "0001");
        rig.apply(new UpdateContainerInstancesState(
                new UpdateContainerInstancesStateRequest(null, List.of("one"), ContainerInstanceStatus.DRAINING)));

        ContainerInstance again = rig.apply(new RegisterContainerInstance(
                OperationRig.registration("one")
                        .totalResources(List.of(Resource.integer("CPU", 512)))
                        .attributes(List.of(new Attribute("stack", "green", null, null)))
                        .build(),
                "0002",
                OperationRig.host(),
                OperationRig.ANYWHERE));

        assertThat(again.containerInstanceArn()).endsWith("/0001");
        assertThat(again.status()).isEqualTo(ContainerInstanceStatus.DRAINING);
        assertThat(again.version()).isEqualTo(3);
        assertThat(Resources.integer(again.registeredResources(), Resources.CPU))
                .isEqualTo(512);
        assertThat(Resources.integer(again.registeredResources(), Resources.MEMORY))
                .isEqualTo(1024);
        assertThat(rig.state.instances()).hasSize(1);
    }

    private RegisterContainerInstance elsewhere(Map<String, String> properties, @Nullable String place) {
        return new RegisterContainerInstance(
                OperationRig.registration("one").runtimeProperties(properties).build(),
                "0001",
                OperationRig.host(),
                new Registrar("engine-2", place));
    }

    private void attached(String id, @Nullable String place) {
        new Transaction(rig.state, rig.now).putAttachment(new Attachment(id, "engine-1", 4, place));
    }

    @Test
    void atAnotherHostTheNameIsForAnotherInstance() {
        register("one", "0001");
        attached("0001", null);

        ContainerInstance other = rig.apply(elsewhere(Map.of("host", "elsewhere"), null));

        assertThat(other.containerInstanceArn()).doesNotEndWith("/0001");
        assertThat(other.containerInstanceName()).isEqualTo("one");
        assertThat(rig.state.instances()).hasSize(1);
        Attachment former = rig.state.attachment("0001");
        assertThat(former.epoch()).isEqualTo(4);
        assertThat(former.former().instance().runtimeProperties()).isEmpty();
    }

    @Test
    void tasksDontMoveToAnotherHost() {
        String id = rig.instance("one");
        rig.running(2);
        attached(id, "here");

        assertThatThrownBy(() -> rig.apply(elsewhere(Map.of(), "there")))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("'one' is that of " + rig.state.ids().containerInstance(id))
                .hasMessageContaining("with 2 tasks");
        assertThat(rig.written).isEmpty();
    }

    @Test
    void whereItIsIsLearnedWhenItIsRegisteredAgain() {
        String id = rig.instance("one");
        rig.running(1);
        attached(id, null);

        ContainerInstance again = rig.apply(new RegisterContainerInstance(
                OperationRig.registration("one").build(),
                "0002",
                OperationRig.host(),
                new Registrar("engine-2", "here")));
        assertThat(again.containerInstanceArn()).endsWith(id);
        assertThat(again.agentConnected()).isFalse();
        assertThat(rig.state.attachment(id)).isEqualTo(new Attachment(id, "engine-2", 5, "here"));
    }

    @Test
    void registeringTheSameAgainChangesNothing() {
        register("one", "0001");
        ContainerInstance again = register("one", "0002");

        assertThat(again.version()).isEqualTo(1);
        assertThat(rig.written).isEmpty();
    }

    @Test
    void withoutANameEachIsAnother() {
        register(null, "0001");
        register(null, "0002");
        assertThat(rig.state.instances()).hasSize(2);
    }

    @Test
    void refusesAttributesAndResourcesThatBreakARule() {
        List<Attribute> eleven = IntStream.rangeClosed(1, 11)
                .mapToObj(i -> new Attribute("a" + i, null, null, null))
                .toList();
        assertThatThrownBy(() -> registerWith(eleven)).isInstanceOf(AttributeLimitExceededException.class);
        assertThatThrownBy(() -> registerWith(List.of(new Attribute("a b", null, null, null))))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("attributes[0].name is 'a b'");
        assertThatThrownBy(() -> registerWith(List.of(new Attribute("a", " x", null, null))))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("attributes[0].value is ' x'");
        assertThatThrownBy(() -> rig.apply(new RegisterContainerInstance(
                        OperationRig.registration("one")
                                .totalResources(List.of(Resource.integer("DISK", 1)))
                                .build(),
                        "0001",
                        OperationRig.host(),
                        OperationRig.ANYWHERE)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("totalResources[0].name is 'DISK'");
        assertThat(rig.state.instances()).isEmpty();
    }

    private void registerWith(List<Attribute> attributes) {
        rig.apply(new RegisterContainerInstance(
                OperationRig.registration("one").attributes(attributes).build(),
                "0001",
                OperationRig.host(),
                OperationRig.ANYWHERE));
    }

    @Test
    void anInstanceWithTasksIsDeregisteredByForceOnly() {
        String id = rig.instance("one");
        rig.running(1);

        assertThatThrownBy(() -> rig.apply(new DeregisterContainerInstance("one", false)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("Found running tasks on the instance");
        assertThat(rig.state.instance(id)).isNotNull();
    }

    @Test
    void deregisteringByForceStopsTheTasksInTheRecord() {
        String id = rig.instance("one");
        Task task = rig.running(1).get(0);

        ContainerInstance gone = rig.apply(new DeregisterContainerInstance("one", true));

        assertThat(gone.status()).isEqualTo(ContainerInstanceStatus.INACTIVE);
        assertThat(rig.state.instance(id)).isNull();
        assertThat(rig.state.instanceNamed("one")).isNull();
        Task stopped = rig.state.task(io.stowage.core.state.Ids.shortId(task.taskArn()));
        assertThat(stopped.lastStatus()).isEqualTo(TaskStatus.STOPPED);
        assertThat(stopped.desiredStatus()).isEqualTo(DesiredStatus.STOPPED);
        assertThat(stopped.stopCode()).isEqualTo(TaskStopCode.USER_INITIATED);
        assertThat(stopped.stoppedReason()).isEqualTo("Container instance deregistration forced by user");
        assertThat(stopped.stoppedAt()).isEqualTo(rig.now);
        assertThat(stopped.version()).isEqualTo(2);
    }

    @Test
    void theFirstReasonOfATaskStaysWhenItsInstanceGoes() {
        rig.instance("one");
        Task task = rig.running(1).get(0);
        rig.apply(new StopTask(new io.stowage.StopTaskRequest(null, task.taskArn(), "enough")));
        rig.apply(new DeregisterContainerInstance("one", true));

        assertThat(rig.state
                        .task(io.stowage.core.state.Ids.shortId(task.taskArn()))
                        .stoppedReason())
                .isEqualTo("enough");
    }

    @Test
    void describesByNameIdAndArnAndTellsWhatIsMissing() {
        ContainerInstance one = register("one", "0001");
        String elsewhere = one.containerInstanceArn().replace("/harbour/", "/other/");

        DescribeContainerInstancesResponse found = rig.apply(new DescribeContainerInstances(
                List.of("one", "0001", one.containerInstanceArn(), elsewhere, "nobody")));

        assertThat(found.containerInstances()).hasSize(3).containsOnly(one);
        assertThat(found.failures()).extracting("reason").containsExactly("MISSING", "MISSING");
        assertThat(found.failures().get(0).arn()).isEqualTo(elsewhere);
        assertThat(found.failures().get(1).arn()).endsWith("/harbour/nobody");
    }

    @Test
    void listsByStatusInPages() {
        for (int i = 1; i <= 5; i++) {
            register("i" + i, "000" + i);
        }
        rig.apply(new UpdateContainerInstancesState(
                new UpdateContainerInstancesStateRequest(null, List.of("i2", "i4"), ContainerInstanceStatus.DRAINING)));

        List<String> seen = new ArrayList<>();
        String token = null;
        do {
            ListContainerInstancesResponse page = rig.apply(new ListContainerInstances(
                    new ListContainerInstancesRequest(null, null, ContainerInstanceStatus.ACTIVE, token, 2)));
            seen.addAll(page.containerInstanceArns());
            token = page.nextToken();
        } while (token != null);

        assertThat(seen).extracting(io.stowage.core.state.Ids::shortId).containsExactly("0001", "0003", "0005");
        assertThatThrownBy(() -> rig.apply(new ListContainerInstances(
                        new ListContainerInstancesRequest(null, "runningTaskCount == 0", null, null, null))))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageStartingWith("filter: at position 1: unknown subject 'runningTaskCount'")
                .hasMessageContaining("Did you mean 'runningTasksCount'?\n  runningTaskCount == 0\n  ^");
    }

    @Test
    void listsWhatAnExpressionMeans() {
        rig.instance("i1", "a");
        rig.instance("i2", "b");
        rig.instance("i3", "a");
        String first = rig.running(1).get(0).taskArn();
        rig.report(first, TaskStatus.RUNNING);

        assertThat(listed("attribute:ecs.availability-zone == a")).hasSize(2);
        assertThat(listed("attribute:ecs.availability-zone in [b, c]")).hasSize(1);
        assertThat(listed("attribute:ecs.os-type =~ lin.* and agentConnected == true"))
                .hasSize(3);
        assertThat(listed("runningTasksCount == 1"))
                .isEqualTo(listed("task:group == family:web"))
                .hasSize(1);
        assertThat(listed("task:group =~ 'f.*' and registeredAt >= 2026-01-01")).hasSize(1);
        assertThat(listed("registeredAt < 2026-01-01")).isEmpty();
        assertThat(listed("ec2InstanceId =~ .* or agentVersion > 0")).isEmpty();
        assertThat(listed("")).hasSize(3);
        rig.apply(new StopTask(new StopTaskRequest(null, first, null)));
        assertThat(listed("runningTasksCount > 0 or task:group exists")).isEmpty();
    }

    private List<String> listed(String filter) {
        return rig.apply(new ListContainerInstances(new ListContainerInstancesRequest(null, filter, null, null, null)))
                .containerInstanceArns();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INACTIVE", "REGISTERING", "DEREGISTERING", "REGISTRATION_FAILED"})
    void onlyActiveAndDrainingCanBeSet(String status) {
        register("one", "0001");
        assertThatThrownBy(() -> rig.apply(new UpdateContainerInstancesState(new UpdateContainerInstancesStateRequest(
                        null, List.of("one"), ContainerInstanceStatus.valueOf(status)))))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("it must be ACTIVE or DRAINING");
    }

    @Test
    void drainingIsIdempotentAndTellsWhatIsMissing() {
        register("one", "0001");
        var request = new UpdateContainerInstancesStateRequest(
                null, List.of("one", "nobody"), ContainerInstanceStatus.DRAINING);
        var first = rig.apply(new UpdateContainerInstancesState(request));
        var second = rig.apply(new UpdateContainerInstancesState(request));

        assertThat(first.containerInstances()).hasSize(1);
        assertThat(first.failures()).extracting("reason").containsExactly("MISSING");
        assertThat(second).isEqualTo(first);
        assertThat(rig.written).isEmpty();
    }

    private static Attribute attribute(String name, String value, String target) {
        return new Attribute(name, value, TargetType.CONTAINER_INSTANCE, target);
    }

    @Test
    void putsListsAndDeletesCustomAttributes() {
        ContainerInstance one = register("one", "0001");
        Attribute green = attribute("stack", "green", "one");

        assertThat(rig.apply(new PutAttributes(List.of(green)))).containsExactly(green);
        assertThat(rig.apply(new ListAttributes(listing("stack", "green"))).attributes())
                .containsExactly(attribute("stack", "green", one.containerInstanceArn()));
        assertThat(rig.apply(new ListAttributes(listing("stack", "blue"))).attributes())
                .isEmpty();
        assertThat(rig.apply(new DeleteAttributes(List.of(attribute("stack", "blue", "one")))))
                .isEmpty();
        assertThat(rig.apply(new DeleteAttributes(List.of(attribute("stack", null, "one")))))
                .hasSize(1);
        assertThat(rig.apply(new ListAttributes(listing(null, null))).attributes())
                .extracting(Attribute::name)
                .containsExactly("ecs.os-type");
    }

    private static ListAttributesRequest listing(String name, String value) {
        return new ListAttributesRequest(null, TargetType.CONTAINER_INSTANCE, name, value, null, null);
    }

    @Test
    void puttingIsAllOrNothing() {
        register("one", "0001");
        register("two", "0002");
        List<Attribute> ten = IntStream.rangeClosed(1, 10)
                .mapToObj(i -> attribute("a" + i, null, "two"))
                .toList();
        rig.apply(new PutAttributes(ten));

        assertThatThrownBy(() ->
                        rig.apply(new PutAttributes(List.of(attribute("b", null, "one"), attribute("b", null, "two")))))
                .isInstanceOf(AttributeLimitExceededException.class);
        assertThatThrownBy(() ->
                        rig.apply(new PutAttributes(List.of(attribute("b", null, "one"), attribute("b", null, "x")))))
                .isInstanceOf(TargetNotFoundException.class);
        assertThatThrownBy(() -> rig.apply(new PutAttributes(List.of(attribute("ecs.availability-zone", "b", "one")))))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("built in");
        assertThat(rig.apply(new ListAttributes(listing("b", null))).attributes())
                .isEmpty();
    }
}
