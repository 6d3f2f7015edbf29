package io.stowage.core.agent;

import io.stowage.core.world.World;
import io.stowage.model.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells the control plane what is known of the tasks. Only the latest report of a task counts: one that changes nothing is not sent,
 * one that is not acknowledged is sent again, and what one message changed goes out in one piece.
 */
final class Outbox {

    private static final Duration RESEND_AFTER = Duration.ofSeconds(5);

    private final World world;
    private final AgentStrand strand;
    private final Consumer<List<TaskReport>> sender;

    /** Tasks of which something may have changed, and whether their report is due even if nothing has. */
    private final Map<KnownTask, Boolean> changed = new LinkedHashMap<>();

    private final Map<String, Sent> latest = new LinkedHashMap<>();
    private final Map<String, Sent> unacknowledged = new LinkedHashMap<>();
    private long sequence;
    private boolean resendScheduled;

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
        latest.remove(task.taskId());
        unacknowledged.remove(task.taskId());
    }

    /**
     * The control plane has committed what a report said.
     *
     * @return whether that was the last report of a stopped task
     */
    boolean acknowledge(String taskId, long acknowledged) {
        Sent sent = unacknowledged.get(taskId);
        if (sent == null || acknowledged < sent.report().sequence()) {
            return false;
        }
        unacknowledged.remove(taskId);
        return sent.report().lastStatus() == TaskStatus.STOPPED;
    }

    /** Sends what has changed. */
    void flush() {
        if (changed.isEmpty()) {
            return;
        }
        List<TaskReport> reports = new ArrayList<>(changed.size());
        changed.forEach((task, evenIfSame) -> {
            TaskReport report = next(task, evenIfSame);
            if (report != null) {
                reports.add(report);
            }
        });
        changed.clear();
        send(reports);
    }

    private @Nullable TaskReport next(KnownTask task, boolean evenIfSame) {
        Sent last = latest.get(task.taskId());
        TaskReport report = TaskReports.of(task, sequence + 1);
        if (last != null && !evenIfSame && report.saysTheSameAs(last.report())) {
            return null;
        }
        sequence++;
        return report;
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
