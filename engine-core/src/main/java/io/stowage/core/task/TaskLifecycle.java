package io.stowage.core.task;

import static io.stowage.core.task.TaskLifecycle.Cause.*;
import static io.stowage.core.task.TaskLifecycle.Owner.AGENT;
import static io.stowage.core.task.TaskLifecycle.Owner.CONTROL_PLANE;
import static io.stowage.model.TaskStatus.ACTIVATING;
import static io.stowage.model.TaskStatus.DEACTIVATING;
import static io.stowage.model.TaskStatus.DELETED;
import static io.stowage.model.TaskStatus.DEPROVISIONING;
import static io.stowage.model.TaskStatus.PENDING;
import static io.stowage.model.TaskStatus.PROVISIONING;
import static io.stowage.model.TaskStatus.RUNNING;
import static io.stowage.model.TaskStatus.STOPPED;
import static io.stowage.model.TaskStatus.STOPPING;

import io.stowage.model.TaskStatus;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The life of a task: every change of {@code lastStatus} that may happen, why, and who makes it.
 *
 * <p>One owner per status a task leaves. The control plane owns a task until it is placed (PROVISIONING) and after it is over
 * (STOPPED); in between the agent of its container instance does, and only it says how far the task has got. A task that is placed
 * at once is created PENDING and has no PROVISIONING.
 *
 * <p>The one exception: when a container instance is deregistered by force, or is known to be gone for good, no agent is left to
 * report, and the control plane takes the instance's tasks to STOPPED by itself, whatever their status.
 *
 * <p>Status only moves forward. An agent's latest report says everything and earlier ones may be dropped, so a task may be seen to
 * skip any number of statuses: each later status is an edge. A skipped status is never entered afterwards.
 *
 * <p>{@code docs/task-lifecycle.md} is drawn from this table.
 */
public final class TaskLifecycle {

    /** Who makes a change. */
    public enum Owner {
        /** The engine that leads the task's cluster. */
        CONTROL_PLANE,
        /** The agent of the task's container instance, by its report. */
        AGENT
    }

    /** What makes a task change its status. */
    public enum Cause {
        /** A container instance was found for it. */
        PLACED("a container instance is found"),
        /** It was to stop before a container instance was found for it. */
        NEVER_PLACED("to stop before it is placed"),
        /** The agent has begun to pull its images and to create its containers. */
        ACCEPTED("the agent begins to launch it"),
        /** Its containers run, as far as they have to for the task to count as running. */
        STARTED("its containers run"),
        /** It is to stop, and is being taken out of service first. */
        LEAVING_SERVICE("taken out of service"),
        /** Its containers have been told to stop. */
        STOP_SENT("its containers are told to stop"),
        /** It never ran: it could not start, or was stopped before it did, and nothing of it is left. */
        FAILED_TO_START("it never ran"),
        /** All its containers have exited. */
        EXITED("its containers have exited"),
        /** What was provisioned for it has been released. */
        RELEASED("what it used is released"),
        /** Its container instance was deregistered by force, or is gone for good. */
        INSTANCE_DEREGISTERED("its instance is deregistered by force, or gone"),
        /** It has been STOPPED for as long as stopped tasks are kept. */
        EXPIRED("kept long enough");

        private final String text;

        Cause(String text) {
            this.text = text;
        }

        /** A few words, for the diagram. */
        String text() {
            return text;
        }
    }

    /** One row of the table. No two rows have the same {@code from}, {@code to} and {@code owner}. */
    public record Transition(TaskStatus from, Cause cause, TaskStatus to, Owner owner) {}

    private static final List<Transition> TABLE = List.of(
            byControlPlane(PROVISIONING, PLACED, PENDING),
            byControlPlane(PROVISIONING, NEVER_PLACED, STOPPED),
            byAgent(PENDING, ACCEPTED, ACTIVATING),
            byAgent(PENDING, STARTED, RUNNING),
            byAgent(PENDING, LEAVING_SERVICE, DEACTIVATING),
            byAgent(PENDING, STOP_SENT, STOPPING),
            byAgent(PENDING, EXITED, DEPROVISIONING),
            byAgent(PENDING, FAILED_TO_START, STOPPED),
            byControlPlane(PENDING, INSTANCE_DEREGISTERED, STOPPED),
            byAgent(ACTIVATING, STARTED, RUNNING),
            byAgent(ACTIVATING, LEAVING_SERVICE, DEACTIVATING),
            byAgent(ACTIVATING, STOP_SENT, STOPPING),
            byAgent(ACTIVATING, EXITED, DEPROVISIONING),
            byAgent(ACTIVATING, FAILED_TO_START, STOPPED),
            byControlPlane(ACTIVATING, INSTANCE_DEREGISTERED, STOPPED),
            byAgent(RUNNING, LEAVING_SERVICE, DEACTIVATING),
            byAgent(RUNNING, STOP_SENT, STOPPING),
            byAgent(RUNNING, EXITED, DEPROVISIONING),
            byAgent(RUNNING, RELEASED, STOPPED),
            byControlPlane(RUNNING, INSTANCE_DEREGISTERED, STOPPED),
            byAgent(DEACTIVATING, STOP_SENT, STOPPING),
            byAgent(DEACTIVATING, EXITED, DEPROVISIONING),
            byAgent(DEACTIVATING, RELEASED, STOPPED),
            byControlPlane(DEACTIVATING, INSTANCE_DEREGISTERED, STOPPED),
            byAgent(STOPPING, EXITED, DEPROVISIONING),
            byAgent(STOPPING, RELEASED, STOPPED),
            byControlPlane(STOPPING, INSTANCE_DEREGISTERED, STOPPED),
            byAgent(DEPROVISIONING, RELEASED, STOPPED),
            byControlPlane(DEPROVISIONING, INSTANCE_DEREGISTERED, STOPPED),
            byControlPlane(STOPPED, EXPIRED, DELETED));

    /** The rows by from, to and owner: it is asked for every report. */
    private static final Map<TaskStatus, Map<TaskStatus, Map<Owner, Transition>>> ROWS = rows();

    private TaskLifecycle() {}

    private static Map<TaskStatus, Map<TaskStatus, Map<Owner, Transition>>> rows() {
        Map<TaskStatus, Map<TaskStatus, Map<Owner, Transition>>> rows = new EnumMap<>(TaskStatus.class);
        for (Transition row : TABLE) {
            rows.computeIfAbsent(row.from(), from -> new EnumMap<>(TaskStatus.class))
                    .computeIfAbsent(row.to(), to -> new EnumMap<>(Owner.class))
                    .put(row.owner(), row);
        }
        return rows;
    }

    /** Every change there is, in the order of a life. */
    public static List<Transition> table() {
        return TABLE;
    }

    /** Whether {@code owner} may take a task from one status to the other. Staying where it is, is no change and not in the table. */
    public static boolean legal(TaskStatus from, TaskStatus to, Owner owner) {
        return find(from, to, owner).isPresent();
    }

    /** The row of this change; empty if it is not legal. */
    public static Optional<Transition> find(TaskStatus from, TaskStatus to, Owner owner) {
        Map<TaskStatus, Map<Owner, Transition>> ways = ROWS.get(from);
        Map<Owner, Transition> owners = ways == null ? null : ways.get(to);
        return Optional.ofNullable(owners == null ? null : owners.get(owner));
    }

    private static Transition byAgent(TaskStatus from, Cause cause, TaskStatus to) {
        return new Transition(from, cause, to, AGENT);
    }

    private static Transition byControlPlane(TaskStatus from, Cause cause, TaskStatus to) {
        return new Transition(from, cause, to, CONTROL_PLANE);
    }
}
