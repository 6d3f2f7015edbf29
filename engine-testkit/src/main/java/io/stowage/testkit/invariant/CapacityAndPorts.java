package io.stowage.testkit.invariant;

import io.stowage.model.ContainerInstance;
import io.stowage.model.Resource;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import java.util.List;

/**
 * S1 and S2. Looked at where a task arrives: what is there may be too much only if the container instance shrank, and then nothing may
 * come until it fits again.
 */
final class CapacityAndPorts implements CommitCheck {

    @Override
    public void check(Change change, ClusterMirror mirror, Report report) {
        for (Change.OfTask task : change.tasks) {
            Task after = task.after();
            if (after != null && arrives(task) && after.containerInstanceArn() != null) {
                checkCapacity(task.id(), after.containerInstanceArn(), mirror, report);
                checkPorts(task.id(), after.containerInstanceArn(), mirror, report);
            }
        }
    }

    /** What was STOPPED in the turn that created it takes nothing. */
    private static boolean arrives(Change.OfTask task) {
        Task before = task.before();
        Task after = task.after();
        if (after == null || after.lastStatus() == TaskStatus.STOPPED) {
            return false;
        }
        return before == null || before.containerInstanceArn() == null;
    }

    private static void checkCapacity(String taskId, String instanceArn, ClusterMirror mirror, Report report) {
        ContainerInstance instance = mirror.instance(instanceArn);
        if (instance == null) {
            report.violated(Invariant.S3, "Task " + taskId + " is placed on " + instanceArn + ", which is not there.");
            return;
        }
        InstanceLedger ledger = mirror.instanceLedger(instanceArn);
        int cpu = registered(instance, "CPU");
        int memory = registered(instance, "MEMORY");
        if (ledger.cpu() > cpu || ledger.memory() > memory) {
            report.violated(
                    Invariant.S1,
                    "Task " + taskId + " came to " + instanceArn + ", which has cpu " + cpu + " and memory " + memory
                            + ". Claimed there: " + ledger + ".");
        }
    }

    private static void checkPorts(String taskId, String instanceArn, ClusterMirror mirror, Report report) {
        InstanceLedger ledger = mirror.instanceLedger(instanceArn);
        Demand demand = ledger.demand(taskId);
        for (String port : demand == null ? List.<String>of() : demand.ports()) {
            if (ledger.claims(port).size() > 1) {
                report.violated(
                        Invariant.S2,
                        "Host port " + port + " of " + instanceArn + " is claimed by the tasks " + ledger.claims(port)
                                + ".");
            }
        }
    }

    static int registered(ContainerInstance instance, String resource) {
        for (Resource registered : instance.registeredResources()) {
            if (registered.name().equals(resource) && registered.integerValue() != null) {
                return registered.integerValue();
            }
        }
        return 0;
    }

    /** What the tasks of an instance take together: no more than it has, and no host port twice. */
    static void checkSums(ContainerInstance instance, InstanceLedger ledger, Report report) {
        String arn = instance.containerInstanceArn();
        if (ledger.cpu() > registered(instance, "CPU") || ledger.memory() > registered(instance, "MEMORY")) {
            report.violated(Invariant.S23, "On " + arn + " more is claimed than it has: " + ledger + ".");
        }
        for (String port : ledger.ports()) {
            if (ledger.claims(port).size() > 1) {
                report.violated(
                        Invariant.S23, "On " + arn + " host port " + port + " is claimed twice: " + ledger + ".");
            }
        }
    }
}
