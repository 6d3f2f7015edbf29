package io.stowage.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.placement.Emptying.Move;
import io.stowage.core.placement.Emptying.Mover;
import io.stowage.core.placement.Emptying.Occupied;
import io.stowage.core.placement.Emptying.Plan;
import io.stowage.model.Attribute;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import io.stowage.model.TransportProtocol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class EmptyingTest {

    private static final PlacementConstraint DISTINCT =
            new PlacementConstraint(PlacementConstraintType.DISTINCT_INSTANCE, null);

    private final List<Occupied> occupied = new ArrayList<>();

    private static Admission kind(String group, PlacementConstraint... constraints) {
        return new Admission(group, List.of(constraints), TaskRules.NONE);
    }

    private static PlacementConstraint memberOf(String expression) {
        return new PlacementConstraint(PlacementConstraintType.MEMBER_OF, expression);
    }

    private static Mover task(String arn, int size, Admission kind) {
        return new Mover(arn, new Demand(size, size, 0, List.of()), kind);
    }

    /** An instance that has had 8 of cpu and memory each before these tasks came. */
    private FakeInstance instance(String id, Mover... movers) {
        FakeInstance instance = new FakeInstance(id).left(8, 8);
        for (Mover mover : movers) {
            instance.sketch(mover.demand(), "service:" + mover.taskArn().charAt(0), true);
        }
        occupied.add(new Occupied(instance, List.of(movers), false));
        return instance;
    }

    private Plan plan() {
        return Emptying.of(occupied);
    }

    @Test
    void whatFitsOnOneIsPutOnTheOneWithMost() {
        Admission web = kind("service:a");
        instance("1", task("a1", 2, web));
        instance("2", task("a2", 2, web), task("a3", 2, web));
        instance("3", task("a4", 1, web));
        Plan plan = plan();
        assertThat(plan.emptied()).containsExactly("3", "1");
        assertThat(plan.moves()).containsExactly(new Move("a4", "3", "2"), new Move("a1", "1", "2"));
        assertThat(plan.complete()).isTrue();
    }

    @Test
    void anInstanceIsEmptiedWholeOrNotAtAll() {
        Admission web = kind("service:a");
        instance("1", task("a1", 3, web), task("a2", 3, web));
        instance("2", task("a3", 4, web));
        assertThat(plan()).isEqualTo(new Plan(List.of(), List.of(), true));
        assertThat(occupied.get(1).instance().remainingCpu())
                .as("one of the two had a place")
                .isEqualTo(4);
    }

    @Test
    void aTaskThatCameFromElsewhereGoesOnAndIsOneMove() {
        Admission web = kind("service:a");
        instance("1", task("a1", 1, web));
        instance("2", task("a2", 2, web)).left(2, 2);
        instance("3", task("a3", 4, web)).left(3, 3);
        Plan plan = plan();
        assertThat(plan.emptied()).containsExactly("1", "2");
        assertThat(plan.moves()).containsExactly(new Move("a1", "1", "3"), new Move("a2", "2", "3"));
    }

    @Test
    void constraintsHold() {
        instance("1", task("a1", 1, kind("service:a", DISTINCT)));
        instance("2", task("a2", 1, kind("service:a", DISTINCT)), task("b1", 2, kind("service:b")));
        assertThat(plan().emptied()).isEmpty();
        occupied.clear();
        instance("1", task("c1", 1, kind("service:c", memberOf("attribute:rack == blue"))));
        instance("2", task("b1", 2, kind("service:b"))).attribute("rack", "red");
        FakeInstance blue = instance("3", task("b2", 3, kind("service:b"))).attribute("rack", "blue");
        blue.left(1, 1);
        assertThat(plan().moves()).contains(new Move("c1", "1", "3"));
    }

    @Test
    void portsAndAttributesAndFiltersHold() {
        Mover withPort = new Mover(
                "a1", new Demand(1, 1, 0, List.of(new HostPort(TransportProtocol.TCP, 80))), kind("service:a"));
        instance("1", withPort);
        instance("2", task("b1", 2, kind("service:b"))).taken(80);
        assertThat(plan().moves()).containsExactly(new Move("b1", "2", "1"));
        occupied.clear();
        Mover needsSsd = new Mover(
                "a1",
                new Demand(1, 1, 0, List.of(), List.of(new Attribute("ssd", null, null, null))),
                kind("service:a"));
        instance("1", needsSsd).left(3, 3);
        instance("2", task("b1", 4, kind("service:b"))).attribute("cpu", "fast");
        assertThat(plan().emptied()).isEmpty();
        occupied.clear();
        TaskRules neverTwo =
                new TaskRules(List.of(instance -> instance.id().equals("2") ? "no: two" : null), List.of());
        instance("1", task("a1", 1, new Admission("service:a", List.of(), neverTwo)))
                .left(3, 3);
        instance("2", task("b1", 4, kind("service:b")));
        assertThat(plan().emptied()).isEmpty();
    }

    @Test
    void whatDrainsIsEmptiedFirstAndTakesNothing() {
        Admission web = kind("service:a");
        instance("1", task("a1", 4, web)).inactive();
        instance("2", task("a2", 2, web));
        instance("3", task("a3", 4, web)).disconnected();
        Plan plan = plan();
        assertThat(plan.emptied()).containsExactly("1");
        assertThat(plan.moves()).containsExactly(new Move("a1", "1", "2"));
    }

    @Test
    void whatHoldsSomethingThatCanNotMoveStays() {
        Admission web = kind("service:a");
        instance("1", task("a1", 1, web));
        occupied.add(new Occupied(new FakeInstance("2").left(4, 4), List.of(), true));
        assertThat(plan().moves()).containsExactly(new Move("a1", "1", "2"));
        assertThat(Emptying.of(List.of()).complete()).isTrue();
    }

    /** What was found until it was too much is said, and that it may not be all. */
    @Test
    void aPlanThatWouldTakeTooLongIsNotComplete() {
        Admission web = kind("service:a");
        for (int i = 0; i < 20; i++) {
            instance(String.format("%02d", i), task("a" + i, 2, web));
        }
        Plan plan = Emptying.of(occupied, 250);
        assertThat(plan.complete()).isFalse();
        assertThat(plan.emptied()).isNotEmpty().hasSizeLessThan(15);
        assertThat(plan.moves()).hasSameSizeAs(plan.emptied());
    }

    /** Equal tasks are packed as tightly as there is. */
    @Property(tries = 50)
    void equalTasksNeedNoInstanceTooMuch(@ForAll long seed) {
        occupied.clear();
        Random draw = new Random(seed);
        Admission web = kind("service:a");
        int tasks = 0;
        for (int i = 0; i < 30; i++) {
            Mover[] movers = new Mover[1 + draw.nextInt(4)];
            for (int k = 0; k < movers.length; k++) {
                movers[k] = task("a" + tasks++, 2, web);
            }
            instance(String.format("%02d", i), movers);
        }
        assertThat(occupied.size() - plan().emptied().size()).isEqualTo((tasks + 3) / 4);
    }

    /** Everything that is planned is looked at again, without the planner's own means. */
    @Property(tries = 300)
    void everyPlanCanBeCarriedOut(@ForAll long seed) {
        occupied.clear();
        Random draw = new Random(seed);
        Map<String, PlacementConstraint> racks = new LinkedHashMap<>();
        racks.put("service:c", memberOf("attribute:rack == red"));
        racks.put("service:d", DISTINCT);
        for (int i = 0; i < 12; i++) {
            FakeInstance instance = new FakeInstance(String.format("%02d", i)).left(10, 10);
            instance.attribute("rack", draw.nextBoolean() ? "red" : "blue");
            List<Mover> movers = new ArrayList<>();
            for (int k = draw.nextInt(5); k > 0; k--) {
                String group = "service:" + (char) ('a' + draw.nextInt(4));
                Admission kind = racks.containsKey(group) ? kind(group, racks.get(group)) : kind(group);
                Demand demand = new Demand(
                        draw.nextInt(4),
                        draw.nextInt(4),
                        0,
                        draw.nextInt(4) == 0 ? List.of(new HostPort(TransportProtocol.TCP, 80)) : List.of());
                boolean room = demand.cpu() <= instance.cpu && demand.memory() <= instance.memory;
                boolean port = demand.ports().isEmpty() || !instance.taken.containsAll(demand.ports());
                boolean distinct = !group.equals("service:d") || instance.tasksOfGroup(group) == 0;
                if (room && port && distinct) {
                    instance.sketch(demand, group, true);
                    movers.add(new Mover(group + "/" + i + "-" + k, demand, kind));
                }
            }
            occupied.add(new Occupied(instance, movers, draw.nextInt(10) == 0));
            if (draw.nextInt(8) == 0) {
                instance.inactive();
            }
        }
        check(plan());
    }

    private void check(Plan plan) {
        Map<String, FakeInstance> rebuilt = new LinkedHashMap<>();
        Map<String, String> moved = new LinkedHashMap<>();
        plan.moves().forEach(move -> moved.put(move.taskArn(), move.to()));
        for (Occupied each : occupied) {
            FakeInstance now = (FakeInstance) each.instance();
            FakeInstance empty = new FakeInstance(now.id).left(10, 10);
            empty.attributes.putAll(now.attributes);
            empty.active = now.active;
            rebuilt.put(now.id, empty);
        }
        for (Occupied each : occupied) {
            for (Mover mover : each.movers()) {
                String at = moved.getOrDefault(mover.taskArn(), each.instance().id());
                assertThat(plan.emptied()).doesNotContain(at);
                assertThat(plan.emptied().contains(each.instance().id())).isEqualTo(moved.containsKey(mover.taskArn()));
                place(mover, rebuilt.get(at), moved.containsKey(mover.taskArn()));
            }
            assertThat(each.fixed() && plan.emptied().contains(each.instance().id()))
                    .isFalse();
        }
    }

    private static void place(Mover mover, FakeInstance at, boolean moved) {
        String group = mover.taskArn().substring(0, mover.taskArn().indexOf('/'));
        if (moved) {
            assertThat(at.active).isTrue();
            assertThat(group.equals("service:c") && at.attributes.get("rack").equals("blue"))
                    .isFalse();
        }
        assertThat(group.equals("service:d") && at.tasksOfGroup(group) > 0).isFalse();
        assertThat(mover.demand().ports()).noneMatch(at.taken::contains);
        at.sketch(mover.demand(), group, true);
        assertThat(at.cpu).isNotNegative();
        assertThat(at.memory).isNotNegative();
    }
}
