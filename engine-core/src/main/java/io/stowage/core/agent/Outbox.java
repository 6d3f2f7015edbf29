package io.stowage.core.agent;

import io.stowage.core.world.World;
import io.stowage.model.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells the control plane what is known of the tasks. Only the latest report of a task counts: one that changes nothing is not sent,
 * one that is not acknowledged is sent again, and what one message changed goes out in one piece.
 *
 * <p>That a task runs, that it stops by itself, that it has stopped and how its health is, is told at once, for something is decided on
 * it. The steps in between are {@linkplain #isProgress progress}: they wait a moment, in which most are overtaken by the next one. So a
 * task that starts quickly is reported once, as ECS's agent reports state changes and not steps.
 */
final class Outbox {

    private static final Duration RESEND_AFTER = Duration.ofSeconds(5);
    private static final Duration PROGRESS_AFTER = Duration.ofSeconds(1);

    private final World world;
    private final AgentStrand strand;
    private final Consumer<List<TaskReport>> sender;

    /** Tasks of which something may have changed, and whether their report is due even if nothing has. */
    private final Map<KnownTask, Boolean> changed = new LinkedHashMap<>();

    /** Tasks that have made progress of which nothing was said yet. */
    private final Set<KnownTask> progress = new LinkedHashSet<>();

    private final Map<String, Sent> latest = new LinkedHashMap<>();
    private final Map<String, Sent> unacknowledged = new LinkedHashMap<>();
    private long sequence;
    private boolean resendScheduled;
    private boolean progressScheduled;

    Outbox(World world, AgentStrand strand, Consumer<List<TaskReport>> sender) {
        this.world = world;
        this.strand = strand;
        this.sender = sender;
    }

    private record Sent(TaskReport report, long at) {}

    /** Something about the task may have changed. */
    void changed(KnownTask task) {
        changed.putIfAbsent(task, false);
    }

    /** The task is reported even if nothing changed. */
    void full(KnownTask task) {
        changed.put(task, true);
    }

    /** Nothing more is said of the task. */
    void forget(KnownTask task) {
        changed.remove(task);
        progress.remove(task);
        latest.remove(task.taskId());
        unacknowledged.remove(task.taskId());
    }

    /**
     * The control plane has committed what a report said. If that was an earlier one, and the latest was acknowledged before, the earlier one may
     * have been delayed and have undone what the latest said: that is told again.
     *
     * @return the report, if it is the latest one and this is new
     */
    @Nullable
    TaskReport acknowledge(String taskId, long acknowledged) {
        Sent sent = unacknowledged.get(taskId);
        if (sent == null || acknowledged < sent.report().sequence()) {
            Sent last = latest.get(taskId);
            if (sent == null && last != null && acknowledged < last.report().sequence()) {
                send(List.of(last.report()));
            }
            return null;
        }
        unacknowledged.remove(taskId);
        return sent.report();
    }

    /** Sends what has changed. */
    void flush() {
        if (changed.isEmpty()) {
            return;
        }
        List<TaskReport> reports = new ArrayList<>(changed.size());
        changed.forEach((task, evenIfSame) -> {
            Sent last = latest.get(task.taskId());
            if (!evenIfSame && isProgress(task, last)) {
                progress.add(task);
            } else if (!isTold(task, last)) {
                progress.remove(task);
                reports.add(next(task));
            } else if (evenIfSame && last != null) {
                sequence++;
                reports.add(last.report().again(sequence));
            }
        });
        changed.clear();
        send(reports);
        scheduleProgress();
    }

    private static boolean isTold(KnownTask task, @Nullable Sent last) {
        return last != null && TaskReports.isTold(task, last.report());
    }

    /** Whether what is new is only a step on the way to RUNNING or STOPPED. */
    private static boolean isProgress(KnownTask task, @Nullable Sent last) {
        TaskStatus status = task.status();
        if (last == null) {
            return status.compareTo(TaskStatus.RUNNING) < 0;
        }
        return status != TaskStatus.RUNNING
                && !task.isStopped()
                && task.stopCode() == last.report().stopCode()
                && TaskReports.health(task) == last.report().healthStatus();
    }

    private void scheduleProgress() {
        if (!progress.isEmpty() && !progressScheduled) {
            progressScheduled = true;
            strand.schedule(PROGRESS_AFTER, this::tellProgress);
        }
    }

    private void tellProgress() {
        progressScheduled = false;
        List<TaskReport> reports = new ArrayList<>(progress.size());
        for (KnownTask task : progress) {
            if (!isTold(task, latest.get(task.taskId()))) {
                reports.add(next(task));
            }
        }
        progress.clear();
        send(reports);
    }

    private TaskReport next(KnownTask task) {
        sequence++;
        return TaskReports.of(task, sequence);
    }

    private void send(List<TaskReport> reports) {
        if (reports.isEmpty()) {
            return;
        }
        long now = world.monotonicNanos();
        for (TaskReport report : reports) {
            Sent sent = new Sent(report, now);
            latest.put(report.taskId(), sent);
            unacknowledged.put(report.taskId(), sent);
        }
        sender.accept(reports);
        if (!resendScheduled) {
            resendScheduled = true;
            strand.schedule(RESEND_AFTER, this::resend);
        }
    }

    private void resend() {
        resendScheduled = false;
        long now = world.monotonicNanos();
        long due = now - RESEND_AFTER.toNanos();
        List<TaskReport> again = new ArrayList<>();
        long next = Moment.NEVER;
        for (Sent sent : unacknowledged.values()) {
            if (sent.at() <= due) {
                again.add(sent.report());
            } else {
                next = Math.min(next, sent.at());
            }
        }
        send(again);
        if (!resendScheduled && next != Moment.NEVER) {
            resendScheduled = true;
            strand.schedule(Duration.ofNanos(next - due), this::resend);
        }
    }
}
