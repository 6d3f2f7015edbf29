package io.stowage.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.Endpoint;
import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.core.json.RecordCodec;
import io.stowage.core.state.Ids;
import io.stowage.core.state.Transaction;
import io.stowage.error.ServiceNotFoundException;
import io.stowage.model.Attribute;
import io.stowage.model.ContainerInstance;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.HealthStatus;
import io.stowage.model.NetworkBinding;
import io.stowage.model.Task;
import io.stowage.model.TaskBuilder;
import io.stowage.model.TaskStatus;
import io.stowage.model.TransportProtocol;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ListEndpointsTest {

    private final OperationRig rig = OperationRig.open();
    private String instance;

    @BeforeEach
    void open() {
        instance = rig.instance("one", "a");
        rig.apply(rig.create(OperationRig.service("web", 2)));
    }

    private Task task() {
        rig.taskOf("web", instance);
        Task newest = null;
        for (Task task : rig.state.tasks()) {
            newest = task;
        }
        return Objects.requireNonNull(newest);
    }

    private void change(Task task, Consumer<TaskBuilder> change) {
        Transaction transaction = new Transaction(rig.state, rig.now);
        transaction.changeTask(Ids.shortId(task.taskArn()), change);
        transaction.writes(RecordCodec::toJson);
    }

    private void changeInstance(UnaryOperator<ContainerInstance> change) {
        Transaction transaction = new Transaction(rig.state, rig.now);
        transaction.putInstance(change.apply(
                Objects.requireNonNull(rig.state.instance(instance)).record()));
        transaction.writes(RecordCodec::toJson);
    }

    private Task runs() {
        Task task = task();
        rig.report(task.taskArn(), TaskStatus.RUNNING);
        return task;
    }

    private List<String> tasks() {
        return rig.apply(new ListEndpoints("web")).endpoints().stream()
                .map(Endpoint::taskArn)
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void aTaskTakesTrafficWhileItIsRunning(TaskStatus status) {
        Task task = task();
        rig.report(task.taskArn(), status);
        boolean takes = status == TaskStatus.RUNNING;
        assertThat(tasks()).isEqualTo(takes ? List.of(task.taskArn()) : List.of());
    }

    @Test
    void aTaskThatIsToBeStoppedTakesNoneThoughItRuns() {
        Task stays = runs();
        Task goes = runs();
        assertThat(tasks()).containsExactly(stays.taskArn(), goes.taskArn());
        change(goes, task -> task.desiredStatus(DesiredStatus.STOPPED));
        assertThat(tasks()).containsExactly(stays.taskArn());
    }

    @Test
    void whatIsUnhealthyByItsRuntimeTakesNone() {
        change(runs(), task -> task.healthStatus(HealthStatus.UNHEALTHY));
        assertThat(tasks()).isEmpty();
    }

    @Test
    void oneOnAnInstanceThatIsAwayKeepsItAndOneOnAnInstanceThatIsLostDoesNot() {
        Task task = runs();
        changeInstance(record -> record.toBuilder()
                .agentConnected(false)
                .agentDisconnectedAt(rig.now)
                .build());
        assertThat(tasks()).containsExactly(task.taskArn());
        changeInstance(record -> record.toBuilder().agentLostAt(rig.now).build());
        assertThat(rig.apply(new ListEndpoints("web")))
                .isEqualTo(new ListEndpoints.Answer(
                        List.of(), List.of(rig.state.ids().containerInstance(instance))));
    }

    @Test
    void oneOnAnInstanceThatDrainsKeepsItUntilItIsToBeStopped() {
        Task task = runs();
        changeInstance(record ->
                record.toBuilder().status(ContainerInstanceStatus.DRAINING).build());
        assertThat(tasks()).containsExactly(task.taskArn());
    }

    @Test
    void saysHowATaskIsReached() {
        Task task = runs();
        rig.apply(new PutAttributes(List.of(new Attribute(Endpoint.ADDRESS_ATTRIBUTE, "10.0.0.7", null, instance))));
        NetworkBinding http = NetworkBinding.port("0.0.0.0", 8080, 32768, TransportProtocol.TCP);
        change(
                task,
                builder -> builder.containers(builder.containers().stream()
                        .map(container -> container.toBuilder()
                                .networkBindings(List.of(http))
                                .build())
                        .toList()));
        assertThat(rig.apply(new ListEndpoints("web")).endpoints())
                .singleElement()
                .satisfies(endpoint -> {
                    assertThat(endpoint.address()).isEqualTo("10.0.0.7");
                    assertThat(endpoint.hostPort(8080)).hasValue(32768);
                    assertThat(endpoint.hostPort(8081)).isEmpty();
                    assertThat(endpoint.networkBindings()).containsExactly(http);
                    assertThat(endpoint.availabilityZone()).isEqualTo("a");
                    assertThat(endpoint.taskDefinitionArn()).endsWith("/web:1");
                    assertThat(endpoint.deploymentId()).isEqualTo(task.startedBy());
                    assertThat(endpoint.containerInstanceArn()).endsWith("/" + instance);
                });
    }

    @Test
    void anInstanceWithoutTheAttributeHasNoAddress() {
        runs();
        assertThat(rig.apply(new ListEndpoints("web")).endpoints())
                .singleElement()
                .extracting(Endpoint::address)
                .isNull();
    }

    @Test
    void aServiceThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> rig.apply(new ListEndpoints("mail"))).isInstanceOf(ServiceNotFoundException.class);
    }

    @Test
    void theAddressMayComeWithTheRegistration() {
        rig.apply(new RegisterContainerInstance(
                RegisterContainerInstanceRequest.builder()
                        .containerInstanceName("one")
                        .runtime("simulated")
                        .attributes(List.of(new Attribute(Endpoint.ADDRESS_ATTRIBUTE, "fe80::1", null, null)))
                        .build(),
                "f".repeat(32),
                OperationRig.host(),
                OperationRig.ANYWHERE));
        runs();
        assertThat(rig.apply(new ListEndpoints("web")).endpoints())
                .singleElement()
                .extracting(Endpoint::address)
                .isEqualTo("fe80::1");
    }
}
