package io.stowage.testkit.invariant;

import io.stowage.model.ContainerInstance;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentStatus;
import io.stowage.model.Service;
import io.stowage.model.Task;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskStatus;
import io.stowage.spi.PartitionSnapshot;
import io.stowage.spi.StoredRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * S23: a partition as an engine would read it now, looked at as a whole. It must be what the commits have made it, and break no rule
 * that a state alone can break. So it is looked at without what was kept step by step, which is compared with it on the way.
 *
 * <p>All in one pass: records are in the order of their kinds, so that a task comes after its definition.
 */
final class WholeState {

    private final ClusterMirror kept;
    private final Report report;
    private final Map<String, TaskDefinition> definitions = new HashMap<>();
    private final List<ContainerInstance> instances = new ArrayList<>();
    private final Map<String, InstanceLedger> ledgers = new HashMap<>();
    private boolean differs;
    private int records;

    private WholeState(ClusterMirror kept, Report report) {
        this.kept = kept;
        this.report = report;
    }

    static void check(PartitionSnapshot stored, ClusterMirror kept, Report report) {
        WholeState whole = new WholeState(kept, report);
        for (StoredRecord record : stored.records()) {
            whole.look(record.id(), ClusterMirror.object(record.payload(), Object.class));
        }
        if (whole.differs || whole.records != kept.records()) {
            report.violated(
                    Invariant.S23,
                    "What is stored at revision " + stored.revision() + " is not what the commits have made it.");
        }
        whole.checkSums();
    }

    private void look(String id, Object record) {
        if (record instanceof Task task) {
            compare(task, kept.task(id));
            lookAt(id, task);
        } else if (record instanceof TaskDefinition definition) {
            compare(definition, kept.definitionWithId(id));
            definitions.put(definition.taskDefinitionArn(), definition);
        } else if (record instanceof ContainerInstance instance) {
            compare(instance, kept.instanceWithId(id));
            instances.add(instance);
        } else if (record instanceof Service service) {
            compare(service, kept.service(id));
            lookAt(service);
        }
    }

    /** Nearly always they are the very same object, which needs no look into it. */
    @SuppressWarnings("ReferenceEquality")
    private void compare(Object stored, @Nullable Object known) {
        records++;
        differs |= stored != known && !stored.equals(known);
    }

    private void lookAt(String id, Task task) {
        TaskDefinition definition = definitions.get(task.taskDefinitionArn());
        if (definition == null) {
            report.violated(
                    Invariant.S23, "The revision is not in the partition that is of " + TaskLife.describe(task));
        } else if (task.lastStatus() != TaskStatus.STOPPED && task.containerInstanceArn() != null) {
            ledger(task.containerInstanceArn()).add(id, Demand.of(task, definition));
        }
    }

    private void lookAt(Service service) {
        int primaries = 0;
        for (Deployment deployment : service.deployments()) {
            primaries += deployment.status() == DeploymentStatus.PRIMARY ? 1 : 0;
        }
        if (primaries > 1) {
            report.violated(Invariant.S23, primaries + " deployments are PRIMARY of " + service + ".");
        }
    }

    private InstanceLedger ledger(String instanceArn) {
        return ledgers.computeIfAbsent(instanceArn, absent -> new InstanceLedger());
    }

    /** The sums made from scratch: that no instance gives more than it has, and that they are what was kept step by step. */
    private void checkSums() {
        for (ContainerInstance instance : instances) {
            String arn = instance.containerInstanceArn();
            InstanceLedger fresh = ledger(arn);
            CapacityAndPorts.checkSums(instance, fresh, report);
            if (!fresh.sameAs(kept.instanceLedger(arn))) {
                throw new IllegalStateException("The test kit's own sums are wrong for " + arn + ": kept "
                        + kept.instanceLedger(arn) + ", true " + fresh);
            }
        }
    }
}
