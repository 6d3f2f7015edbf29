package io.stowage.core.placement;

import io.stowage.core.docs.GeneratedPart;
import io.stowage.model.Attribute;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import io.stowage.model.PlacementStrategy;
import io.stowage.model.PlacementStrategyType;
import io.stowage.model.TransportProtocol;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Says what is asked of an instance, and shows what strategies choose, by placing tasks: a part of {@code docs/placement.md}. */
final class PlacementTables {

    static final GeneratedPart PART = new GeneratedPart("placement.md", PlacementTables.class);

    private static final String GROUP = "service:web";
    private static final String ZONE = "attribute:ecs.availability-zone";

    private PlacementTables() {}

    public static void main(String[] args) throws IOException {
        PART.write(render());
    }

    static String render() {
        StringBuilder part = new StringBuilder();
        questions(part);
        strategies(part);
        return part.toString();
    }

    /** One instance with everything in the way is tried, and what is said to be first is mended, until it takes the task. */
    private static void questions(StringBuilder part) {
        part.append("| needed, for example | found | `reason` | `message` |\n|---|---|---|---|\n");
        FakeInstance instance = impossible();
        for (Misfit misfit : Misfit.values()) {
            PlacementFailure failure = place(demanding(), instance).failure();
            Lack lack = Lacks.of(demanding(), instance, misfit.bit()).get(0);
            String countedAs = failure.removedBy().keySet().iterator().next();
            if (!countedAs.equals(misfit.reason())) {
                throw new IllegalStateException(misfit + " is next, and not " + failure);
            }
            part.append("| %s | %s | %s | %s |\n"
                    .formatted(
                            lack.needed(),
                            lack.found(),
                            words(failure.reason(), countedAs),
                            failure.message().replace(instance.id(), "\u2026")));
            mend(misfit, instance);
        }
        if (place(demanding(), instance).failure() != null) {
            throw new IllegalStateException("something is left in the way");
        }
    }

    private static String words(String reason, String countedAs) {
        return reason.equals(countedAs)
                ? "`%s`".formatted(reason)
                : "`%s`; counted as `%s`".formatted(reason, countedAs);
    }

    private static FakeInstance impossible() {
        FakeInstance instance = new FakeInstance("host-1")
                .left(128, 256)
                .taken(80)
                .running(GROUP, 1)
                .inactive()
                .disconnected();
        instance.portReservations = 1;
        return instance;
    }

    private static PlacementRequest demanding() {
        Demand demand = new Demand(
                512,
                1024,
                2,
                List.of(new HostPort(TransportProtocol.TCP, 80), new HostPort(TransportProtocol.TCP, 443)),
                List.of(new Attribute("disk", "ssd", null, null)),
                "pool");
        TaskRules rules = new TaskRules(
                List.of(instance -> instance.attribute("licence") == null ? "licence: none is left" : null), List.of());
        List<PlacementConstraint> constraints = List.of(
                new PlacementConstraint(PlacementConstraintType.DISTINCT_INSTANCE, null),
                new PlacementConstraint(PlacementConstraintType.MEMBER_OF, "attribute:rack == r1"));
        return new PlacementRequest(GROUP, demand, 1, constraints, List.of(), true, rules);
    }

    private static void mend(Misfit misfit, FakeInstance instance) {
        switch (misfit) {
            case FOREIGN -> instance.of("pool");
            case INACTIVE -> instance.active = true;
            case AGENT -> instance.connected = true;
            case CPU -> instance.cpu = 4096;
            case MEMORY -> instance.memory = 8192;
            case GPU -> instance.gpus = 2;
            case PORT_TAKEN -> instance.taken.clear();
            case TOO_MANY_PORTS -> instance.portReservations = 100;
            case ATTRIBUTE -> instance.attribute("disk", "ssd");
            case NOT_DISTINCT -> instance.running(GROUP, 0);
            case NOT_MEMBER -> instance.attribute("rack", "r1");
            case REFUSED -> instance.attribute("licence", "yes");
        }
    }

    private static void strategies(StringBuilder part) {
        List<FakeInstance> instances = instances();
        part.append("\n| strategies");
        for (FakeInstance each : instances) {
            part.append(" | `%s` in zone %s: %d CPU units, %d MiB"
                    .formatted(each.id(), each.attribute("ecs.availability-zone"), each.cpu, each.memory));
        }
        part.append(" |\n").append("|---".repeat(instances.size() + 1)).append("|\n");
        row(part, "none, tasks of no service", false);
        row(part, "none, a service", true);
        row(part, "`spread` over zones", true, spread(ZONE));
        row(part, "`spread` over `instanceId`", true, spread("instanceId"));
        row(part, "`binpack` by `memory`", true, new PlacementStrategy(PlacementStrategyType.BINPACK, "memory"));
        row(
                part,
                "`spread` over zones, then `binpack` by `memory`",
                true,
                spread(ZONE),
                new PlacementStrategy(PlacementStrategyType.BINPACK, "memory"));
        row(part, "`random`, for example", true, new PlacementStrategy(PlacementStrategyType.RANDOM, null));
    }

    private static List<FakeInstance> instances() {
        return List.of(
                new FakeInstance("a1").zone("a").left(4096, 8192),
                new FakeInstance("a2").zone("a").left(4096, 4096),
                new FakeInstance("b1").zone("b").left(4096, 6144));
    }

    private static PlacementStrategy spread(String field) {
        return new PlacementStrategy(PlacementStrategyType.SPREAD, field);
    }

    private static void row(StringBuilder part, String name, boolean service, PlacementStrategy... strategies) {
        Demand demand = new Demand(1024, 1024, 0, List.of());
        PlacementRequest request =
                new PlacementRequest(GROUP, demand, 7, List.of(), List.of(strategies), service, TaskRules.NONE);
        List<FakeInstance> instances = instances();
        List<String> chosen =
                place(request, instances.toArray(new FakeInstance[0])).instanceIds();
        part.append("| ").append(name);
        for (FakeInstance each : instances) {
            part.append(" | ").append(String.join(" ", numbers(chosen, each.id())));
        }
        part.append(" |\n");
    }

    private static List<String> numbers(List<String> chosen, String id) {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < chosen.size(); i++) {
            if (chosen.get(i).equals(id)) {
                numbers.add(Integer.toString(i + 1));
            }
        }
        return numbers;
    }

    private static Placement place(PlacementRequest request, FakeInstance... instances) {
        Random random = new Random(1);
        return Placer.place(request, FakeCluster.of(instances).inventory, bound -> random.nextLong(bound));
    }
}
