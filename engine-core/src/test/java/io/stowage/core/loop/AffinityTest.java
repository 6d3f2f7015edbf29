package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.CreateServiceRequest;
import io.stowage.StopTaskRequest;
import io.stowage.UpdateServiceRequest;
import io.stowage.core.operation.CreateService;
import io.stowage.core.operation.PutAttributes;
import io.stowage.core.operation.StopTask;
import io.stowage.core.operation.UpdateService;
import io.stowage.model.Attribute;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import io.stowage.model.Service;
import io.stowage.model.ServiceEvent;
import io.stowage.model.TaskStatus;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Services that a constraint holds back are placed as soon as an instance meets it. */
class AffinityTest {

    private final LoopRig rig = LoopRig.open();
    private final NotedAgent agent = rig.instance("one");

    private void create(String expression) {
        rig.ask(new CreateService(
                CreateServiceRequest.builder()
                        .serviceName("shop")
                        .taskDefinition("web")
                        .desiredCount(1)
                        .placementConstraints(List.of(memberOf(expression)))
                        .build(),
                LoopRig.definition(),
                ""));
        rig.world.settle();
    }

    private static PlacementConstraint memberOf(String expression) {
        return new PlacementConstraint(PlacementConstraintType.MEMBER_OF, expression);
    }

    private Service shop() {
        rig.world.settle();
        return Objects.requireNonNull(rig.service("shop"));
    }

    private void assertHeldBack() {
        assertThat(shop().pendingCount()).isZero();
        assertThat(shop().events())
                .extracting(ServiceEvent::message)
                .singleElement()
                .asString()
                .startsWith("(service shop) was unable to place a task because no container instance met all of its"
                        + " requirements. The closest matching (container-instance " + agent.instanceId
                        + ") encountered error \"MemberOf placement constraint unsatisfied\".");
    }

    private void assertPlaced() {
        assertThat(shop().pendingCount()).isEqualTo(1);
    }

    @Test
    void whereATaskOfTheGroupIsPlaced() {
        create("task:group == family:web");
        assertHeldBack();
        rig.run();
        assertPlaced();
    }

    @Test
    void whereATaskOfTheGroupIsToRunNoLonger() {
        String other = rig.run();
        create("not(task:group == family:web)");
        assertHeldBack();
        rig.ask(new StopTask(new StopTaskRequest(null, other, "over")));
        assertPlaced();
    }

    @Test
    void whereTasksRun() {
        String other = rig.run();
        create("runningTasksCount > 0");
        assertHeldBack();
        agent.report(other, TaskStatus.RUNNING);
        assertPlaced();
    }

    @Test
    void whereAnAttributeIsSet() {
        create("attribute:disk == ssd");
        assertHeldBack();
        rig.run();
        assertHeldBack();
        rig.ask(new PutAttributes(List.of(new Attribute("disk", "ssd", null, agent.instanceId))));
        assertPlaced();
    }

    @Test
    void whenTheConstraintIsGone() {
        create("attribute:disk == ssd");
        assertHeldBack();
        rig.ask(new UpdateService(
                UpdateServiceRequest.builder()
                        .service("shop")
                        .placementConstraints(List.of())
                        .build(),
                null));
        assertPlaced();
    }
}
