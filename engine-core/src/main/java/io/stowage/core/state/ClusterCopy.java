package io.stowage.core.state;

import io.stowage.core.deployment.TaskHealth;
import io.stowage.core.placement.Demand;
import io.stowage.core.placement.InstanceSketch;
import io.stowage.core.placement.Inventory;
import io.stowage.model.ContainerInstance;
import io.stowage.model.DesiredStatus;
import io.stowage.model.Service;
import io.stowage.model.Task;
import io.stowage.model.TaskDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A cluster's container instances and their tasks as they were at one moment, for questions that take too long to be answered on the loop.
 *
 * <p>To make it only collects records, which never change: some microseconds an instance. What follows from them is derived anew when {@link
 * #hosts} is asked, as by an engine that has just read them. It belongs to whoever asked for it, on any one thread.
 */
public final class ClusterCopy {

    private final List<Unread> instances = new ArrayList<>();
    private final Map<String, DefinitionState> definitions = new LinkedHashMap<>();
    private final Map<String, Service> services = new LinkedHashMap<>();
    private final Duration healthyAfterRunning;
    private final Instant now;

    /**
     * An instance and what is on it.
     *
     * @param tasks those that are to run
     * @param held whether there are tasks that have to stay: protected ones, or some whose records can't be read
     */
    public record Host(InstanceSketch instance, List<Booking> tasks, boolean held) {

        /** Copies the list. */
        public Host {
            tasks = List.copyOf(tasks);
        }
    }

    /** A task, and what it takes. */
    public record Booking(Task task, Demand demand) {}

    /** An instance's record, and its unreleased tasks with what each takes. */
    private static final class Unread {
        private final ContainerInstance instance;
        private final Task[] tasks;
        private final Demand[] demands;
        /** The instance itself, where not all that is on it follows from records; else null. */
        private final @Nullable InstanceState copy;

        private boolean protects;

        Unread(InstanceState of, Instant now) {
            instance = of.record();
            tasks = new Task[of.unreleasedCount()];
            demands = new Demand[tasks.length];
            int i = 0;
            for (TaskState task : of.tasks()) {
                tasks[i] = task.task;
                demands[i++] = task.demand;
                protects |= task.task.desiredStatus() == DesiredStatus.RUNNING && isProtected(task.task, now);
            }
            copy = of.tasksAside() > 0 ? of.copy() : null;
        }

        Host read() {
            InstanceState read = copy == null ? new InstanceState(instance) : copy.copy();
            List<Booking> wanted = new ArrayList<>(tasks.length);
            for (int i = 0; i < tasks.length; i++) {
                if (copy == null) {
                    read.sketch(tasks[i], demands[i]);
                }
                if (tasks[i].desiredStatus() == DesiredStatus.RUNNING) {
                    wanted.add(new Booking(tasks[i], demands[i]));
                }
            }
            return new Host(read, wanted, protects || copy != null);
        }
    }

    /** Called on the loop. */
    public ClusterCopy(ClusterState state, Instant now) {
        for (InstanceState instance : state.instances()) {
            instances.add(new Unread(instance, now));
        }
        definitions.putAll(state.definitions);
        state.services.forEach((name, service) -> services.put(name, service.record()));
        this.healthyAfterRunning = state.healthyAfterRunning();
        this.now = now;
    }

    /** Made anew with each call; ordered by the ids of the instances. */
    public List<Host> hosts() {
        List<Host> hosts = new ArrayList<>(instances.size());
        instances.forEach(each -> hosts.add(each.read()));
        return hosts;
    }

    /** An inventory of the instances, made anew. */
    public Inventory inventory() {
        Inventory inventory = new Inventory();
        hosts().forEach(host -> inventory.join(host.instance()));
        return inventory;
    }

    private static boolean isProtected(Task task, Instant now) {
        Instant until = task.protectionExpirationDate();
        return until != null && until.isAfter(now);
    }

    /** Whether the task is protected at that moment. */
    public boolean isProtected(Task task) {
        return isProtected(task, now);
    }

    /** What the task runs. */
    public TaskDefinition definition(Task task) {
        return definition(task.taskDefinitionArn());
    }

    /** A revision that tasks or deployments of the cluster use. */
    public TaskDefinition definition(String arn) {
        return known(arn).definition;
    }

    /** What a task of the revision takes. */
    public Demand demand(String definitionArn) {
        return known(definitionArn).demand;
    }

    private DefinitionState known(String arn) {
        return Objects.requireNonNull(definitions.get(arn), arn);
    }

    /**
     * Whether the task counts as healthy for its service at that moment. By its record alone: an engine that follows lets no task become healthy by
     * the passing of time.
     */
    public boolean healthy(Task task) {
        return TaskHealth.healthy(task, known(task.taskDefinitionArn()).checked, healthyAfterRunning, now);
    }

    /** The service of which the task is; null if it is of none, or the service isn't there. */
    public @Nullable Service serviceOf(Task task) {
        String name = TaskIndex.serviceName(task.group());
        return name == null ? null : services.get(name);
    }
}
