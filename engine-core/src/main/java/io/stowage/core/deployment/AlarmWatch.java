package io.stowage.core.deployment;

import io.stowage.model.Deployment;
import io.stowage.model.DeploymentAlarms;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.RaisedAlarm;
import io.stowage.model.Service;
import io.stowage.model.ServiceDeploymentAlarms;
import io.stowage.model.ServiceDeploymentRollbackMonitorsStatus;
import io.stowage.model.ServiceStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * ECS's deployment alarms: a deployment fails once one of the alarms that its service names goes off while it is under way, its bake time included.
 * One that is in ALARM already when the deployment begins has all of them ignored for that whole deployment. A rollback is not watched.
 *
 * <p>That an alarm went off is noted in the deployment's record by the commit that raises it. So it counts though the alarm is cleared before the service
 * has its turn, and the next leader knows it.
 */
public final class AlarmWatch {

    private AlarmWatch() {}

    /** The alarms of a service, if they are enabled. */
    public static @Nullable DeploymentAlarms of(Service service) {
        DeploymentAlarms alarms = service.deploymentConfiguration().alarms();
        return alarms == null || !alarms.enable() || service.status() != ServiceStatus.ACTIVE ? null : alarms;
    }

    /** Whether one of the alarms has ended the PRIMARY deployment of a service. One that the service watches no more, or ignores by now, has not. */
    public static boolean fires(Service service, Deployment primary) {
        DeploymentAlarms alarms = of(service);
        return alarms != null
                && primary.rolloutState() == DeploymentRolloutState.IN_PROGRESS
                && !Rollback.isOne(primary)
                && !isIgnored(primary)
                && primary.triggeredAlarmNames().stream().anyMatch(alarms.alarmNames()::contains);
    }

    /**
     * The service, whose deployment or whose alarms are new, with these alarms in ALARM: if one of its own is among them, it ignores them. That one went
     * off which it watches no more is forgotten: it may be watched again when it is long over.
     */
    public static Service begun(Service changed, Collection<RaisedAlarm> raised) {
        DeploymentAlarms alarms = of(changed);
        Service service = isUnderWay(changed)
                ? withoutForeign(changed, alarms == null ? List.of() : alarms.alarmNames())
                : changed;
        boolean ignores = alarms != null
                && isUnderWay(service)
                && raised.stream().anyMatch(alarm -> alarms.alarmNames().contains(alarm.alarmName()));
        return ignores ? ignoring(service) : service;
    }

    private static Service withoutForeign(Service service, List<String> watched) {
        Deployment primary = service.deployments().get(0);
        List<String> left =
                primary.triggeredAlarmNames().stream().filter(watched::contains).toList();
        return left.equals(primary.triggeredAlarmNames())
                ? service
                : with(service, primary.toBuilder().triggeredAlarmNames(left).build());
    }

    /** The service after an alarm went off; the same if that is none of its, or nothing of it is watched. */
    public static Service raised(Service service, RaisedAlarm alarm) {
        DeploymentAlarms alarms = of(service);
        if (alarms == null || !alarms.alarmNames().contains(alarm.alarmName()) || !isUnderWay(service)) {
            return service;
        }
        Deployment primary = service.deployments().get(0);
        if (isIgnored(primary) || primary.triggeredAlarmNames().contains(alarm.alarmName())) {
            return service;
        }
        if (alarm.since().isBefore(primary.createdAt())) {
            return ignoring(service);
        }
        List<String> triggered = new ArrayList<>(primary.triggeredAlarmNames());
        triggered.add(alarm.alarmName());
        return with(service, primary.toBuilder().triggeredAlarmNames(triggered).build());
    }

    static boolean isIgnored(Deployment deployment) {
        return Boolean.TRUE.equals(deployment.alarmsIgnored());
    }

    private static boolean isUnderWay(Service service) {
        if (service.deployments().isEmpty()) {
            return false;
        }
        Deployment primary = service.deployments().get(0);
        return primary.rolloutState() == DeploymentRolloutState.IN_PROGRESS && !Rollback.isOne(primary);
    }

    private static Service ignoring(Service service) {
        return with(
                service,
                service.deployments().get(0).toBuilder().alarmsIgnored(true).build());
    }

    private static Service with(Service service, Deployment primary) {
        List<Deployment> deployments = new ArrayList<>(service.deployments());
        deployments.set(0, primary);
        return service.toBuilder().deployments(deployments).build();
    }

    /**
     * What the alarms of a service do about a deployment; null if it has none.
     *
     * @param over whether the deployment is over, or the way back from it has begun
     */
    public static @Nullable ServiceDeploymentAlarms described(Service service, Deployment deployment, boolean over) {
        DeploymentAlarms alarms = service.deploymentConfiguration().alarms();
        return alarms == null
                ? null
                : new ServiceDeploymentAlarms(
                        status(alarms, deployment, over), alarms.alarmNames(), deployment.triggeredAlarmNames());
    }

    private static ServiceDeploymentRollbackMonitorsStatus status(
            DeploymentAlarms alarms, Deployment deployment, boolean over) {
        if (!alarms.enable() || isIgnored(deployment)) {
            return ServiceDeploymentRollbackMonitorsStatus.DISABLED;
        }
        if (!over) {
            return ServiceDeploymentRollbackMonitorsStatus.MONITORING;
        }
        boolean fired = deployment.rolloutState() == DeploymentRolloutState.FAILED
                && !deployment.triggeredAlarmNames().isEmpty();
        return fired
                ? ServiceDeploymentRollbackMonitorsStatus.TRIGGERED
                : ServiceDeploymentRollbackMonitorsStatus.MONITORING_COMPLETE;
    }
}
