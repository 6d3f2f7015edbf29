package io.stowage.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.CompactionPlan;
import io.stowage.PlacementAccount.Lack;
import io.stowage.PlacementAccount.Removed;
import io.stowage.PlacementExplanation;
import io.stowage.PlacementPlan;
import io.stowage.core.placement.Placement;
import io.stowage.core.placement.PlacementFailure;
import io.stowage.core.placement.PlacementRules;
import io.stowage.core.state.Ids;
import io.stowage.error.ServiceNotActiveException;
import io.stowage.error.ServiceNotFoundException;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.spi.PlacementFilter;
import io.stowage.spi.PlacementInstance;
import io.stowage.spi.TasksToPlace;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Questions about placement: they change nothing. */
class PlacementOperationsTest {

    private final OperationRig rig = OperationRig.open();

    private static ExplainTask explain() {
        return new ExplainTask(OperationRig.run().build(), OperationRig.definition(1));
    }

    private static String arn(String instance) {
        return OperationRig.PREFIX + ":container-instance/harbour/" + instance;
    }

    @Test
    void whereATaskWouldGoIsExplained() {
        String full = rig.instance("one");
        rig.running(4);
        String free = rig.instance("two");
        PlacementExplanation explanation = rig.apply(explain());
        assertThat(explanation)
                .isEqualTo(new PlacementExplanation(arn(free), 1, List.of(new Removed("RESOURCE:CPU", 1)), null));
        assertThat(rig.apply(explain())).isEqualTo(explanation);
        assertThat(rig.written).isEmpty();
        assertThat(full).isNotEqualTo(free);
    }

    @Test
    void whyATaskWouldGoNowhereIsExplained() {
        String full = rig.instance("one");
        rig.running(4);
        PlacementExplanation explanation = rig.apply(explain());
        assertThat(explanation.containerInstanceArn()).isNull();
        assertThat(explanation.eligible()).isZero();
        assertThat(explanation.removed()).containsExactly(new Removed("RESOURCE:CPU", 1));
        assertThat(Objects.requireNonNull(explanation.notPlaced()).closestContainerInstanceArn())
                .isEqualTo(arn(full));
        assertThat(explanation.notPlaced().tasks()).isEqualTo(1);
        assertThat(explanation.notPlaced().removed()).isEqualTo(explanation.removed());
        assertThat(explanation.notPlaced().lacks()).contains(new Lack("RESOURCE:CPU", "256 CPU units", "0"));
    }

    @Test
    void anExplanationIsAsLongForManyInstancesAsForOne() {
        rig.instance("one");
        rig.running(4);
        int length = rig.apply(explain()).toString().length();
        for (int i = 0; i < 99; i++) {
            rig.instance("more-" + i);
            rig.running(4);
        }
        PlacementExplanation explanation = rig.apply(explain());
        assertThat(explanation.removed()).containsExactly(new Removed("RESOURCE:CPU", 100));
        assertThat(explanation.toString().length()).isLessThan(length + 10);
    }

    @Test
    void whatTheRequestMayNotHaveIsRefused() {
        assertThatThrownBy(() ->
                        rig.apply(new ExplainTask(OperationRig.run().count(2).build(), OperationRig.definition(1))))
                .hasMessageContaining("request.count is 2");
    }

    @Test
    void aServicesNextTaskIsExplained() {
        String one = rig.instance("one");
        rig.apply(rig.create(OperationRig.service("shop", 1)
                .placementConstraints(List.of(new PlacementConstraint(
                        PlacementConstraintType.MEMBER_OF, "attribute:ecs.availability-zone == b")))));
        PlacementExplanation nowhere = rig.apply(new ExplainService("shop"));
        assertThat(Objects.requireNonNull(nowhere.notPlaced()).reason())
                .isEqualTo("MemberOf placement constraint unsatisfied");
        assertThat(nowhere.notPlaced().closestContainerInstanceArn()).isEqualTo(arn(one));
        String two = rig.instance("two", "b");
        assertThat(rig.apply(new ExplainService("shop")).containerInstanceArn()).isEqualTo(arn(two));
        assertThat(rig.written).isEmpty();
    }

    @Test
    void aServiceThatPlacesNothingIsRefused() {
        assertThatThrownBy(() -> rig.apply(new ExplainService("shop"))).isInstanceOf(ServiceNotFoundException.class);
        rig.apply(rig.create(OperationRig.service("shop", 0)));
        rig.apply(new DeleteService("shop", true));
        assertThatThrownBy(() -> rig.apply(new ExplainService("shop"))).isInstanceOf(ServiceNotActiveException.class);
    }

    /** What the loop does of a large plan is a copy; what happens before it is worked out doesn't matter to it. */
    @Test
    void manyTasksArePlannedOnACopy() {
        rig.instance("one");
        rig.instance("two");
        Supplier<PlacementPlan> many =
                rig.apply(new PlanTasks(OperationRig.run().build(), 1_001, OperationRig.definition(1)));
        PlacementPlan few = rig.apply(new PlanTasks(OperationRig.run().build(), 1_000, OperationRig.definition(1)))
                .get();
        rig.running(5);
        assertThat(many.get().containerInstanceArns())
                .isEqualTo(few.containerInstanceArns())
                .hasSize(8);
        assertThat(Objects.requireNonNull(many.get().notPlaced()).tasks()).isEqualTo(1_001 - 8);
    }

    @Test
    void instancesThatCouldBeEmptiedAreFound() {
        String one = rig.instance("one");
        List<Task> tasks = rig.running(4);
        String two = rig.instance("two");
        Task moved = rig.running(1).get(0);
        tasks.subList(0, 2).forEach(task -> rig.report(task.taskArn(), TaskStatus.STOPPED));
        rig.instance("three");
        CompactionPlan plan = rig.apply(new CompactTasks()).get();
        assertThat(plan)
                .isEqualTo(new CompactionPlan(
                        1,
                        1,
                        List.of(arn(two)),
                        List.of(new CompactionPlan.Move(moved.taskArn(), arn(two), arn(one))),
                        true));
        assertThat(rig.written).isEmpty();
        assertThat(rig.apply(new CompactTasks()).get()).isEqualTo(plan);
    }

    @Test
    void theConstraintsOfServicesHoldWhenInstancesAreEmptied() {
        rig.instance("one", "a");
        rig.running(2);
        CreateService inB = rig.create(OperationRig.service("shop", 1)
                .placementConstraints(List.of(new PlacementConstraint(
                        PlacementConstraintType.MEMBER_OF, "attribute:ecs.availability-zone == b"))));
        rig.apply(inB);
        String two = rig.instance("two", "b");
        rig.taskOf("shop", two);
        assertThat(rig.apply(new CompactTasks()).get())
                .as("what may run in zone a only for lack of room there goes to b")
                .satisfies(plan -> {
                    assertThat(plan.needed()).isEqualTo(1);
                    assertThat(plan.moves())
                            .allMatch(move -> move.toContainerInstanceArn().equals(arn(two)));
                });
    }

    /** Lets no task of its family on an instance, but on one. */
    private record Only(String instance) implements PlacementFilter {
        @Override
        public boolean appliesTo(TasksToPlace tasks) {
            return tasks.group().equals("family:web");
        }

        @Override
        public Optional<String> refuses(PlacementInstance candidate, TasksToPlace tasks) {
            return candidate.id().equals(instance) ? Optional.empty() : Optional.of("not licensed");
        }
    }

    @Test
    void filtersOfTheHostApplicationDecide() {
        rig.instance("one");
        String two = rig.instance("two");
        rig.rules = new PlacementRules(Map.of("licence", new Only(two)), Map.of());
        assertThat(rig.running(5)).hasSize(4).allMatch(task -> arn(two).equals(task.containerInstanceArn()));
        PlacementExplanation explanation = rig.apply(explain());
        assertThat(explanation.removed())
                .containsExactly(
                        new Removed("RESOURCE:CPU", 1),
                        new Removed("PlacementFilter placement constraint unsatisfied", 1));
        assertThat(Objects.requireNonNull(explanation.notPlaced()).lacks())
                .containsExactly(new Lack(
                        "PlacementFilter placement constraint unsatisfied",
                        "every placement filter to allow it",
                        "licence: not licensed"));
        assertThat(rig.apply(new PlanTasks(OperationRig.run().build(), 3, OperationRig.definition(1)))
                        .get()
                        .containerInstanceArns())
                .isEmpty();
    }

    /** Each of them costs a look at each instance. */
    @Test
    void ofTasksThatAFilterAppliesToNotMoreArePlannedThanCanBeAfforded() {
        PlanTasks many = new PlanTasks(OperationRig.run().build(), 100_000, OperationRig.definition(1));
        assertThat(many.affordable(10_000)).isEqualTo(20_000);
        assertThat(many.affordable(1_000)).isEqualTo(100_000);
        assertThat(many.affordable(0)).isEqualTo(100_000);
        assertThat(many.affordable(1_000_000_000)).isEqualTo(1);
    }

    @Test
    void aPlanSaysWhetherAllTasksWereTried() {
        Ids ids = rig.state.ids();
        Placement two = new Placement(List.of("a", "b"), null);
        assertThat(PlacementAnswers.plan(two, 2, ids))
                .isEqualTo(new PlacementPlan(List.of(arn("a"), arn("b")), null, true));
        assertThat(PlacementAnswers.plan(two, 5, ids))
                .isEqualTo(new PlacementPlan(List.of(arn("a"), arn("b")), null, false));
        PlacementFailure oneMore = new PlacementFailure(1, "RESOURCE:CPU", "full", Map.of(), null, List.of());
        PlacementPlan full = PlacementAnswers.plan(new Placement(List.of("a", "b"), oneMore), 5, ids);
        assertThat(full.complete()).as("what was not tried would find no place").isTrue();
        assertThat(Objects.requireNonNull(full.notPlaced()).tasks()).isEqualTo(3);
    }
}
