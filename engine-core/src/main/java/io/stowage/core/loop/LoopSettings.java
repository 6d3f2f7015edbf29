package io.stowage.core.loop;

import io.stowage.core.deployment.BackoffSettings;
import io.stowage.core.inbox.Patience;
import io.stowage.core.service.ReconcileSettings;
import io.stowage.core.store.LeaseRounds;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster's loop is configured with.
 *
 * @param arnPrefix what ARNs begin with
 * @param lease how long leases live
 * @param retention how long STOPPED tasks and INACTIVE services are kept
 * @param healthyAfterRunning how long a task without a health check runs before it counts as healthy
 * @param services what the service scheduler is configured with
 * @param limits what bounds a turn and the mailbox
 * @param following how operations are answered while another engine leads
 */
public record LoopSettings(
        String arnPrefix,
        LeaseSettings lease,
        RetentionSettings retention,
        Duration healthyAfterRunning,
        ServiceSettings services,
        Limits limits,
        FollowSettings following) {

    /** With the usual settings for following. */
    public LoopSettings(
            String arnPrefix,
            LeaseSettings lease,
            RetentionSettings retention,
            Duration healthyAfterRunning,
            ServiceSettings services,
            Limits limits) {
        this(arnPrefix, lease, retention, healthyAfterRunning, services, limits, FollowSettings.DEFAULTS);
    }

    /**
     * How operations are answered while another engine leads.
     *
     * @param readAge how old the state may be that a read is answered from; zero means no older than the question
     * @param answerWithin how long an operation that changes something waits for the leader's answer
     */
    public record FollowSettings(Duration readAge, Duration answerWithin) {

        /** Reads are no older than the question; the leader has 27 s. */
        public static final FollowSettings DEFAULTS = new FollowSettings(Duration.ZERO, Duration.ofSeconds(27));

        /** How long operations wait. */
        Patience patience() {
            return new Patience(answerWithin);
        }
    }

    /**
     * What the service scheduler is configured with.
     *
     * @param backoff how long a deployment waits after tasks that did not become healthy
     * @param lostAfter after how long without its agent the tasks of an instance are replaced elsewhere; null for never
     */
    public record ServiceSettings(
            ReconcileSettings reconcile,
            BackoffSettings backoff,
            @Nullable Duration lostAfter) {}

    /**
     * What bounds a turn and the mailbox, and how long tasks wait.
     *
     * @param maxActionsPerTurn how many launches and stops one turn plans at most
     * @param operationQueueLimit how many operations may wait; more are refused
     * @param provisioningTimeout how long a task may wait for its capacity provider
     */
    public record Limits(int maxActionsPerTurn, int operationQueueLimit, Duration provisioningTimeout) {}

    /**
     * How long leases live, by this engine's monotonic clock.
     *
     * @param timeToLive how long the store honours a lease after its last renewal
     * @param renewEvery how often it is renewed
     * @param safety how long after the last successful renewal was sent the engine still trusts it: less than {@code timeToLive}, so
     *     that it steps down before another engine can take over
     */
    public record LeaseSettings(Duration timeToLive, Duration renewEvery, Duration safety) {

        /** The rounds in which they are renewed. A call that hangs must not hide that a lease has lapsed. */
        LeaseRounds.Terms terms() {
            return new LeaseRounds.Terms(renewEvery, timeToLive, safety.minus(renewEvery));
        }
    }

    /**
     * How long what is over is kept.
     *
     * @param stoppedTasks how long STOPPED tasks are kept
     * @param stoppedTasksPerService and at most how many of one service
     * @param inactiveServices how long INACTIVE services are kept
     */
    public record RetentionSettings(Duration stoppedTasks, int stoppedTasksPerService, Duration inactiveServices) {}
}
