package io.stowage.testkit.crash;

import io.stowage.RebalanceServicesRequest;
import io.stowage.error.ServiceNotFoundException;
import io.stowage.model.HealthCheck;
import io.stowage.model.PortMapping;
import io.stowage.model.Service;
import io.stowage.model.ServiceStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.model.TransportProtocol;
import io.stowage.testkit.runtime.Behaviour;
import java.time.Duration;
import java.util.List;

/** What is asked of services. */
final class ServiceScenarios {

    private static final String WEB = "web";
    private static final Duration SOON = Duration.ofMinutes(10);
    private static final int MOST_ATTEMPTS = 12;

    private ServiceScenarios() {}

    static List<Scenario> all() {
        return List.of(
                createService(),
                scaleOut(),
                scaleIn(),
                scaleInBesideProtectedTasks(),
                rollStartingBeforeStopping(),
                rollStoppingBeforeStarting(),
                rollBadRevisionAndBack(),
                breakerRollsBack(),
                alarmRollsBack(),
                bakesAndCompletes(),
                supersedeARollout(),
                imageThatCannotBePulled(),
                unhealthyTaskReplaced(),
                movesToANewHost(),
                replacesOldTasks(),
                deleteService());
    }

    private static Scenario createService() {
        return Scenario.of(
                "create-service",
                harbour -> harbour.open(2),
                harbour -> {
                    harbour.revision(WEB, "web-1");
                    harbour.create(WEB, harbour.revisionOf("web-1"), 3);
                },
                harbour -> harbour.serviceMissing(WEB, 3, harbour.revisionOf("web-1")));
    }

    private static void web(Harbour harbour, int desired) {
        harbour.open(2);
        harbour.service(WEB, harbour.revision(WEB, "web-1"), desired);
        harbour.revision(WEB, "web-2");
    }

    private static Scenario scaleOut() {
        return Scenario.of(
                "scale-out",
                harbour -> web(harbour, 1),
                harbour -> harbour.scale(WEB, 3),
                harbour -> harbour.serviceMissing(WEB, 3, harbour.revisionOf("web-1")));
    }

    private static Scenario scaleIn() {
        return Scenario.of(
                "scale-in",
                harbour -> web(harbour, 4),
                harbour -> harbour.scale(WEB, 1),
                harbour -> harbour.serviceMissing(WEB, 1, harbour.revisionOf("web-1")));
    }

    private static Scenario scaleInBesideProtectedTasks() {
        return Scenario.of(
                "scale-in-beside-protected",
                harbour -> web(harbour, 4),
                harbour -> {
                    harbour.protect(2);
                    harbour.scale(WEB, 2);
                },
                harbour -> {
                    List<String> missing = harbour.serviceMissing(WEB, 2, harbour.revisionOf("web-1"));
                    harbour.wanted().stream()
                            .filter(task -> task.protectionExpirationDate() == null)
                            .forEach(task -> missing.add("Another task stayed than the protected ones: " + task + "."));
                    return missing;
                });
    }

    private static Scenario rollStartingBeforeStopping() {
        return Scenario.of(
                "roll-start-before-stop",
                harbour -> web(harbour, 2),
                harbour -> harbour.deploy(WEB, harbour.revisionOf("web-2")),
                harbour -> harbour.serviceMissing(WEB, 2, harbour.revisionOf("web-2")));
    }

    /** Both revisions want the same UDP port of the host: no new task fits before an old one is gone. */
    private static Scenario rollStoppingBeforeStarting() {
        return Scenario.of(
                "roll-stop-before-start",
                harbour -> {
                    harbour.open(2);
                    for (String image : List.of("web-1", "web-2")) {
                        harbour.revision(
                                WEB,
                                image,
                                container -> container.toBuilder()
                                        .portMappings(List.of(PortMapping.builder()
                                                .containerPort(53)
                                                .hostPort(5_353)
                                                .protocol(TransportProtocol.UDP)
                                                .build()))
                                        .build());
                    }
                    harbour.service(WEB, harbour.revisionOf("web-1"), 2, 50, 100);
                },
                harbour -> harbour.deploy(WEB, harbour.revisionOf("web-2")),
                harbour -> harbour.serviceMissing(WEB, 2, harbour.revisionOf("web-2")));
    }

    /** As long as the new revision does not come up, the old one serves: whoever rolls it back loses nothing. */
    private static Scenario rollBadRevisionAndBack() {
        return Scenario.of(
                "roll-bad-revision-and-back",
                harbour -> {
                    web(harbour, 2);
                    harbour.stage().applications().define("web-2", Behaviour.exitingAtOnce());
                },
                harbour -> {
                    harbour.deploy(WEB, harbour.revisionOf("web-2"));
                    harbour.stage().pass(Duration.ofSeconds(20));
                    requireServing(harbour, 2);
                    harbour.deploy(WEB, harbour.revisionOf("web-1"));
                },
                harbour -> harbour.serviceMissing(WEB, 2, harbour.revisionOf("web-1")));
    }

    /** Nobody has to roll back what does not come up, and nothing that served was stopped. */
    private static Scenario breakerRollsBack() {
        return Scenario.of(
                "breaker-rolls-back",
                harbour -> {
                    harbour.open(2);
                    harbour.stage().applications().define("web-2", Behaviour.exitingAtOnce());
                    harbour.serviceWithBreaker(WEB, harbour.revision(WEB, "web-1"), 2);
                    harbour.revision(WEB, "web-2");
                },
                harbour -> {
                    harbour.deploy(WEB, harbour.revisionOf("web-2"));
                    harbour.stage().pass(Duration.ofSeconds(20));
                    requireServing(harbour, 2);
                },
                harbour -> harbour.serviceMissing(WEB, 2, harbour.revisionOf("web-1")));
    }

    /** What went off is remembered, whoever leads, and however soon it is over. */
    private static Scenario alarmRollsBack() {
        return Scenario.of(
                "alarm-rolls-back",
                harbour -> {
                    harbour.open(2);
                    harbour.serviceWithAlarm(WEB, harbour.revision(WEB, "web-1"), 2, "errors");
                    harbour.revision(WEB, "web-2");
                },
                harbour -> {
                    harbour.deploy(WEB, harbour.revisionOf("web-2"));
                    harbour.stage().pass(Duration.ofSeconds(70));
                    harbour.stage().insist(engine -> engine.alarms().raise(Stage.CLUSTER, "errors", "too many"));
                    harbour.stage().insist(engine -> {
                        engine.alarms().clear(Stage.CLUSTER, "errors");
                        return true;
                    });
                },
                harbour -> harbour.serviceMissing(WEB, 2, harbour.revisionOf("web-1")));
    }

    private static Scenario bakesAndCompletes() {
        return Scenario.of(
                "bakes-and-completes",
                harbour -> {
                    harbour.open(2);
                    harbour.serviceWithAlarm(WEB, harbour.revision(WEB, "web-1"), 1, "errors");
                    harbour.revision(WEB, "web-2");
                },
                harbour -> harbour.deploy(WEB, harbour.revisionOf("web-2")),
                harbour -> harbour.serviceMissing(WEB, 1, harbour.revisionOf("web-2")));
    }

    private static void requireServing(Harbour harbour, int least) {
        long serving = harbour.wanted().stream()
                .filter(task -> task.lastStatus() == TaskStatus.RUNNING)
                .filter(task -> task.taskDefinitionArn().equals(harbour.revisionOf("web-1")))
                .count();
        if (serving < least) {
            throw new AssertionError("Only " + serving + " tasks of the old revision serve: " + harbour.wanted());
        }
    }

    private static Scenario supersedeARollout() {
        return Scenario.of(
                "supersede-a-rollout",
                harbour -> {
                    web(harbour, 2);
                    harbour.revision(WEB, "web-3");
                },
                harbour -> {
                    harbour.deploy(WEB, harbour.revisionOf("web-2"));
                    harbour.stage().pass(Duration.ofSeconds(5));
                    harbour.deploy(WEB, harbour.revisionOf("web-3"));
                },
                harbour -> harbour.serviceMissing(WEB, 2, harbour.revisionOf("web-3")));
    }

    private static Scenario imageThatCannotBePulled() {
        return Scenario.of(
                "image-that-cannot-be-pulled",
                harbour -> {
                    harbour.open(2);
                    harbour.stage().applications().define("web-1", Behaviour.pulled(Behaviour.Pull.FAILS));
                    harbour.revision(WEB, "web-1");
                },
                harbour -> {
                    harbour.create(WEB, harbour.revisionOf("web-1"), 1);
                    harbour.stage().pass(Duration.ofSeconds(15));
                    harbour.stage().applications().define("web-1", Behaviour.SOUND);
                },
                harbour -> harbour.serviceMissing(WEB, 1, harbour.revisionOf("web-1")));
    }

    private static Scenario unhealthyTaskReplaced() {
        return Scenario.of(
                "unhealthy-task-replaced",
                harbour -> {
                    harbour.open(2);
                    harbour.stage()
                            .applications()
                            .define("web-1", Behaviour.withHealth(Behaviour.Health.NEVER_HEALTHY));
                    harbour.revision(
                            WEB,
                            "web-1",
                            container -> container.toBuilder()
                                    .healthCheck(HealthCheck.builder()
                                            .command(List.of("CMD-SHELL", "healthy"))
                                            .interval(5)
                                            .timeout(2)
                                            .retries(2)
                                            .build())
                                    .build());
                },
                harbour -> {
                    harbour.create(WEB, harbour.revisionOf("web-1"), 1);
                    harbour.stage().pass(Duration.ofSeconds(10));
                    // Whoever was started until now stays ill.
                    harbour.stage().applications().define("web-1", Behaviour.SOUND);
                },
                harbour -> harbour.serviceMissing(WEB, 1, harbour.revisionOf("web-1")));
    }

    /** Asked again, it is planned anew: nothing is moved twice by that. */
    private static Scenario movesToANewHost() {
        return Scenario.of(
                "moves-to-a-new-host",
                harbour -> {
                    harbour.open(1);
                    harbour.service(WEB, harbour.revision(WEB, "web-1"), 4);
                    harbour.addHost("host-2");
                    harbour.register("host-2");
                    harbour.stage().await("that the new host is connected", SOON, harbour.stage()::unrest);
                },
                harbour -> {
                    RebalanceServicesRequest request = new RebalanceServicesRequest(Stage.CLUSTER, WEB, 4, 2);
                    // Who has just taken over knows of no host that is connected, and plans nothing.
                    for (int i = 0; i < MOST_ATTEMPTS; i++) {
                        boolean planned = !harbour.stage()
                                .insist(engine -> engine.services().rebalance(request))
                                .services()
                                .isEmpty();
                        if (planned) {
                            return;
                        }
                        harbour.stage().pass(Duration.ofSeconds(5));
                    }
                },
                harbour -> {
                    List<String> missing = harbour.serviceMissing(WEB, 4, harbour.revisionOf("web-1"));
                    long moved = harbour.wanted().stream()
                            .filter(task -> harbour.instance("host-2").equals(task.containerInstanceArn()))
                            .count();
                    if (moved != 2) {
                        missing.add("On the new host are " + moved + " tasks of 4.");
                    }
                    return missing;
                });
    }

    private static Scenario replacesOldTasks() {
        return Scenario.of(
                "replaces-old-tasks",
                harbour -> web(harbour, 2),
                harbour -> replaceOldTasks(harbour, WEB),
                harbour -> harbour.serviceMissing(WEB, 2, harbour.revisionOf("web-1")));
    }

    /** All tasks of a service become too old, and are gone when this returns. */
    static void replaceOldTasks(Harbour harbour, String service) {
        List<String> old = harbour.wanted().stream().map(Task::taskArn).toList();
        harbour.limitLifetime(service, 60);
        harbour.stage()
                .await(
                        "that old tasks are gone",
                        SOON,
                        () -> old.stream()
                                .filter(harbour::isWanted)
                                .map(task -> "There still is " + task + ".")
                                .toList());
        harbour.limitLifetime(service, 0);
    }

    private static Scenario deleteService() {
        return Scenario.of(
                "delete-service",
                harbour -> web(harbour, 2),
                harbour -> forceDelete(harbour, WEB),
                ServiceScenarios::webNotGone);
    }

    /** What is missing to the service being gone, and all its tasks. */
    static List<String> webNotGone(Harbour harbour) {
        List<String> missing = harbour.stage().unrest();
        Service service = harbour.stage().mirror().service(WEB);
        if (service != null && service.status() == ServiceStatus.ACTIVE) {
            missing.add("Still there is " + service + ".");
        }
        for (Task task : harbour.wanted()) {
            missing.add("Still wanted is " + task + ".");
        }
        return missing;
    }

    /** May be repeated: what is gone needs no deleting. */
    static void forceDelete(Harbour harbour, String service) {
        try {
            harbour.stage().insist(engine -> engine.services().forceDelete(Stage.CLUSTER, service));
        } catch (ServiceNotFoundException gone) {
            harbour.stage().simulation().trace().add("deleted before", 0);
        }
    }
}
