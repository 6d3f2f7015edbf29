package io.stowage.core.operation;

import io.stowage.core.agent.Attachment;
import io.stowage.core.capacity.Launch;
import io.stowage.core.capacity.LaunchDecider;
import io.stowage.core.capacity.LaunchStep;
import io.stowage.core.capacity.LaunchStep.Effect;
import io.stowage.core.capacity.LaunchTerms;
import io.stowage.core.capacity.PoolPauses;
import io.stowage.core.capacity.SmallerTypes;
import io.stowage.core.operation.CapacityWork.Place;
import io.stowage.core.placement.Fargate;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.Ids;
import io.stowage.core.state.InstanceState;
import io.stowage.core.state.Kind;
import io.stowage.core.state.MachineLaunch;
import io.stowage.core.state.MachineLaunch.Leaving;
import io.stowage.core.state.MachineLaunch.Room;
import io.stowage.core.state.ProviderMemory;
import io.stowage.core.state.Transaction;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskStopCode;
import io.stowage.spi.InstanceProvider.Purchase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The launches of a cluster in a turn. What follows for the cluster is changed here and now; what has to be done outside is collected, to be
 * done after the commit.
 */
final class Launches {

    /** ECS's text. */
    private static final String INTERRUPTED = "Your Spot Task was interrupted.";

    private final Transaction transaction;
    private final ClusterState state;
    private final Map<String, Place> terminate = new TreeMap<>();
    private final List<NoteMachines.Arrival> arrivals = new ArrayList<>();
    /** By id of the launch: the instance of a launch is looked for again and again in a turn. */
    private final Map<String, Named> names = new LinkedHashMap<>();

    /** The name of the container instance that an attempt's machine becomes. */
    private record Named(int attempt, String name) {}

    Launches(OperationTurn turn) {
        this.transaction = turn.transaction();
        this.state = turn.state();
    }

    /** Those of a capacity provider, as they are by now. */
    List<MachineLaunch> of(String capacityProvider) {
        List<MachineLaunch> launches = new ArrayList<>();
        for (MachineLaunch launch : state.launches()) {
            if (launch.capacityProvider().equals(capacityProvider)) {
                launches.add(launch);
            }
        }
        return launches;
    }

    /** How many machines there are in a zone, those that are coming included. */
    static Map<String, Integer> zones(List<MachineLaunch> launches) {
        Map<String, Integer> zones = new TreeMap<>();
        launches.forEach(launch -> zones.merge(launch.launch().attempt().pool().zone(), 1, Integer::sum));
        return zones;
    }

    /** Ids of machines to terminate. */
    List<String> terminate() {
        return List.copyOf(terminate.keySet());
    }

    /** The same with where they are. */
    List<CapacityWork.End> ends() {
        List<CapacityWork.End> ends = new ArrayList<>();
        terminate.forEach((machine, place) -> ends.add(new CapacityWork.End(place, machine)));
        return ends;
    }

    List<NoteMachines.Arrival> arrivals() {
        return List.copyOf(arrivals);
    }

    /** What further attempts are made with: not with a type that is too small by all that is known. */
    LaunchTerms terms(MachineLaunch launch) {
        LaunchTerms all = launch.terms(state.ids().cluster());
        SmallerTypes smaller = state.providerMemory(launch.capacityProvider()).smallerTypes();
        if (smaller.types().isEmpty()) {
            return all;
        }
        Room room = launch.room();
        return all.without(pool -> !smaller.mayHold(pool.machineType(), room.cpu(), room.memory(), transaction.now()));
    }

    PoolPauses pauses(MachineLaunch launch) {
        return state.providerMemory(launch.capacityProvider()).pauses();
    }

    /** A step of its life. That its machine is gone waits until its container instance can go, too: nothing else would tell so later. */
    void step(MachineLaunch known, LaunchStep step) {
        if (step.effects().stream().anyMatch(Effect.Lost.class::isInstance) && !canBeLost(known)) {
            return;
        }
        remember(state.providerMemory(known.capacityProvider()).with(step.pauses()));
        MachineLaunch next = known.with(step.launch());
        for (Effect effect : step.effects()) {
            next = carryOut(next, effect);
        }
        put(known, next);
    }

    /** What has changed of it is kept; of one that is over nothing is, and nobody waits any more for its host to clean it. */
    void put(MachineLaunch known, MachineLaunch next) {
        if (next.launch().phase() == Launch.Phase.OVER) {
            transaction.deleteLaunch(next.id());
            forgetFormer(MachineLaunch.instanceId(next.instanceName()));
        } else if (!next.equals(known)) {
            transaction.putLaunch(next);
        }
    }

    private void forgetFormer(String instanceId) {
        Attachment attachment = state.attachment(instanceId);
        if (attachment != null && attachment.former() != null) {
            transaction.deleteAttachment(instanceId);
        }
    }

    /** Beside a memory that can't be read nothing is remembered: what is seen of machines counts all the same. */
    void remember(ProviderMemory memory) {
        if (state.quarantine().holds(Kind.PROVIDER_MEMORY, memory.capacityProvider())) {
            return;
        }
        if (!memory.equals(state.providerMemory(memory.capacityProvider()))) {
            transaction.putProviderMemory(memory);
        }
    }

    /** Nothing new comes to its container instance from now on. */
    MachineLaunch leave(MachineLaunch launch, Leaving why) {
        // Somebody may have made it ACTIVE again since it was to leave for the first time.
        become(launch, ContainerInstanceStatus.ACTIVE, ContainerInstanceStatus.DRAINING);
        boolean stays = launch.leaving() == null || launch.leaving() == Leaving.AFTER_ITS_TASK;
        return stays ? launch.leaving(why) : launch;
    }

    /** Its machine ends now, and what runs there with it. All is known of what that is. */
    MachineLaunch end(MachineLaunch launch, Leaving why) {
        lose(
                launch,
                launch.launch().machine() == null
                        ? ""
                        : launch.launch().machine().id());
        return launch.leaving(why).with(LaunchDecider.end(launch.launch(), transaction.now()));
    }

    @Nullable
    InstanceState instance(MachineLaunch launch) {
        return state.instanceNamed(name(launch));
    }

    private String name(MachineLaunch launch) {
        int attempt = launch.launch().attempt().number();
        Named known = names.get(launch.id());
        if (known == null || known.attempt() != attempt) {
            known = new Named(attempt, launch.instanceName());
            names.put(launch.id(), known);
        }
        return known.name();
    }

    /** Whether its container instance may be one whose record can't be read: then nobody knows what is on its machine. */
    boolean isInstanceAside(MachineLaunch launch) {
        return launch.launch().phase() == Launch.Phase.REGISTERED
                && instance(launch) == null
                && state.quarantine().holdsAny(Kind.INSTANCE.storedName());
    }

    /** Whether all is known of what is on its machine. */
    boolean canBeLost(MachineLaunch launch) {
        InstanceState instance = instance(launch);
        return instance == null ? !isInstanceAside(launch) : instance.tasksAside() == 0;
    }

    private MachineLaunch carryOut(MachineLaunch launch, Effect effect) {
        if (effect instanceof Effect.Terminate one) {
            terminate.put(one.machineId(), Place.of(launch));
        } else if (effect instanceof Effect.Register one) {
            arrivals.add(new NoteMachines.Arrival(launch.id(), launch.instanceName(), one.machine()));
        } else if (effect instanceof Effect.Lost one) {
            lose(launch, one.machineId());
        } else if (effect instanceof Effect.Missing one) {
            return giveUp(launch, one.machineId());
        } else if (effect instanceof Effect.Drain) {
            return interrupt(launch);
        } else if (effect instanceof Effect.Reactivate) {
            return stay(launch);
        }
        return launch;
    }

    /** On FARGATE_SPOT the task is told to stop at once, as much time as it has for that: services start another one then, and not before. */
    private MachineLaunch interrupt(MachineLaunch launch) {
        InstanceState instance = instance(launch);
        if (launch.capacityProvider().equals(Fargate.SPOT) && instance != null) {
            List<Task> tasks = new ArrayList<>();
            instance.unreleasedTasks().forEach(tasks::add);
            tasks.forEach(this::interrupt);
        }
        return leave(launch, Leaving.INTERRUPTED);
    }

    private void interrupt(Task task) {
        if (task.desiredStatus() == DesiredStatus.RUNNING) {
            transaction.changeTask(
                    Ids.shortId(task.taskArn()),
                    change -> TaskStops.stop(
                            task, TaskStopCode.SPOT_INTERRUPTION, INTERRUPTED, transaction.now(), change));
        }
    }

    /** What else made it leave holds. A machine that was for one task has had it. */
    private MachineLaunch stay(MachineLaunch launch) {
        if (launch.leaving() != Leaving.INTERRUPTED || Fargate.is(launch.capacityProvider())) {
            return launch;
        }
        become(launch, ContainerInstanceStatus.DRAINING, ContainerInstanceStatus.ACTIVE);
        return launch.leaving(null);
    }

    private void become(MachineLaunch launch, ContainerInstanceStatus from, ContainerInstanceStatus to) {
        InstanceState instance = instance(launch);
        if (instance != null && instance.record().status() == from) {
            transaction.putInstance(instance.record().toBuilder().status(to).build());
        }
    }

    /** Unless its agent is there, or was a while ago: then it is there as well, whatever looks say. */
    private MachineLaunch giveUp(MachineLaunch launch, String machineId) {
        InstanceState instance = instance(launch);
        if (instance == null || !instance.lost() || !canBeLost(launch)) {
            return launch;
        }
        lose(launch, machineId);
        return launch.with(LaunchDecider.gone(launch.launch(), transaction.now()));
    }

    private void lose(MachineLaunch launch, String machineId) {
        InstanceState instance = instance(launch);
        if (instance != null) {
            boolean spot = launch.launch().attempt().request().purchase() == Purchase.SPOT;
            TaskStopCode code = spot && launch.leaving() == Leaving.INTERRUPTED
                    ? TaskStopCode.SPOT_INTERRUPTION
                    : TaskStopCode.TERMINATION_NOTICE;
            DeregisterContainerInstance.lost(
                    instance, code, "Host EC2 (instance " + machineId + ") stopped/terminated.", transaction);
        }
    }
}
