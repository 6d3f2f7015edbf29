package io.stowage.testkit.crash;

import io.stowage.model.Deployment;
import io.stowage.model.DeploymentConfiguration;
import io.stowage.model.DeploymentEarlySuccessCriteria;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.Service;
import io.stowage.model.ServiceRevisionCleanup;
import java.time.Duration;
import java.util.List;

/** What is asked while a rollout is under way, and how it ends otherwise than with all of its tasks. */
final class RolloutScenarios {

    private static final String WEB = "web";
    private static final Duration SOON = Duration.ofMinutes(10);

    private RolloutScenarios() {}

    static List<Scenario> all() {
        return List.of(succeedsEarly());
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

    private static List<String> notSucceeded(Harbour harbour, String image) {
        Service service = harbour.stage().mirror().service(WEB);
        Deployment primary = service == null ? null : service.deployments().get(0);
        boolean succeeded = primary != null
                && primary.taskDefinition().equals(harbour.revisionOf(image))
                && primary.rolloutState() == DeploymentRolloutState.COMPLETED;
        return succeeded ? List.of() : List.of("The newest deployment is " + primary + ".");
    }
}
