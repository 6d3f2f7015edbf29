package io.stowage.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.TransportProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What an instance will be once tasks are placed on it or moved is what a copy of it is on which they are booked. */
class InstanceOverlayTest {

    private static final List<String> GROUPS = List.of("one", "two", "three");

    private static FakeInstance drawn(Random draw) {
        FakeInstance instance = new FakeInstance("a").left(draw.nextInt(4_000), draw.nextInt(4_000));
        instance.gpus = draw.nextInt(4);
        instance.portReservations = draw.nextInt(100);
        instance.runningTasks = draw.nextInt(5);
        GROUPS.forEach(group -> instance.running(group, draw.nextInt(3)));
        for (int port = 1; port <= 4; port++) {
            if (draw.nextBoolean()) {
                instance.taken(port);
            }
        }
        return instance;
    }

    private static Demand demand(Random draw, List<HostPort> ports) {
        return new Demand(draw.nextInt(500), draw.nextInt(500), draw.nextInt(2), ports);
    }

    private static void assertSame(InstanceView overlay, FakeInstance booked) {
        assertThat(overlay.remainingCpu()).isEqualTo(booked.cpu);
        assertThat(overlay.remainingMemory()).isEqualTo(booked.memory);
        assertThat(overlay.remainingGpus()).isEqualTo(booked.gpus);
        assertThat(overlay.remainingPortReservations()).isEqualTo(booked.portReservations);
        for (int port = 1; port <= 6; port++) {
            for (TransportProtocol protocol : TransportProtocol.values()) {
                assertThat(overlay.portTaken(protocol, port))
                        .as("%s %d", protocol, port)
                        .isEqualTo(booked.portTaken(protocol, port));
            }
        }
        for (String group : GROUPS) {
            assertThat(overlay.tasksOfGroup(group)).as(group).isEqualTo(booked.tasksOfGroup(group));
        }
        for (Predicate<String> test : List.<Predicate<String>>of(
                group -> true, "one"::equals, "two"::equals, Set.of("two", "three")::contains)) {
            assertThat(overlay.anyGroup(test)).isEqualTo(booked.anyGroup(test));
        }
    }

    @Property(tries = 300)
    void ofWhatIsPlaced(@ForAll long seed) {
        Random draw = new Random(seed);
        FakeInstance instance = drawn(draw);
        FakeInstance booked = instance.copy();
        Demand demand = demand(draw, List.of(new HostPort(TransportProtocol.UDP, 2), port(5)));
        PlacementRequest request = new PlacementRequest("two", demand, 3, List.of(), List.of(), false);
        Candidate candidate = new Candidate(instance, request);
        for (int placed = 0; placed < 3; placed++) {
            assertSame(candidate, booked);
            assertThat(candidate.runningTasksCount()).isEqualTo(instance.runningTasks);
            candidate.place();
            booked.take(demand, "two");
        }
    }

    private static HostPort port(int port) {
        return new HostPort(TransportProtocol.TCP, port);
    }

    /** What goes may have been there before or have come, and what comes may take the ports of what has gone. */
    @Property(tries = 300)
    void ofWhatIsMoved(@ForAll long seed) {
        Random draw = new Random(seed);
        FakeInstance instance = drawn(draw);
        FakeInstance booked = instance.copy();
        MovedTasks moved = new MovedTasks(instance);
        List<String> groups = new ArrayList<>();
        instance.tasks.forEach((group, count) -> {
            for (int i = 0; i < count; i++) {
                groups.add(group);
            }
        });
        int running = instance.runningTasks;
        for (int step = 0; step < 12; step++) {
            int port = 1 + draw.nextInt(6);
            boolean taken = booked.taken.contains(port(port));
            if (taken && !groups.isEmpty()) {
                String group = groups.remove(draw.nextInt(groups.size()));
                Demand demand = demand(draw, List.of(port(port)));
                moved.go(demand, group);
                booked.sketch(demand, group, false);
                running--;
            } else if (!taken) {
                String group = GROUPS.get(draw.nextInt(3));
                Demand demand = demand(draw, List.of(port(port)));
                moved.come(demand, group);
                booked.sketch(demand, group, true);
                groups.add(group);
                running++;
            }
            assertSame(moved, booked);
            assertThat(moved.runningTasksCount()).isEqualTo(running);
        }
    }

    @Property(tries = 20)
    void whatItIsByItselfStays(@ForAll long seed) {
        FakeInstance instance = drawn(new Random(seed)).zone("z").disconnected();
        InstanceView overlay = new MovedTasks(instance);
        assertThat(overlay.id()).isEqualTo("a");
        assertThat(overlay.arn()).isEqualTo(instance.arn());
        assertThat(overlay.description()).isSameAs(instance.description());
        assertThat(overlay.active()).isTrue();
        assertThat(overlay.connected()).isFalse();
        assertThat(new MovedTasks(instance.copy().inactive()).active()).isFalse();
        assertThat(new MovedTasks(new FakeInstance("b")).connected()).isTrue();
        assertThat(overlay.attribute("ecs.availability-zone")).isEqualTo("z");
        assertThat(overlay.agentVersion()).isEqualTo("1.14.5");
        assertThat(overlay.ec2InstanceId()).isEqualTo("a");
        assertThat(overlay.registeredAt()).isEqualTo(instance.registeredAt());
    }
}
