package io.stowage.testkit.invariant;

import io.stowage.model.ContainerInstance;
import io.stowage.model.Service;
import io.stowage.model.Task;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskStatus;
import io.stowage.spi.PartitionSnapshot;
import io.stowage.spi.Payload;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A copy of one partition of the engine's state, kept from its commits alone, with the sums that the invariants need.
 *
 * <p>Task definitions come first and go last, so that a task is never seen without its own.
 */
public final class ClusterMirror {

    private static final String TASK = "task";
    private static final String SERVICE = "service";
    private static final String INSTANCE = "instance";
    private static final String DEFINITION = "definition";

    private final Map<String, Task> tasks = new LinkedHashMap<>();
    private final Map<String, Service> services = new LinkedHashMap<>();
    private final Map<String, ContainerInstance> instances = new LinkedHashMap<>();
    /** The same by ARN: tasks name them so, and are asked about far more often than instances change. */
    private final Map<String, ContainerInstance> instancesByArn = new HashMap<>();

    private final Map<String, TaskDefinition> definitionsByArn = new LinkedHashMap<>();
    private final Map<String, TaskDefinition> definitions = new HashMap<>();
    private final Map<String, InstanceLedger> instanceLedgers = new HashMap<>();
    private final Map<String, ServiceLedger> serviceLedgers = new HashMap<>();

    /** The copy of a partition as it was read: nothing is known of how it came about. Records are in the order of their kinds: tasks come last. */
    static ClusterMirror of(PartitionSnapshot snapshot) {
        ClusterMirror mirror = new ClusterMirror();
        Change untold = new Change(snapshot.revision().number());
        for (StoredRecord record : snapshot.records()) {
            if (record.kind().equals(TASK)) {
                mirror.putTask(record.id(), object(record.payload(), Task.class), untold);
            } else {
                mirror.put(record, untold);
            }
        }
        // What happened to the services since their tasks were created isn't known, and may well cost one its life.
        long next = snapshot.revision().number() + 1;
        mirror.serviceLedgers.values().forEach(ledger -> ledger.input(next));
        return mirror;
    }

    /** Takes a commit in, and says what it changed. */
    Change apply(List<Write> writes, long revision) {
        Change change = new Change(revision);
        for (Write write : writes) {
            if (write instanceof Write.Put put && !write.kind().equals(TASK)) {
                put(put.record(), change);
            } else if (write instanceof Write.Delete && !write.kind().equals(DEFINITION)) {
                delete(write.kind(), write.id(), change);
            }
        }
        for (Write write : writes) {
            if (write instanceof Write.Put put && write.kind().equals(TASK)) {
                putTask(write.id(), object(put.record().payload(), Task.class), change);
            }
        }
        for (Write write : writes) {
            if (write instanceof Write.Delete && write.kind().equals(DEFINITION)) {
                TaskDefinition removed = definitions.remove(write.id());
                definitionsByArn.remove(removed == null ? "" : removed.taskDefinitionArn());
            }
        }
        return change;
    }

    private void put(StoredRecord record, Change change) {
        String id = record.id();
        switch (record.kind()) {
            case SERVICE -> {
                Service after = object(record.payload(), Service.class);
                change.services.add(new Change.OfService(id, services.put(id, after), after));
            }
            case INSTANCE -> {
                ContainerInstance after = object(record.payload(), ContainerInstance.class);
                instancesByArn.put(after.containerInstanceArn(), after);
                change.instances.add(new Change.OfInstance(id, instances.put(id, after), after));
            }
            case DEFINITION -> {
                TaskDefinition definition = object(record.payload(), TaskDefinition.class);
                definitionsByArn.put(definition.taskDefinitionArn(), definition);
                definitions.put(id, definition);
            }
            default -> {
                // Not part of what the invariants are about.
            }
        }
    }

    private void delete(String kind, String id, Change change) {
        switch (kind) {
            case TASK -> {
                Task before = tasks.remove(id);
                leaveLedgers(id, before);
                change.tasks.add(new Change.OfTask(id, before, null));
            }
            case SERVICE -> change.services.add(new Change.OfService(id, services.remove(id), null));
            case INSTANCE -> {
                ContainerInstance before = instances.remove(id);
                instancesByArn.remove(before == null ? "" : before.containerInstanceArn());
                change.instances.add(new Change.OfInstance(id, before, null));
            }
            default -> {
                // Not part of what the invariants are about.
            }
        }
    }

    private void putTask(String id, Task after, Change change) {
        Task before = tasks.put(id, after);
        leaveLedgers(id, after.lastStatus() == TaskStatus.STOPPED ? before : null);
        enterLedgers(id, after, change.revision);
        change.tasks.add(new Change.OfTask(id, before, after));
    }

    private void enterLedgers(String id, Task after, long revision) {
        if (after.lastStatus() == TaskStatus.STOPPED) {
            return;
        }
        String instance = after.containerInstanceArn();
        TaskDefinition definition = definition(after);
        if (instance != null && definition != null && instanceLedger(instance).demand(id) == null) {
            instanceLedger(instance).add(id, Demand.of(after, definition));
        }
        String service = serviceOf(after);
        if (service != null) {
            serviceLedger(service).put(id, after, revision);
        }
    }

    private void leaveLedgers(String id, @Nullable Task before) {
        if (before == null) {
            return;
        }
        if (before.containerInstanceArn() != null) {
            instanceLedger(before.containerInstanceArn()).remove(id);
        }
        String service = serviceOf(before);
        if (service != null) {
            serviceLedger(service).remove(id);
        }
    }

    /** Every task, STOPPED ones too, until they are deleted. */
    public Collection<Task> tasks() {
        return tasks.values();
    }

    public @Nullable Task task(String taskId) {
        return tasks.get(taskId);
    }

    public Collection<Service> services() {
        return services.values();
    }

    public @Nullable Service service(String name) {
        return services.get(name);
    }

    public Collection<ContainerInstance> instances() {
        return instances.values();
    }

    public @Nullable ContainerInstance instance(String arn) {
        return instancesByArn.get(arn);
    }

    @Nullable
    ContainerInstance instanceWithId(String id) {
        return instances.get(id);
    }

    public @Nullable TaskDefinition definition(Task task) {
        return definitionsByArn.get(task.taskDefinitionArn());
    }

    @Nullable
    TaskDefinition definition(String arn) {
        return definitionsByArn.get(arn);
    }

    @Nullable
    TaskDefinition definitionWithId(String id) {
        return definitions.get(id);
    }

    /** How many records there are of which it is a copy. */
    int records() {
        return tasks.size() + services.size() + instances.size() + definitions.size();
    }

    InstanceLedger instanceLedger(String instanceArn) {
        return instanceLedgers.computeIfAbsent(instanceArn, absent -> new InstanceLedger());
    }

    ServiceLedger serviceLedger(String serviceName) {
        return serviceLedgers.computeIfAbsent(serviceName, absent -> new ServiceLedger());
    }

    /** The name of the service that a task belongs to; null if it belongs to none. */
    static @Nullable String serviceOf(Task task) {
        return task.group().startsWith("service:") && task.startedBy() != null
                ? task.group().substring(8)
                : null;
    }

    /** The last part of an ARN. */
    public static String idOf(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    static <T> T object(Payload payload, Class<T> type) {
        return payload.object(type, text -> {
            throw new IllegalStateException("A simulation keeps objects, but this record is text: " + text);
        });
    }
}
