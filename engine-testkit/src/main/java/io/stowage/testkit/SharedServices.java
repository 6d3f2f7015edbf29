package io.stowage.testkit;

import io.stowage.UpdateServiceRequest;
import io.stowage.UpdateServiceRequestBuilder;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.DesiredStatus;
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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * L11, of services whose tasks are shared out among several capacity providers, in a cluster that is at rest: each is rolled out anew, as what has become of
 * its tasks before may have left other shares, and then made smaller. Zones go before shares when a service shrinks: it is asked of those only that don't spread
 * over attributes first.
 */
final class SharedServices {

    /** Machines may have to come first. */
    private static final Duration TO_ROLL_OUT = SimulationRun.BOUND;

    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private final String cluster;
    private final Simulation simulation;
    private final Invariants invariants;
    private final EngineHosts engines;
    private int asked;

    SharedServices(String cluster, Simulation simulation, Invariants invariants, EngineHosts engines) {
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
        return asked;
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
        update(service, UpdateServiceRequest.builder().forceNewDeployment(true));
        // Its application may fail on its own: then it is not told what it would be.
        if (!comesTo(service.serviceName(), service.desiredCount(), before)) {
            return;
        }
        requireShares(service, service.desiredCount());
        asked++;
        int fewer = service.desiredCount() / 2;
        if (!spreadsFirst(service)) {
            update(service, UpdateServiceRequest.builder().desiredCount(fewer));
            if (comesTo(service.serviceName(), fewer, before)) {
                requireShares(service, fewer);
            }
        }
    }

    private static boolean spreadsFirst(Service service) {
        return service.placementStrategy().isEmpty()
                || (service.placementStrategy().get(0).type() == PlacementStrategyType.SPREAD
                        && String.valueOf(service.placementStrategy().get(0).field())
                                .startsWith("attribute:"));
    }

    private void update(Service service, UpdateServiceRequestBuilder request) {
        engines.ask(
                        "afterwards update",
                        engine -> engine.services()
                                .update(request.cluster(cluster)
                                        .service(service.serviceName())
                                        .build()))
                .orElseThrow(() -> invariants.violation(
                        Invariant.L7, "Nothing is wrong, and yet this was not answered: afterwards update."));
    }

    /** Whether a deployment other than that is all there is in time, and has so many tasks, which run. */
    private boolean comesTo(String name, int desired, String otherThan) {
        long limit = simulation.nanos() + TO_ROLL_OUT.toNanos();
        while (simulation.nanos() < limit) {
            Service now = mirror().service(name);
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

    private boolean isThere(Service service, int desired) {
        List<Task> tasks = tasks(service);
        return service.desiredCount() == desired
                && tasks.size() == desired
                && tasks.stream()
                        .allMatch(task -> task.desiredStatus() == DesiredStatus.RUNNING
                                && task.lastStatus() == TaskStatus.RUNNING);
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
