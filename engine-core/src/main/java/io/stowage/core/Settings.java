package io.stowage.core;

import io.stowage.core.agent.AgentSettings;
import io.stowage.core.capacity.ScalingRules;
import io.stowage.core.deployment.BackoffSettings;
import io.stowage.core.engine.EngineSetup;
import io.stowage.core.loop.LoopSettings;
import io.stowage.core.service.ReconcileSettings;
import io.stowage.spi.ScaleInOrder;
import java.time.Duration;

/** Hands the configuration to the parts that it is about. */
final class Settings {

    private Settings() {}

    static EngineSetup.Settings of(EngineConfiguration configuration, ScaleInOrder scaleInOrder) {
        return new EngineSetup.Settings(
                configuration.operationTimeout(),
                configuration.limits().listenerQueueLimit(),
                ofLoops(configuration, scaleInOrder),
                ofAgents(configuration),
                ofScaleIn(configuration.limits().scaleIn()));
    }

    private static ScalingRules.Pace ofScaleIn(EngineConfiguration.ScaleIn scaleIn) {
        return new ScalingRules.Pace(scaleIn.points(), scaleIn.percent(), scaleIn.hold());
    }

    private static LoopSettings ofLoops(EngineConfiguration configuration, ScaleInOrder scaleInOrder) {
        EngineConfiguration.Lease lease = configuration.lease();
        EngineConfiguration.Retention retention = configuration.retention();
        EngineConfiguration.Scheduling scheduling = configuration.scheduling();
        EngineConfiguration.Limits limits = configuration.limits();
        return new LoopSettings(
                configuration.arnPrefix(),
                new LoopSettings.LeaseSettings(lease.timeToLive(), lease.renewEvery(), lease.safety()),
                new LoopSettings.RetentionSettings(
                        retention.stoppedTaskRetention(),
                        retention.stoppedTasksPerService(),
                        retention.inactiveServiceRetention()),
                scheduling.healthyAfterRunning(),
                new LoopSettings.ServiceSettings(
                        new ReconcileSettings(scheduling.unhealthyAtOnce(), scaleInOrder),
                        new BackoffSettings(
                                scheduling.firstStartDelay(),
                                scheduling.longestStartDelay(),
                                scheduling.startDelayJitterPercent(),
                                scheduling.lastingRun()),
                        scheduling.replaceLostAfter()),
                new LoopSettings.Limits(
                        limits.maxActionsPerTurn(), limits.operationQueueLimit(), limits.provisioningTimeout()),
                new LoopSettings.FollowSettings(limits.readAge(), answerWithin(configuration)));
    }

    /** A little less than the caller waits, so that he is told why there is no answer. */
    private static Duration answerWithin(EngineConfiguration configuration) {
        return configuration.operationTimeout().multipliedBy(9).dividedBy(10);
    }

    private static AgentSettings ofAgents(EngineConfiguration configuration) {
        EngineConfiguration.Agents agents = configuration.agents();
        EngineConfiguration.Deadlines deadlines = agents.deadlines();
        return new AgentSettings(
                new AgentSettings.Deadlines(
                        deadlines.connect(),
                        deadlines.look(),
                        deadlines.create(),
                        deadlines.start(),
                        deadlines.control(),
                        deadlines.pull()),
                new AgentSettings.Lanes(agents.calls(), agents.pulls(), agents.healthChecks()),
                agents.listPeriod(),
                agents.containerRetention());
    }
}
