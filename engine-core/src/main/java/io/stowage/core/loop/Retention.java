package io.stowage.core.loop;

import io.stowage.core.agent.Attachment;
import io.stowage.core.operation.ClientTokens;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.Ids;
import io.stowage.core.state.InactiveService;
import io.stowage.core.state.ServiceState;
import io.stowage.core.state.Transaction;
import io.stowage.model.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Forgets STOPPED tasks, INACTIVE services and client tokens that have been kept long enough, the oldest first; of tasks and services,
 * some at a time. So are deregistered instances that nobody could clean: their hosts won't come back.
 */
final class Retention {

    /** How long a host that is to be cleaned is waited for. */
    private static final Duration LONGEST_CLEAN_UP = Duration.ofDays(1);

    private Retention() {}

    static void run(Transaction transaction, LoopSettings.RetentionSettings settings, int most) {
        ClientTokens.expire(transaction, transaction.now());
        ClusterState state = transaction.state();
        int left = most;
        Task oldest = state.oldestStopped();
        while (oldest != null
                && left > 0
                && !expiry(oldest, settings.stoppedTasks()).isAfter(transaction.now())) {
            transaction.deleteTask(Ids.shortId(oldest.taskArn()));
            left--;
            oldest = state.oldestStopped();
        }
        forgetFormerInstances(transaction);
        left = forgetServices(transaction, settings.inactiveServices(), left);
        trim(transaction, settings.stoppedTasksPerService(), left);
    }

    /** What is too much for one turn is left to the next. */
    private static void trim(Transaction transaction, int kept, int most) {
        ClusterState state = transaction.state();
        int left = most;
        for (String name : state.servicesWithMoreStopped()) {
            ServiceState service = state.service(name);
            left -= service == null ? 0 : trim(transaction, service, kept, left);
            if (service == null || service.stoppedBeyond(kept) == null) {
                state.noMoreStopped(name);
            }
        }
    }

    private static void forgetFormerInstances(Transaction transaction) {
        Attachment oldest = transaction.state().oldestFormer();
        while (oldest != null && !cleanUpEnds(oldest).isAfter(transaction.now())) {
            transaction.deleteAttachment(oldest.containerInstanceId());
            oldest = transaction.state().oldestFormer();
        }
    }

    private static Instant cleanUpEnds(Attachment attachment) {
        return Objects.requireNonNull(attachment.former()).since().plus(LONGEST_CLEAN_UP);
    }

    private static int forgetServices(Transaction transaction, Duration kept, int most) {
        int left = most;
        InactiveService oldest = transaction.state().oldestInactiveService();
        while (oldest != null && left > 0 && !oldest.since().plus(kept).isAfter(transaction.now())) {
            transaction.deleteService(oldest.serviceName());
            left--;
            oldest = transaction.state().oldestInactiveService();
        }
        return left;
    }

    private static int trim(Transaction transaction, ServiceState service, int kept, int most) {
        int trimmed = 0;
        Task beyond = service.stoppedBeyond(kept);
        while (beyond != null && trimmed < most) {
            transaction.deleteTask(Ids.shortId(beyond.taskArn()));
            trimmed++;
            beyond = service.stoppedBeyond(kept);
        }
        return trimmed;
    }

    /** When the next of them has been kept long enough; null if there is none. */
    static @Nullable Instant nextDue(ClusterState state, LoopSettings.RetentionSettings settings) {
        Task oldest = state.oldestStopped();
        Instant task = oldest == null ? null : expiry(oldest, settings.stoppedTasks());
        InactiveService inactive = state.oldestInactiveService();
        Instant service = inactive == null ? null : inactive.since().plus(settings.inactiveServices());
        Attachment former = state.oldestFormer();
        Instant cleanUp = former == null ? null : cleanUpEnds(former);
        return Earliest.of(Earliest.of(task, service), Earliest.of(cleanUp, ClientTokens.nextDue(state)));
    }

    private static Instant expiry(Task stopped, Duration kept) {
        Instant since = stopped.stoppedAt() == null ? stopped.createdAt() : stopped.stoppedAt();
        return since.plus(kept);
    }
}
