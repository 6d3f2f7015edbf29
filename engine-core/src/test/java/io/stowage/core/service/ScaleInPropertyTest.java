package io.stowage.core.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.placement.Demand;
import io.stowage.core.service.FakeService.FakeTask;
import io.stowage.core.service.FakeService.Life;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.PlacementStrategy;
import io.stowage.model.PlacementStrategyType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Scale-in against an oracle that follows the text: for each task to stop it goes through the strategies, keeps the tasks that each likes best
 * to lose, and counts everything anew. Where tasks are shared out among capacity providers, that comes after the attributes that are spread over first.
 */
class ScaleInPropertyTest {

    private static final String DEPLOYMENT = "ecs-svc/1";
    private static final String ZONE = "ecs.availability-zone";

    @Property(tries = 3_000)
    void eachChoiceIsOneThatTheStrategiesLikeBest(@ForAll long seed) {
        Random draw = new Random(seed);
        FakeService service = anyService(draw);
        List<FakeTask> candidates = new ArrayList<>(service.tasks);
        candidates.removeIf(task -> draw.nextInt(4) == 0);
        if (candidates.isEmpty()) {
            return;
        }
        ScaleIn scaleIn = new ScaleIn(service, bound -> draw.nextLong(bound));
        List<FakeTask> gone = new ArrayList<>();
        List<FakeTask> rest = new ArrayList<>(service.tasks);
        rest.removeAll(candidates);
        for (FakeTask task : rest) {
            if (draw.nextInt(4) == 0) {
                scaleIn.leave(task);
                gone.add(task);
            }
        }
        int count = 1 + draw.nextInt(candidates.size());
        // Whoever is gone already is gone from the shares as well.
        Shares shares = Shares.of(service.deployments().get(0));
        if (shares != null) {
            gone.forEach(shares::leave);
        }
        for (ServiceTask chosen : scaleIn.choose(candidates, count, shares)) {
            List<FakeTask> best = best(service, candidates, gone);
            assertThat(best)
                    .as("%s of %s in %s", chosen, service.service.placementStrategy(), service)
                    .contains((FakeTask) chosen);
            candidates.remove(chosen);
            gone.add((FakeTask) chosen);
        }
    }

    /** Those that may go next: several only where chance decides. */
    private static List<FakeTask> best(FakeService service, List<FakeTask> candidates, List<FakeTask> gone) {
        List<PlacementStrategy> strategies = service.service.placementStrategy();
        List<FakeTask> best = candidates;
        boolean chance = false;
        boolean shared = false;
        for (PlacementStrategy strategy : strategies) {
            if (!shared && !(strategy.type() == PlacementStrategyType.SPREAD && isAttribute(strategy))) {
                best = most(best, task -> surplus(service, task, gone));
                shared = true;
            }
            chance |= strategy.type() != PlacementStrategyType.BINPACK;
            if (strategy.type() != PlacementStrategyType.RANDOM) {
                best = most(best, task -> score(service, strategy, task, gone));
            }
        }
        if (strategies.isEmpty()) {
            best = most(best, task -> sameValue(service, ZONE, task, gone));
            best = most(best, task -> surplus(service, task, gone));
            best = most(best, task -> onInstance(service, task, gone));
        } else if (!shared) {
            best = most(best, task -> surplus(service, task, gone));
        }
        return chance ? best : List.of(best.stream().min(INSTANCE_THEN_NEWEST).orElseThrow());
    }

    private static boolean isAttribute(PlacementStrategy strategy) {
        return String.valueOf(strategy.field()).startsWith("attribute:");
    }

    /** How many tasks its capacity provider has more than if the service had been made with one task less than are left. */
    private static long surplus(FakeService service, FakeTask task, List<FakeTask> gone) {
        List<CapacityProviderStrategyItem> strategy = service.primary().capacityProviderStrategy();
        if (strategy.isEmpty()) {
            return 0;
        }
        List<FakeTask> left = left(service, gone);
        String provider = task.task.capacityProviderName();
        long has = left.stream()
                .filter(each -> provider.equals(each.task.capacityProviderName()))
                .count();
        Map<String, Integer> shares = new TreeMap<>();
        for (int n = 1; n < left.size(); n++) {
            shares.merge(next(strategy, shares), 1, Integer::sum);
        }
        return has - shares.getOrDefault(provider, 0);
    }

    private static String next(List<CapacityProviderStrategyItem> strategy, Map<String, Integer> has) {
        for (CapacityProviderStrategyItem item : strategy) {
            if (has.getOrDefault(item.capacityProvider(), 0) < item.base()) {
                return item.capacityProvider();
            }
        }
        return strategy.stream()
                .filter(item -> item.weight() > 0)
                .min(Comparator.comparingDouble(
                        item -> (has.getOrDefault(item.capacityProvider(), 0) - item.base()) / (double) item.weight()))
                .orElseThrow()
                .capacityProvider();
    }

    private static final Comparator<FakeTask> INSTANCE_THEN_NEWEST = Comparator.<FakeTask, String>comparing(
                    task -> task.task.containerInstanceArn())
            .thenComparing(task -> task.task.createdAt(), Comparator.reverseOrder());

    private static List<FakeTask> most(List<FakeTask> tasks, ToLongFunction<FakeTask> score) {
        long most = tasks.stream().mapToLong(score).max().orElseThrow();
        return tasks.stream().filter(task -> score.applyAsLong(task) == most).toList();
    }

    private static long score(FakeService service, PlacementStrategy strategy, FakeTask task, List<FakeTask> gone) {
        String field = String.valueOf(strategy.field());
        return switch (field) {
            case "instanceId", "host" -> onInstance(service, task, gone);
            case "cpu" ->
                service.instance(task.task.containerInstanceArn()).remainingCpu()
                        + task.demand.cpu()
                        + goneFrom(task, gone).stream()
                                .mapToLong(each -> each.demand.cpu())
                                .sum();
            case "memory" ->
                service.instance(task.task.containerInstanceArn()).remainingMemory()
                        + task.demand.memory()
                        + goneFrom(task, gone).stream()
                                .mapToLong(each -> each.demand.memory())
                                .sum();
            default -> sameValue(service, field.substring("attribute:".length()), task, gone);
        };
    }

    private static List<FakeTask> goneFrom(FakeTask task, List<FakeTask> gone) {
        return gone.stream().filter(each -> sameInstance(each, task)).toList();
    }

    private static boolean sameInstance(FakeTask one, FakeTask other) {
        return one.task.containerInstanceArn().equals(other.task.containerInstanceArn());
    }

    private static long onInstance(FakeService service, FakeTask task, List<FakeTask> gone) {
        return left(service, gone).stream()
                .filter(each -> sameInstance(each, task))
                .count();
    }

    /** More than all where there is no value: those are the last resort of placement. */
    private static long sameValue(FakeService service, String attribute, FakeTask task, List<FakeTask> gone) {
        String value = service.instance(task.task.containerInstanceArn()).attribute(attribute);
        if (value == null) {
            return Long.MAX_VALUE;
        }
        return left(service, gone).stream()
                .filter(each -> value.equals(
                        service.instance(each.task.containerInstanceArn()).attribute(attribute)))
                .count();
    }

    private static List<FakeTask> left(FakeService service, List<FakeTask> gone) {
        List<FakeTask> left = new ArrayList<>(service.live());
        left.removeAll(gone);
        return left;
    }

    private static FakeService anyService(Random draw) {
        FakeService service = FakeService.of(1, 100, 200).deploy(DEPLOYMENT);
        int strategies = draw.nextInt(6);
        PlacementStrategy[] chain = new PlacementStrategy[strategies];
        for (int i = 0; i < strategies; i++) {
            chain[i] = anyStrategy(draw);
        }
        service.strategy(chain);
        boolean shared = draw.nextBoolean();
        if (shared) {
            service.shared(
                    new CapacityProviderStrategyItem("sure", draw.nextInt(3), draw.nextInt(4)),
                    new CapacityProviderStrategyItem("spot", 1 + draw.nextInt(3), 0));
        }
        int instances = 1 + draw.nextInt(8);
        for (int i = 0; i < instances; i++) {
            String arn = "abc".charAt(draw.nextInt(3)) + "/" + i;
            FakeHost host = FakeHost.named(arn)
                    .remaining(64 * draw.nextInt(4), 64 * draw.nextInt(4))
                    .with("rack", draw.nextInt(4) == 0 ? null : "r" + draw.nextInt(2));
            service.hosts.put(arn, draw.nextInt(5) == 0 ? host.with(ZONE, null) : host);
            String provider = !shared ? null : draw.nextBoolean() ? "sure" : "spot";
            for (int task = draw.nextInt(5); task > 0; task--) {
                service.task(DEPLOYMENT, Life.HEALTHY, arn, provider).demand =
                        new Demand(64 * (1 + draw.nextInt(2)), 64 * (1 + draw.nextInt(2)), 0, List.of());
            }
        }
        return service;
    }

    private static PlacementStrategy anyStrategy(Random draw) {
        return switch (draw.nextInt(6)) {
            case 0 -> new PlacementStrategy(PlacementStrategyType.SPREAD, "attribute:" + ZONE);
            case 1 -> new PlacementStrategy(PlacementStrategyType.SPREAD, draw.nextBoolean() ? "instanceId" : "host");
            case 2 -> new PlacementStrategy(PlacementStrategyType.SPREAD, "attribute:rack");
            case 3 -> new PlacementStrategy(PlacementStrategyType.BINPACK, "cpu");
            case 4 -> new PlacementStrategy(PlacementStrategyType.BINPACK, "memory");
            default -> new PlacementStrategy(PlacementStrategyType.RANDOM, null);
        };
    }
}
