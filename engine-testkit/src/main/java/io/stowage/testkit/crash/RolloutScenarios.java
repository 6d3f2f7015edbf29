package io.stowage.testkit.crash;

import io.stowage.error.ConflictException;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentConfiguration;
import io.stowage.model.DeploymentEarlySuccessCriteria;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.Service;
import io.stowage.model.ServiceRevisionCleanup;
import io.stowage.model.StopServiceDeploymentStopType;
import io.stowage.testkit.runtime.Behaviour;
import java.time.Duration;
import java.util.List;

/** What is asked while a rollout is under way, and how it ends otherwise than with all of its tasks. */
final class RolloutScenarios {

    private static final String WEB = "web";
    private static final Duration SOON = Duration.ofMinutes(10);

    private RolloutScenarios() {}

    static List<Scenario> all() {
        return List.of(succeedsEarly(), scales(), drains(), deletes(), stopsAndGoesBack());
    }

    /** It has succeeded though a protected task of the old revision stays, whoever leads; and once that may go, it goes. */
    private static Scenario succeedsEarly() {
        return Scenario.of(
                "succeeds-early",
                harbour -> {
                    harbour.open(2);
                    harbour.service(
                            WEB,
                            harbour.revision(WEB, "web-1"),
                            2,
                            DeploymentConfiguration.builder()
                                    .minimumHealthyPercent(50)
                                    .maximumPercent(100)
                                    .earlySuccessCriteria(new DeploymentEarlySuccessCriteria(
                                            true, 50, ServiceRevisionCleanup.DEFERRED))
                                    .build());
                    harbour.revision(WEB, "web-2");
                },
                harbour -> {
                    List<String> kept = harbour.protect(1);
                    harbour.deploy(WEB, harbour.revisionOf("web-2"));
                    harbour.stage().await("that it has succeeded", SOON, () -> notSucceeded(harbour, "web-2"));
                    if (!harbour.isWanted(kept.get(0))) {
                        throw new AssertionError("The protected task was stopped: " + harbour.wanted());
                    }
                    harbour.stage().insist(engine -> engine.tasks().updateProtection(Stage.CLUSTER, kept, false));
                },
                harbour -> harbour.serviceMissing(WEB, 2, harbour.revisionOf("web-2")));
    }

    /** A rollout of two tasks is under way, which takes its time: the old ones don't stop when they are told to. */
    private static void rollingOut(Harbour harbour) {
        harbour.open(2);
        harbour.stage().applications().define("web-1", Behaviour.ignoringStopSignal());
        harbour.service(WEB, harbour.revision(WEB, "web-1"), 2);
        harbour.revision(WEB, "web-2");
    }

    private static void deploy(Harbour harbour) {
        harbour.deploy(WEB, harbour.revisionOf("web-2"));
        harbour.stage().pass(Duration.ofSeconds(5));
    }

    private static Scenario scales() {
        return Scenario.of(
                "scale-during-a-rollout",
                RolloutScenarios::rollingOut,
                harbour -> {
                    deploy(harbour);
                    harbour.scale(WEB, 4);
                    harbour.stage().pass(Duration.ofSeconds(45));
                    harbour.scale(WEB, 1);
                },
                harbour -> harbour.serviceMissing(WEB, 1, harbour.revisionOf("web-2")));
    }

    private static Scenario drains() {
        return Scenario.of(
                "drain-during-a-rollout",
                RolloutScenarios::rollingOut,
                harbour -> {
                    deploy(harbour);
                    harbour.stage()
                            .insist(engine ->
                                    engine.containerInstances().drain(Stage.CLUSTER, harbour.instance("host-1")));
                },
                harbour -> {
                    List<String> missing = harbour.serviceMissing(WEB, 2, harbour.revisionOf("web-2"));
                    harbour.wanted().stream()
                            .filter(task -> harbour.instance("host-1").equals(task.containerInstanceArn()))
                            .forEach(task -> missing.add("There still is " + task + "."));
                    return missing;
                });
    }

    private static Scenario deletes() {
        return Scenario.of(
                "delete-during-a-rollout",
                RolloutScenarios::rollingOut,
                harbour -> {
                    deploy(harbour);
                    ServiceScenarios.forceDelete(harbour, WEB);
                },
                ServiceScenarios::webNotGone);
    }

    /** May be repeated: a way back that has begun is gone on with, and one that is over needs no stopping. */
    private static Scenario stopsAndGoesBack() {
        return Scenario.of(
                "stop-a-rollout",
                RolloutScenarios::rollingOut,
                harbour -> {
                    deploy(harbour);
                    String arn = harbour.stage()
                            .insist(engine -> engine.services().listDeployments(Stage.CLUSTER, WEB))
                            .serviceDeployments()
                            .get(0)
                            .serviceDeploymentArn();
                    try {
                        harbour.stage()
                                .insist(engine ->
                                        engine.services().stopDeployment(arn, StopServiceDeploymentStopType.ROLLBACK));
                    } catch (ConflictException over) {
                        harbour.stage().simulation().trace().add("stopped before", 0);
                    }
                },
                harbour -> harbour.serviceMissing(WEB, 2, harbour.revisionOf("web-1")));
    }

    private static List<String> notSucceeded(Harbour harbour, String image) {
        Service service = harbour.stage().mirror().service(WEB);
        Deployment primary = service == null ? null : service.deployments().get(0);
        boolean succeeded = primary != null
                && primary.taskDefinition().equals(harbour.revisionOf(image))
                && primary.rolloutState() == DeploymentRolloutState.COMPLETED;
        return succeeded ? List.of() : List.of("The newest deployment is " + primary + ".");
    }
}
