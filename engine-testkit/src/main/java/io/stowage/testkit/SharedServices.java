package io.stowage.testkit;

import io.stowage.CreateServiceRequest;
import io.stowage.RegisterTaskDefinitionRequest;
import io.stowage.UpdateServiceRequest;
import io.stowage.UpdateServiceRequestBuilder;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.PlacementStrategy;
import io.stowage.model.PlacementStrategyType;
import io.stowage.model.Service;
import io.stowage.model.ServiceStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.testkit.invariant.ClusterMirror;
import io.stowage.testkit.invariant.Invariant;
import io.stowage.testkit.invariant.Invariants;
import io.stowage.testkit.world.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * L11, of services whose tasks are shared out among several capacity providers, in a cluster that is at rest: each is rolled out anew, as what has become of
 * its tasks before may have left other shares, and then made smaller. Zones and the order of a host application go before shares when a service shrinks: it is
 * asked of those only that don't spread over attributes first, and whose tasks the host application doesn't rank. And so of one more service, of which
 * nothing else has been asked.
 */
final class SharedServices {

    /** Machines may have to come first. */
    private static final Duration TO_ROLL_OUT = SimulationRun.BOUND;

    /** A task that nobody checks counts after 40 s. */
    private static final Duration TO_COUNT_AS_HEALTHY = Duration.ofMinutes(1);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private static final String NAME = "shared";
    private static final int MANY = 7;
    private static final int FEW = 3;

    private final String cluster;
    private final Simulation simulation;
    private final Invariants invariants;
    private final EngineHosts engines;
    /** The capacity providers. */
    private final List<String> names;

    private int asked;

    /** @param cloud null if the cluster has no capacity providers */
    SharedServices(
            String cluster,
            Simulation simulation,
            Invariants invariants,
            EngineHosts engines,
            @Nullable CloudPool cloud) {
        this.names = cloud == null ? List.of() : cloud.names();
        this.cluster = cluster;
        this.simulation = simulation;
        this.invariants = invariants;
        this.engines = engines;
    }

    /** How many services were rolled out anew, and had their tasks where they are to be. */
    int ask() {
        for (Service service : List.copyOf(mirror().services())) {
            if (isSharedOut(service)) {
                rollOutAnew(service);
            }
        }
        if (names.size() > 1) {
            create();
            Service service = mirror().service(NAME);
            if (service != null && comesTo(service, MANY, "none")) {
                requireShares(service, MANY);
                asked++;
                // One at a time: each step is another chance to see the wrong one go.
                for (int fewer = MANY - 1; fewer >= FEW; fewer--) {
                    shrink(service, fewer, "none");
                }
            }
        }
        return asked;
    }

    /** Two of its tasks are for the first one; of the others the second one gets twice as many as each other one. */
    private void create() {
        List<CapacityProviderStrategyItem> strategy = new ArrayList<>();
        for (String name : names) {
            boolean first = strategy.isEmpty();
            strategy.add(new CapacityProviderStrategyItem(name, strategy.size() == 1 ? 2 : 1, first ? 2 : 0));
        }
        boolean unused = engines.ask(
                        "afterwards create",
                        engine -> engine.taskDefinitions()
                                .register(RegisterTaskDefinitionRequest.builder()
                                        .family(NAME)
                                        .containerDefinitions(List.of(ContainerDefinition.builder()
                                                .name("app")
                                                .image(NAME)
                                                .cpu(64)
                                                .memory(64)
                                                .build()))
                                        .build()))
                .flatMap(registered -> engines.ask(
                        "afterwards create",
                        engine -> engine.services()
                                .create(CreateServiceRequest.builder()
                                        .cluster(cluster)
                                        .serviceName(NAME)
                                        .taskDefinition(NAME)
                                        .desiredCount(MANY)
                                        .placementStrategy(
                                                List.of(new PlacementStrategy(PlacementStrategyType.RANDOM, null)))
                                        .capacityProviderStrategy(strategy)
                                        .build())))
                .isPresent();
    }

    private static boolean isSharedOut(Service service) {
        return service.status() == ServiceStatus.ACTIVE
                && service.capacityProviderStrategy().size() > 1
                && isRolledOut(service);
    }

    private static boolean isRolledOut(Service service) {
        List<Deployment> deployments = service.deployments();
        return deployments.size() == 1 && deployments.get(0).rolloutState() == DeploymentRolloutState.COMPLETED;
    }

    private void rollOutAnew(Service service) {
        String before = service.deployments().get(0).id();
        // It may be refused, or its application fails on its own: then nothing is told of it.
        if (!update(service, UpdateServiceRequest.builder().forceNewDeployment(true))
                || !comesTo(service, service.desiredCount(), before)) {
            return;
        }
        requireShares(service, service.desiredCount());
        asked++;
        if (!spreadsFirst(service) && !StowageEngines.hasScaleInOrder(service)) {
            shrink(service, service.desiredCount() / 2, before);
        }
    }

    private void shrink(Service service, int fewer, String before) {
        // Those that don't count as healthy yet would leave before others, whatever their capacity providers.
        simulation.runFor(TO_COUNT_AS_HEALTHY);
        if (update(service, UpdateServiceRequest.builder().desiredCount(fewer)) && comesTo(service, fewer, before)) {
            requireShares(service, fewer);
        }
    }

    private static boolean spreadsFirst(Service service) {
        return service.placementStrategy().isEmpty()
                || (service.placementStrategy().get(0).type() == PlacementStrategyType.SPREAD
                        && String.valueOf(service.placementStrategy().get(0).field())
                                .startsWith("attribute:"));
    }

    private boolean update(Service service, UpdateServiceRequestBuilder request) {
        return engines.ask(
                        "afterwards update",
                        engine -> engine.services()
                                .update(request.cluster(cluster)
                                        .service(service.serviceName())
                                        .build()))
                .isPresent();
    }

    /** Whether a deployment other than that is all there is in time, and has so many tasks, which run. */
    private boolean comesTo(Service service, int desired, String otherThan) {
        long limit = simulation.nanos() + TO_ROLL_OUT.toNanos();
        while (simulation.nanos() < limit) {
            Service now = mirror().service(service.serviceName());
            if (now != null
                    && isRolledOut(now)
                    && !now.deployments().get(0).id().equals(otherThan)
                    && isThere(now, desired)) {
                return true;
            }
            simulation.runFor(LOOK_EVERY);
        }
        return false;
    }

    /** All of them healthy, as far as somebody checks. */
    private boolean isThere(Service service, int desired) {
        List<Task> tasks = tasks(service);
        return service.desiredCount() == desired
                && tasks.size() == desired
                && tasks.stream().allMatch(task -> invariants.isHealthy(cluster, task));
    }

    private List<Task> tasks(Service service) {
        return mirror().tasks().stream()
                .filter(task -> task.group().equals("service:" + service.serviceName()))
                .filter(task -> task.lastStatus() != TaskStatus.STOPPED)
                .toList();
    }

    private void requireShares(Service service, int desired) {
        Map<String, Integer> has = new TreeMap<>();
        tasks(service).forEach(task -> has.merge(String.valueOf(task.capacityProviderName()), 1, Integer::sum));
        Map<String, Integer> shares = shares(service.capacityProviderStrategy(), desired);
        if (!has.equals(shares)) {
            throw invariants.violation(
                    Invariant.L11,
                    "Service " + service.serviceName() + " with " + service.capacityProviderStrategy() + " has " + has
                            + " of " + desired + " tasks; it is to have " + shares + ".");
        }
    }

    /** One task after the other, each for whom the strategy says. */
    private static Map<String, Integer> shares(List<CapacityProviderStrategyItem> strategy, int tasks) {
        Map<String, Integer> shares = new TreeMap<>();
        for (int task = 0; task < tasks; task++) {
            CapacityProviderStrategyItem next = null;
            for (CapacityProviderStrategyItem item : strategy) {
                boolean may = beyondBase(item, shares) < 0 || or0(item.weight()) > 0;
                next = may && (next == null || isBefore(item, next, shares)) ? item : next;
            }
            shares.merge(next == null ? "nobody" : next.capacityProvider(), 1, Integer::sum);
        }
        return shares;
    }

    private static boolean isBefore(
            CapacityProviderStrategyItem one, CapacityProviderStrategyItem other, Map<String, Integer> shares) {
        int ofOne = beyondBase(one, shares);
        int ofOther = beyondBase(other, shares);
        return ofOne < 0 ? ofOther >= 0 : ofOther >= 0 && ofOne * or0(other.weight()) < ofOther * or0(one.weight());
    }

    private static int beyondBase(CapacityProviderStrategyItem item, Map<String, Integer> shares) {
        return shares.getOrDefault(item.capacityProvider(), 0) - or0(item.base());
    }

    private static int or0(@Nullable Integer value) {
        return value == null ? 0 : value;
    }

    private ClusterMirror mirror() {
        return invariants.mirror(cluster);
    }
}
