package io.stowage.testkit.invariant;

import io.stowage.model.ContainerInstance;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentStatus;
import io.stowage.model.Service;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.spi.PartitionSnapshot;

/**
 * S23: a partition as an engine would read it now, looked at as a whole. It must be what the commits have made it, and break no rule
 * that a state alone can break. So it is looked at without what was kept step by step, which is compared with it on the way.
 */
final class WholeState {

    private WholeState() {}

    static void check(PartitionSnapshot stored, ClusterMirror kept, Report report) {
        if (!kept.holdsSameAs(stored)) {
            report.violated(
                    Invariant.S23,
                    "What is stored at revision " + stored.revision() + " is not what the commits have made it.");
        }
        // What is STOPPED takes nothing.
        ClusterMirror fresh = ClusterMirror.of(stored, task -> task.lastStatus() != TaskStatus.STOPPED);
        CapacityAndPorts.checkState(fresh, report);
        for (Task task : kept.tasks()) {
            if (fresh.definition(task) == null) {
                report.violated(
                        Invariant.S23, "The revision is not in the partition that is of " + TaskLife.describe(task));
            }
        }
        for (Service service : fresh.services()) {
            long primaries = service.deployments().stream()
                    .map(Deployment::status)
                    .filter(DeploymentStatus.PRIMARY::equals)
                    .count();
            if (primaries > 1) {
                report.violated(Invariant.S23, primaries + " deployments are PRIMARY of " + service + ".");
            }
        }
        requireSameSums(fresh, kept);
    }

    /** The sums that are kept step by step, against those made from scratch. */
    private static void requireSameSums(ClusterMirror fresh, ClusterMirror kept) {
        for (ContainerInstance instance : fresh.instances()) {
            String arn = instance.containerInstanceArn();
            if (!fresh.instanceLedger(arn).sameAs(kept.instanceLedger(arn))) {
                throw new IllegalStateException("The test kit's own sums are wrong for " + arn + ": kept "
                        + kept.instanceLedger(arn) + ", true " + fresh.instanceLedger(arn));
            }
        }
    }
}
