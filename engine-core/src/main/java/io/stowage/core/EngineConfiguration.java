package io.stowage.core;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an engine is configured with. Every value has a default; build one with {@link #builder()}. The constructors check the ranges.
 *
 * @param arnPrefix what ARNs begin with, in ECS's form {@code arn:<partition>:ecs:<region>:<account>}; engines that share a store
 *     share it. {@code arn:stowage:ecs:local:000000000000} by default
 * @param operationTimeout how long an operation waits for its answer; 30 s by default
 * @param lease how leadership of a cluster is kept
 * @param retention how long STOPPED tasks, INACTIVE services and INACTIVE clusters are kept
 * @param scheduling how services are kept
 * @param limits what bounds the engine's queues, the age of reads, how long tasks wait, and how fast machines go
 * @param agents how container instances are supervised
 */
public record EngineConfiguration(
        String arnPrefix,
        Duration operationTimeout,
        Lease lease,
        Retention retention,
        Scheduling scheduling,
        Limits limits,
        Agents agents) {

    private static final Pattern ARN_PREFIX = Pattern.compile("arn:[a-z0-9-]+:ecs:[a-z0-9-]+:[0-9]{12}");

    /** Checks the ranges. */
    public EngineConfiguration {
        if (!ARN_PREFIX.matcher(arnPrefix).matches()) {
            throw new IllegalArgumentException("arnPrefix is '" + arnPrefix
                    + "'; it must have the form arn:<partition>:ecs:<region>:<account of 12 digits>");
        }
        positive("operationTimeout", operationTimeout);
    }

    /**
     * How leadership of a cluster is kept. Each cluster has one leader among the engines that share a store.
     *
     * @param timeToLive how long the store honours a lease after its last renewal; 10 s by default
     * @param renewEvery how often it is renewed; 2 s by default
     * @param safety how long after the last successful renewal was sent the engine still trusts it; 6 s by default. Less than {@code
     *     timeToLive}, so that it steps down before another engine takes over, and more than {@code renewEvery}
     */
    public record Lease(Duration timeToLive, Duration renewEvery, Duration safety) {

        /** Checks the order of the three. */
        public Lease {
            positive("lease.renewEvery", renewEvery);
            if (safety.compareTo(renewEvery) <= 0 || timeToLive.compareTo(safety) <= 0) {
                throw new IllegalArgumentException(
                        "lease has timeToLive " + timeToLive + ", renewEvery " + renewEvery + " and safety " + safety
                                + "; renewEvery must be less than safety, and safety less than timeToLive");
            }
        }

        /** 10 s, renewed every 2 s, trusted for 6 s. */
        public static Lease defaults() {
            return new Lease(Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofSeconds(6));
        }
    }

    /**
     * How long what is over is kept, for those who want to know why.
     *
     * @param stoppedTaskRetention how long STOPPED tasks are kept; 1 h by default
     * @param stoppedTasksPerService and at most how many of one service; 1000 by default
     * @param inactiveServiceRetention how long INACTIVE services and clusters are kept; as long as STOPPED tasks by default
     */
    public record Retention(
            Duration stoppedTaskRetention, int stoppedTasksPerService, Duration inactiveServiceRetention) {

        /** Checks the ranges. */
        public Retention {
            notNegative("retention.stoppedTaskRetention", stoppedTaskRetention);
            atLeast("retention.stoppedTasksPerService", stoppedTasksPerService, 0);
            notNegative("retention.inactiveServiceRetention", inactiveServiceRetention);
        }

        /** INACTIVE services are kept as long as STOPPED tasks. */
        public Retention(Duration stoppedTaskRetention, int stoppedTasksPerService) {
            this(stoppedTaskRetention, stoppedTasksPerService, stoppedTaskRetention);
        }

        /** 1 h for all, and 1000 tasks of a service. */
        public static Retention defaults() {
            return new Retention(Duration.ofHours(1), 1000);
        }
    }

    /**
     * How services are kept.
     *
     * @param healthyAfterRunning how long a task without a health check is RUNNING before it counts as healthy; 40 s by default, as in
     *     ECS
     * @param firstStartDelay how long a deployment waits after the first task that failed to become healthy; doubles with each further
     *     failure; 1 s by default
     * @param longestStartDelay never more than this; 27 min by default, as in ECS
     * @param startDelayJitterPercent how much of a delay may be taken off, to spread deployments that fail together; 0 to 50, 20 by
     *     default
     * @param unhealthyAtOnce how many unhealthy tasks of a service may be stopped ahead of their replacements where there is no room to
     *     start these first; 1 by default, as in ECS
     * @param lastingRun how long a task that was healthy has to have been RUNNING for its end to be no crash in a row, after which the next one
     *     waits; 10 min by default
     * @param replaceLostAfter how long the agent of a container instance may be away before the tasks of services there are replaced
     *     elsewhere; 2 min by default. Null for never, as in ECS
     */
    public record Scheduling(
            Duration healthyAfterRunning,
            Duration firstStartDelay,
            Duration longestStartDelay,
            int startDelayJitterPercent,
            int unhealthyAtOnce,
            Duration lastingRun,
            @Nullable Duration replaceLostAfter) {

        /** Checks the ranges. */
        public Scheduling {
            notNegative("scheduling.healthyAfterRunning", healthyAfterRunning);
            positive("scheduling.firstStartDelay", firstStartDelay);
            if (longestStartDelay.compareTo(firstStartDelay) < 0) {
                throw new IllegalArgumentException("scheduling.longestStartDelay is " + longestStartDelay
                        + "; it must not be less than firstStartDelay, which is " + firstStartDelay);
            }
            if (startDelayJitterPercent < 0 || startDelayJitterPercent > 50) {
                throw new IllegalArgumentException(
                        "scheduling.startDelayJitterPercent is " + startDelayJitterPercent + "; it must be 0 to 50");
            }
            atLeast("scheduling.unhealthyAtOnce", unhealthyAtOnce, 1);
            positive("scheduling.lastingRun", lastingRun);
            if (replaceLostAfter != null) {
                notNegative("scheduling.replaceLostAfter", replaceLostAfter);
            }
        }

        /** A run lasts from 10 min on, and what is lost is replaced after 2 min. */
        public Scheduling(
                Duration healthyAfterRunning,
                Duration firstStartDelay,
                Duration longestStartDelay,
                int startDelayJitterPercent,
                int unhealthyAtOnce) {
            this(
                    healthyAfterRunning,
                    firstStartDelay,
                    longestStartDelay,
                    startDelayJitterPercent,
                    unhealthyAtOnce,
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(2));
        }

        /** 40 s; 1 s to 27 min with up to 20 % off; 1 at once; 10 min; what is lost is replaced after 2 min. */
        public static Scheduling defaults() {
            return new Scheduling(Duration.ofSeconds(40), Duration.ofSeconds(1), Duration.ofMinutes(27), 20, 1);
        }

        /** The same, with another time after which what is lost is replaced; null for never. */
        public Scheduling replacingLostAfter(@Nullable Duration after) {
            return new Scheduling(
                    healthyAfterRunning,
                    firstStartDelay,
                    longestStartDelay,
                    startDelayJitterPercent,
                    unhealthyAtOnce,
                    lastingRun,
                    after);
        }
    }

    /**
     * What bounds the engine's queues, the age of reads, how long tasks wait, and how fast machines go.
     *
     * @param maxActionsPerTurn how many launches and stops one turn of a cluster's loop plans at most; 1000 by default. At least 2: a task
     *     that goes ahead of its replacement takes both at once
     * @param operationQueueLimit how many operations may wait for a cluster's loop; more are refused; 10,000 by default
     * @param listenerQueueLimit how many events may wait for a listener; more are dropped, and it is told how many; 10,000 by default
     * @param readAge how old the state may be that an engine answers reads from while another one leads the cluster. Zero, the default: it
     *     asks the store first, and answers nothing older than the question. More lets reads be answered at once, and for so long while the
     *     store can't be reached; {@link io.stowage.PartitionHealth#readAge} says how old they are
     * @param provisioningTimeout how long a task may be PROVISIONING because its capacity provider has no room for it, before it is STOPPED; 30
     *     min by default: ECS stops it after 10 to 30 min
     * @param scaleIn how fast capacity providers with managed scaling give back machines
     */
    public record Limits(
            int maxActionsPerTurn,
            int operationQueueLimit,
            int listenerQueueLimit,
            Duration readAge,
            Duration provisioningTimeout,
            ScaleIn scaleIn) {

        /** Checks the ranges. */
        public Limits {
            atLeast("limits.maxActionsPerTurn", maxActionsPerTurn, 2);
            atLeast("limits.operationQueueLimit", operationQueueLimit, 1);
            atLeast("limits.listenerQueueLimit", listenerQueueLimit, 1);
            notNegative("limits.readAge", readAge);
            positive("limits.provisioningTimeout", provisioningTimeout);
        }

        /** A task may wait for its capacity provider for 30 min, and machines go as fast as ECS's. */
        public Limits(int maxActionsPerTurn, int operationQueueLimit, int listenerQueueLimit, Duration readAge) {
            this(
                    maxActionsPerTurn,
                    operationQueueLimit,
                    listenerQueueLimit,
                    readAge,
                    Duration.ofMinutes(30),
                    ScaleIn.defaults());
        }

        /** Reads are no older than their questions. */
        public Limits(int maxActionsPerTurn, int operationQueueLimit, int listenerQueueLimit) {
            this(maxActionsPerTurn, operationQueueLimit, listenerQueueLimit, Duration.ZERO);
        }

        /** The same, with another time for which a task may wait for its capacity provider. */
        public Limits provisioningFor(Duration timeout) {
            return new Limits(maxActionsPerTurn, operationQueueLimit, listenerQueueLimit, readAge, timeout, scaleIn);
        }

        /** The same, with another pace at which machines go. */
        public Limits scalingIn(ScaleIn pace) {
            return new Limits(
                    maxActionsPerTurn, operationQueueLimit, listenerQueueLimit, readAge, provisioningTimeout, pace);
        }

        /** 1000; 10,000; 10,000; reads are no older than their questions; 30 min; machines go as fast as ECS's. */
        public static Limits defaults() {
            return new Limits(1000, 10_000, 10_000);
        }
    }

    /**
     * How fast capacity providers with managed scaling give back machines that aren't needed. What is too much is looked at each minute.
     *
     * @param points at how many minutes in a row fewer machines must have been enough, 1 to 10,000; 15 by default, as in ECS. With 1, a
     *     machine goes as soon as it isn't needed
     * @param percent of the machines that may go at once, 1 to 100; one always may. 50 by default, as in ECS
     * @param hold how long after a launch none goes; 15 min by default
     */
    public record ScaleIn(int points, int percent, Duration hold) {

        /** Checks the ranges. */
        public ScaleIn {
            within("limits.scaleIn.points", points, 10_000);
            within("limits.scaleIn.percent", percent, 100);
            notNegative("limits.scaleIn.hold", hold);
        }

        /** After 15 minutes, half of them, none within 15 min of a launch. */
        public static ScaleIn defaults() {
            return new ScaleIn(15, 50, Duration.ofMinutes(15));
        }
    }

    /**
     * How container instances are supervised.
     *
     * @param listPeriod between two complete lists of an instance's containers; 15 s by default
     * @param containerRetention how long the containers of a stopped task are kept; 1 h by default
     * @param calls how many short calls of an instance's runtime are under way at once; 8 by default
     * @param pulls how many images are pulled at once on an instance; 8 by default
     * @param healthChecks how many health checks run at once on an instance; 8 by default
     * @param deadlines after which a call of a runtime counts as not answered
     */
    public record Agents(
            Duration listPeriod,
            Duration containerRetention,
            int calls,
            int pulls,
            int healthChecks,
            Deadlines deadlines) {

        /** Checks the ranges. */
        public Agents {
            positive("agents.listPeriod", listPeriod);
            notNegative("agents.containerRetention", containerRetention);
            atLeast("agents.calls", calls, 1);
            atLeast("agents.pulls", pulls, 1);
            atLeast("agents.healthChecks", healthChecks, 1);
        }

        /** Lists every 15 s, keeps containers for 1 h, 8 calls of each kind at once. */
        public static Agents defaults() {
            return new Agents(Duration.ofSeconds(15), Duration.ofHours(1), 8, 8, 8, Deadlines.defaults());
        }
    }

    /**
     * After which a call of a runtime counts as not answered.
     *
     * @param connect to connect and to describe the host; 30 s by default
     * @param look to inspect a container, or to list them; 10 s by default
     * @param create to find the secrets of a container and to create it; 60 s by default
     * @param start to start one; 3 min by default
     * @param control to signal, kill or remove one; 30 s by default
     * @param pull to have an image; 1 h by default
     */
    public record Deadlines(
            Duration connect, Duration look, Duration create, Duration start, Duration control, Duration pull) {

        /** Checks the ranges. */
        public Deadlines {
            positive("agents.deadlines.connect", connect);
            positive("agents.deadlines.look", look);
            positive("agents.deadlines.create", create);
            positive("agents.deadlines.start", start);
            positive("agents.deadlines.control", control);
            positive("agents.deadlines.pull", pull);
        }

        /** Connect 30 s, look 10 s, create 60 s, start 3 min, control 30 s, pull 1 h. */
        public static Deadlines defaults() {
            return new Deadlines(
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(60),
                    Duration.ofMinutes(3),
                    Duration.ofSeconds(30),
                    Duration.ofHours(1));
        }
    }

    /** Everything left to its default. */
    public static EngineConfiguration defaults() {
        return builder().build();
    }

    /** A builder with every default. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from this configuration. */
    public Builder toBuilder() {
        return builder()
                .arnPrefix(arnPrefix)
                .operationTimeout(operationTimeout)
                .lease(lease)
                .retention(retention)
                .scheduling(scheduling)
                .limits(limits)
                .agents(agents);
    }

    private static void positive(String field, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(field + " is " + duration + "; it must be more than zero");
        }
    }

    private static void notNegative(String field, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(field + " is " + duration + "; it must not be negative");
        }
    }

    private static void within(String field, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(field + " is " + value + "; it must be 1 to " + most);
        }
    }

    private static void atLeast(String field, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(field + " is " + value + "; it must be at least " + least);
        }
    }

    /** Collects the values of a configuration; what is not set has its default. */
    public static final class Builder {

        private String arnPrefix = "arn:stowage:ecs:local:000000000000";
        private Duration operationTimeout = Duration.ofSeconds(30);
        private Lease lease = Lease.defaults();
        private Retention retention = Retention.defaults();
        private Scheduling scheduling = Scheduling.defaults();
        private Limits limits = Limits.defaults();
        private Agents agents = Agents.defaults();

        private Builder() {}

        /** See {@link EngineConfiguration#arnPrefix()}. */
        public Builder arnPrefix(String value) {
            arnPrefix = value;
            return this;
        }

        /** See {@link EngineConfiguration#operationTimeout()}. */
        public Builder operationTimeout(Duration value) {
            operationTimeout = value;
            return this;
        }

        /** See {@link EngineConfiguration#lease()}. */
        public Builder lease(Lease value) {
            lease = value;
            return this;
        }

        /** See {@link EngineConfiguration#retention()}. */
        public Builder retention(Retention value) {
            retention = value;
            return this;
        }

        /** See {@link EngineConfiguration#scheduling()}. */
        public Builder scheduling(Scheduling value) {
            scheduling = value;
            return this;
        }

        /** See {@link EngineConfiguration#limits()}. */
        public Builder limits(Limits value) {
            limits = value;
            return this;
        }

        /** See {@link EngineConfiguration#agents()}. */
        public Builder agents(Agents value) {
            agents = value;
            return this;
        }

        /**
         * The configuration.
         *
         * @throws IllegalArgumentException if a value is out of its range; the message names it
         */
        public EngineConfiguration build() {
            return new EngineConfiguration(arnPrefix, operationTimeout, lease, retention, scheduling, limits, agents);
        }
    }
}
