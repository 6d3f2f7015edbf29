package io.stowage.core.operation;

import io.stowage.core.capacity.ComingMachine;
import io.stowage.core.capacity.Launch.Phase;
import io.stowage.core.capacity.LaunchDecider;
import io.stowage.core.capacity.MachinesForTasks;
import io.stowage.core.capacity.MachinesForTasks.Choice;
import io.stowage.core.capacity.MachinesForTasks.Free;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.Ids;
import io.stowage.core.state.InstanceState;
import io.stowage.core.state.MachineLaunch;
import io.stowage.core.state.MachineLaunch.Leaving;
import io.stowage.core.state.ProviderMemory;
import io.stowage.model.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Machines of which each is for one task. That a machine has its task is committed together with the task's place: it never gets another one, not even
 * when that task is over. What has had its task, and what is for none, ends.
 */
final class MachinesOfTasks {

    /** How long after it has become a container instance its agent may take to be there. */
    private static final Duration CONNECTS = Duration.ofMinutes(5);
    /** For so long after the last launch machines may show up that no record knows. */
    private static final Duration STRAYS = Duration.ofHours(1);

    private final OperationTurn turn;
    private final ClusterState state;
    private final Launches launches;
    private final MachineSizes sizes;

    MachinesOfTasks(OperationTurn turn, Launches launches, MachineSizes sizes) {
        this.turn = turn;
        this.state = turn.state();
        this.launches = launches;
        this.sizes = sizes;
    }

    /** Whether there is anything to see to: most clusters never have a task of this capacity provider, and cost nothing then. */
    static boolean isUsed(String capacityProvider, ClusterState state, Instant now) {
        Instant launched = state.providerMemory(capacityProvider).scaling().scaledOutAt();
        return (launched != null && now.isBefore(launched.plus(STRAYS)))
                || state.launches().stream()
                        .anyMatch(launch -> launch.capacityProvider().equals(capacityProvider))
                || anyWaits(capacityProvider, state);
    }

    private static boolean anyWaits(String capacityProvider, ClusterState state) {
        for (Task task : state.provisioning()) {
            if (capacityProvider.equals(task.capacityProviderName())) {
                return true;
            }
        }
        return false;
    }

    /**
     * Ends the machines that have had their task, gives the others to tasks that wait, and ends those that are for none.
     *
     * @param own launches of the capacity provider
     */
    Choice share(List<MachineLaunch> own, WaitingGroups groups, String capacityProvider) {
        own.forEach(this::endIfOver);
        Choice choice = give(groups, capacityProvider);
        choice.unfit().forEach(launch -> avoid(launch(launch)));
        choice.spare().forEach(launch -> endSpare(launch(launch)));
        return choice;
    }

    /** Gives those that can take a task now to tasks that wait, and leaves the others as they are. */
    Choice give(WaitingGroups groups, String capacityProvider) {
        Map<String, List<Task>> waiting = groups.tasksOf(capacityProvider);
        Choice choice = MachinesForTasks.decide(groups.of(waiting), free(waiting, groups, capacityProvider));
        choice.given().forEach((launch, group) -> {
            give(launch(launch), Objects.requireNonNull(waiting.get(group)).remove(0));
        });
        return choice;
    }

    private MachineLaunch launch(String id) {
        return Objects.requireNonNull(state.launch(id));
    }

    /** One that somebody has deregistered is over, too. */
    private void endIfOver(MachineLaunch launch) {
        if (launch.launch().phase() != Phase.REGISTERED || launches.isInstanceAside(launch)) {
            return;
        }
        InstanceState instance = launches.instance(launch);
        if (instance == null) {
            end(launch);
        } else if (EmptyMachines.isEmpty(instance) && (launch.leaving() != null || isUseless(launch, instance))) {
            endWith(launch, instance);
        }
    }

    private boolean isUseless(MachineLaunch launch, InstanceState instance) {
        boolean late = !turn.now().isBefore(launch.launch().since().plus(CONNECTS));
        return !instance.active() || (late && !instance.connected());
    }

    private void endWith(MachineLaunch launch, InstanceState instance) {
        DeregisterContainerInstance.deregister(instance, turn.transaction());
        end(launch);
    }

    private void end(MachineLaunch launch) {
        launches.put(launch, launch.with(LaunchDecider.end(launch.launch(), turn.now())));
    }

    /** Of what is being asked for nobody knows yet whether there is a machine. */
    private void endSpare(MachineLaunch launch) {
        InstanceState instance = launches.instance(launch);
        if (launch.launch().phase() == Phase.REGISTERED && instance != null) {
            endWith(launch, instance);
        } else {
            end(launch);
        }
    }

    /** Such a machine is not what it was said to be: others are tried first. That it is smaller is remembered of its type. */
    private void avoid(MachineLaunch launch) {
        if (sizes.isSmaller(launch)) {
            return;
        }
        ProviderMemory memory = state.providerMemory(launch.capacityProvider());
        launches.remember(
                memory.with(memory.pauses().refused(launch.launch().attempt().pool(), turn.now())));
    }

    private void give(MachineLaunch launch, Task task) {
        InstanceState instance = Objects.requireNonNull(launches.instance(launch));
        turn.transaction().changeTask(Ids.shortId(task.taskArn()), change -> {
            TaskFactory.placed(change, instance, turn.now());
        });
        launches.put(launch, launch.leaving(Leaving.AFTER_ITS_TASK));
    }

    private List<Free> free(Map<String, List<Task>> waiting, WaitingGroups groups, String capacityProvider) {
        Map<String, Task> firsts = new LinkedHashMap<>();
        waiting.forEach((group, tasks) -> firsts.put(group, tasks.get(0)));
        List<Free> free = new ArrayList<>();
        for (MachineLaunch launch : launches.of(capacityProvider)) {
            InstanceState instance = launches.instance(launch);
            if (launch.launch().isComing()) {
                free.add(new Free(launch.id(), false, sizes.of(launch), group -> true));
            } else if (isFree(launch, instance)) {
                free.add(free(launch, Objects.requireNonNull(instance), firsts, groups));
            }
        }
        return free;
    }

    private static boolean isFree(MachineLaunch launch, @Nullable InstanceState instance) {
        return launch.launch().phase() == Phase.REGISTERED
                && launch.leaving() == null
                && instance != null
                && instance.active()
                && EmptyMachines.isEmpty(instance);
    }

    private Free free(MachineLaunch launch, InstanceState instance, Map<String, Task> firsts, WaitingGroups groups) {
        if (!instance.connected()) {
            return new Free(launch.id(), false, sizes.of(launch), group -> true);
        }
        ComingMachine meant = launch.coming();
        ComingMachine machine = new ComingMachine(
                meant.machineType(),
                meant.zone(),
                instance.remainingCpu(),
                instance.remainingMemory(),
                List.of(),
                meant.tasks());
        return new Free(
                launch.id(),
                true,
                machine,
                group -> groups.fitsAlone(Objects.requireNonNull(firsts.get(group)), instance));
    }

    /** How many machines have come, but for those that are taken back. */
    int running(List<MachineLaunch> own) {
        int running = 0;
        for (MachineLaunch launch : own) {
            boolean stays = launch.leaving() == null || launch.leaving() == Leaving.AFTER_ITS_TASK;
            running += launch.launch().phase() == Phase.REGISTERED && stays ? 1 : 0;
        }
        return running;
    }

    /** Of the launches of these ids, how many have no container instance yet. */
    int coming(Set<String> ids) {
        int coming = 0;
        for (String id : ids) {
            MachineLaunch launch = state.launch(id);
            coming += launch != null && launch.launch().isComing() ? 1 : 0;
        }
        return coming;
    }
}
