package io.stowage.core.loop;

import io.stowage.core.operation.OperationTurn;
import io.stowage.core.operation.PlacementRequests;
import io.stowage.core.operation.ProvisioningRules;
import io.stowage.core.operation.StrategyRules.Share;
import io.stowage.core.operation.TaskStops;
import io.stowage.core.placement.Fargate;
import io.stowage.core.placement.InstanceJudge;
import io.stowage.core.placement.Placement;
import io.stowage.core.placement.PlacementFailure;
import io.stowage.core.placement.PlacementRequest;
import io.stowage.core.placement.Placer;
import io.stowage.core.service.ServiceEvents;
import io.stowage.core.service.ServicePlan;
import io.stowage.core.service.ServiceReconciler;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.InstanceState;
import io.stowage.core.state.ServiceState;
import io.stowage.core.state.Transaction;
import io.stowage.model.Deployment;
import io.stowage.model.Service;
import io.stowage.model.ServiceStatus;
import io.stowage.model.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Lets the services decide that something happened to, and puts what they decided into the transaction.
 *
 * <p>Each is asked once a turn. What is left over, because the turn has planned enough, is first in line in the next one: a service
 * that always wants more delays the others by one turn at most. Tasks that wait for room come before whatever a service starts now, but after the
 * DAEMON services: on a new instance their tasks are the first.
 */
final class ServiceScheduler {

    private final OperationTurn turn;
    private final Transaction transaction;
    private final ClusterState state;
    private final LoopSettings settings;
    private final SetAside setAside;
    private final NewcomerStarts newcomers;
    private final WaitingTasks waiting;

    ServiceScheduler(OperationTurn turn, LoopSettings settings, SetAside setAside) {
        this.turn = turn;
        this.transaction = turn.transaction();
        this.state = turn.state();
        this.settings = settings;
        this.setAside = setAside;
        this.newcomers = new NewcomerStarts(turn);
        this.waiting = new WaitingTasks(turn, settings, setAside);
    }

    void run() {
        int budget = settings.limits().maxActionsPerTurn();
        boolean daemons = true;
        for (String name : state.takeDirty()) {
            ServiceState service = state.service(name);
            if (service == null) {
                continue;
            }
            if (daemons && service.daemon() == null) {
                daemons = false;
                budget -= waiting.run(budget);
            }
            Instant notBefore = setAside.until(SetAside.Kind.SERVICE, name, transaction.now());
            if (notBefore != null) {
                state.lookAgain(name, notBefore);
            } else if (budget <= 0) {
                state.markDirty(name);
            } else {
                budget -= guarded(service, budget);
            }
        }
        if (daemons) {
            int unused = waiting.run(budget);
        }
    }

    /** A service whose decision throws, or can't be carried out, is left as it was. */
    private int guarded(ServiceState service, int budget) {
        String name = service.record().serviceName();
        transaction.savepoint();
        try {
            int actions = reconcile(service, budget);
            service.forgetBecameHealthy();
            setAside.succeeded(SetAside.Kind.SERVICE, name);
            return actions;
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError bug) {
            Instant again = setAside.failed(SetAside.Kind.SERVICE, name, bug, transaction.now());
            transaction.rollback();
            state.unblock(name);
            state.lookAtAllInstances(service);
            state.lookAgain(name, again);
            return 0;
        }
    }

    private int reconcile(ServiceState service, int budget) {
        Instant now = transaction.now();
        String name = service.record().serviceName();
        state.mature(service, now);
        resetFailures(service);
        settleDaemon(service);
        newcomers.settle(service);
        ServicePlan plan =
                ServiceReconciler.reconcile(service, now, settings.services().reconcile(), turn.random(), budget);
        if (plan.changed() != null) {
            transaction.putService(plan.changed());
        }
        int actions = stop(service, plan.stops(), transaction);
        for (ServicePlan.Launch launch : plan.launches()) {
            actions += launch(service, launch);
        }
        plan.events().forEach(event -> transaction.addEvent(service, event));
        boolean settled = plan.launches().isEmpty() && plan.stops().isEmpty() && plan.changed() == null;
        if (settled && budget > 0) {
            actions += newcomers.start(service, budget);
        }
        lookAgain(name, plan.lookAgainAt());
        lookAgain(name, service.nextMaturity());
        lookAgain(name, service.nextEndOfProtection());
        // With the whole budget and nothing done, only what fits nowhere is left: capacity wakes it, not the next turn.
        // A DAEMON service has tried some instances then, and tries the others next.
        boolean goesOn = actions > 0 || budget < settings.limits().maxActionsPerTurn() || service.daemon() != null;
        if (plan.budgetExhausted() && goesOn) {
            state.markDirty(name);
        }
        return actions;
    }

    private void settleDaemon(ServiceState service) {
        Service record = service.record();
        if (service.daemon() != null && record.status() == ServiceStatus.ACTIVE) {
            Deployment primary = record.deployments().get(0);
            state.settleDaemon(
                    service, PlacementRequests.ofService(record, primary, 1, state, turn.rules()), transaction.now());
        }
        Service resized = ServiceReconciler.resized(service, transaction.now());
        if (resized != null) {
            transaction.putService(resized);
        }
    }

    private void lookAgain(String service, @Nullable Instant at) {
        if (at != null) {
            state.lookAgain(service, at);
        }
    }

    private void resetFailures(ServiceState service) {
        for (Deployment deployment : service.record().deployments()) {
            if (service.becameHealthy(deployment.id())) {
                ServiceFailures.reset(service, deployment.id(), transaction);
            }
        }
    }

    static int stop(ServiceState service, List<ServicePlan.Stop> stops, Transaction transaction) {
        List<String> ids = new ArrayList<>(stops.size());
        for (ServicePlan.Stop stop : stops) {
            Task task = Objects.requireNonNull(transaction.state().task(stop.taskId()));
            transaction.changeTask(
                    stop.taskId(),
                    change -> TaskStops.stop(task, stop.code(), stop.reason(), transaction.now(), change));
            ids.add(stop.taskId());
        }
        if (!ids.isEmpty()) {
            transaction.addEvent(service, ServiceEvents.stopped(service.record(), ids));
        }
        return ids.size();
    }

    /** Each capacity provider gets its share. Those of one that has no room wait, and what may be started now is started for the others. */
    private int launch(ServiceState service, ServicePlan.Launch launch) {
        Service record = service.record();
        Deployment deployment = deployment(record, launch.deploymentId());
        List<String> ids = new ArrayList<>(launch.count());
        Map<@Nullable String, String> troubles = new LinkedHashMap<>();
        Predicate<@Nullable String> takes =
                provider -> !troubles.containsKey(provider) && !isBlocked(record.serviceName(), provider);
        List<Share> shares = TaskStarter.shares(service, deployment, launch.count(), takes);
        while (!shares.isEmpty()) {
            for (Share share : shares) {
                TaskStarter starter = new TaskStarter(turn, record, deployment, share);
                String trouble = launch(service, starter, launch.instanceIds(), ids);
                if (trouble != null) {
                    troubles.put(share.capacityProvider(), trouble);
                }
            }
            int left = launch.count() - ids.size();
            shares = troubles.isEmpty() ? List.of() : TaskStarter.shares(service, deployment, left, takes);
        }
        if (!ids.isEmpty()) {
            transaction.addEvent(service, ServiceEvents.started(record, ids));
        }
        troubles.values().forEach(trouble -> sayUnableToPlace(service, trouble, transaction));
        return ids.size();
    }

    /** Adds the ids of the tasks that it creates; says why these aren't all, null if they are. */
    private @Nullable String launch(
            ServiceState service, TaskStarter starter, List<String> instanceIds, List<String> ids) {
        PlacementRequest request = starter.request();
        Placement placement = place(service, request, instanceIds);
        placement.instanceIds().forEach(instanceId -> ids.add(starter.start(instanceId)));
        PlacementFailure failure = placement.failure();
        if (failure == null) {
            return null;
        }
        if (ProvisioningRules.waits(state, request.demand().capacityProvider())) {
            return await(service, starter, failure.unplaced(), ids);
        }
        if (instanceIds.isEmpty()) {
            state.block(service.record().serviceName(), request.demand(), request.admissionByTasks());
        }
        return unableToPlace(service, request.demand().capacityProvider(), failure);
    }

    /** What is told of it, in ECS's words. */
    static String unableToPlace(ServiceState service, @Nullable String capacityProvider, PlacementFailure failure) {
        return Fargate.is(capacityProvider)
                ? ServiceEvents.unableToPlace(service.record(), failure.message())
                : ServiceEvents.unableToPlace(service.record(), failure);
    }

    /** Tasks without room wait for their capacity provider, as many as may. */
    private @Nullable String await(ServiceState service, TaskStarter starter, int count, List<String> ids) {
        int waiting = Math.min(count, ProvisioningRules.left(state));
        for (int i = 0; i < waiting; i++) {
            ids.add(starter.await());
        }
        if (waiting == count) {
            return null;
        }
        state.crowdOut(service.record().serviceName());
        return ServiceEvents.unableToPlace(service.record(), ProvisioningRules.LIMIT_EXCEEDED);
    }

    /** Whether it waits for an instance to change already. For the others of its capacity providers it goes on. */
    private boolean isBlocked(String service, @Nullable String capacityProvider) {
        return state.isBlocked(service, capacityProvider) && !ProvisioningRules.waits(state, capacityProvider);
    }

    private Placement place(ServiceState service, PlacementRequest request, List<String> instanceIds) {
        if (instanceIds.isEmpty()) {
            return Placer.place(request, state.inventory(), turn.random());
        }
        InstanceJudge judge = new InstanceJudge(request);
        List<String> fitting = new ArrayList<>(instanceIds.size());
        PlacementFailure first = null;
        for (String id : instanceIds) {
            InstanceState instance = Objects.requireNonNull(state.instance(id));
            PlacementFailure failure = judge.whyNot(instance);
            if (failure == null) {
                fitting.add(id);
            } else {
                state.lacksRoom(service, instance);
                first = first == null ? failure : first;
            }
        }
        return new Placement(fitting, first);
    }

    /** ECS doesn't repeat an event that is still the last word: here those of several capacity providers are. */
    static void sayUnableToPlace(ServiceState service, String message, Transaction transaction) {
        if (!service.lastEvents(ServiceEvents::isUnableToPlace).contains(message)) {
            transaction.addEvent(service, message);
        }
    }

    private static Deployment deployment(Service service, String id) {
        for (Deployment deployment : service.deployments()) {
            if (deployment.id().equals(id)) {
                return deployment;
            }
        }
        throw new IllegalStateException("service " + service.serviceName() + " has no deployment " + id);
    }
}
