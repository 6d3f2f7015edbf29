package io.stowage.testkit.crash;

import io.stowage.DeregisterContainerInstanceRequest;
import io.stowage.error.InvalidParameterException;
import io.stowage.model.Cluster;
import io.stowage.model.ClusterStatus;
import io.stowage.model.Task;
import io.stowage.testkit.runtime.SimulatedContainer;
import java.time.Duration;
import java.util.List;

/** What is asked of container instances and clusters, and what becomes of hosts and engines. */
final class HostScenarios {

    private static final String WEB = "web";

    private HostScenarios() {}

    static List<Scenario> all() {
        return List.of(
                registerHosts(),
                drain(),
                deregisterByForce(),
                hostVanishesAndComesBack(),
                hostIsLostAndComesBack(),
                hostReboots(),
                engineRestarted(),
                deployOnLocalHost(),
                deleteCluster());
    }

    private static void web(Harbour harbour, int desired) {
        harbour.open(2);
        harbour.service(WEB, harbour.revision(WEB, "web-1"), desired);
    }

    private static List<String> webMissing(Harbour harbour, int desired) {
        return harbour.serviceMissing(WEB, desired, harbour.revisionOf("web-1"));
    }

    private static Scenario registerHosts() {
        return Scenario.of(
                "register-hosts",
                harbour -> {},
                harbour -> harbour.open(2),
                harbour -> harbour.stage().unrest());
    }

    private static Scenario drain() {
        return Scenario.of(
                "drain",
                harbour -> web(harbour, 3),
                harbour -> harbour.stage()
                        .insist(engine -> engine.containerInstances().drain(Stage.CLUSTER, harbour.instance("host-1"))),
                harbour -> {
                    List<String> missing = webMissing(harbour, 3);
                    addTasksOn("host-1", harbour, missing);
                    return missing;
                });
    }

    private static void addTasksOn(String host, Harbour harbour, List<String> missing) {
        for (Task task : harbour.wanted()) {
            if (harbour.instance(host).equals(task.containerInstanceArn())) {
                missing.add("There still is " + task + ".");
            }
        }
    }

    /** The host lives on: whatever is left on it is removed by whoever comes after the engine that was about to. */
    private static Scenario deregisterByForce() {
        return Scenario.of(
                "deregister-by-force",
                harbour -> web(harbour, 2),
                harbour -> deregister(harbour, "host-1"),
                harbour -> {
                    List<String> missing = webMissing(harbour, 2);
                    if (harbour.stage().mirror().instance(harbour.instance("host-1")) != null) {
                        missing.add("host-1 is still registered.");
                    }
                    for (SimulatedContainer left : harbour.host("host-1").containers()) {
                        missing.add("On host-1 there still is " + left.name() + ".");
                    }
                    return missing;
                });
    }

    /** May be repeated: what is gone, perhaps by a request that seemed unanswered, needs no deregistering. */
    private static void deregister(Harbour harbour, String host) {
        String arn = harbour.instance(host);
        harbour.stage().insist(engine -> {
            try {
                engine.containerInstances()
                        .deregister(new DeregisterContainerInstanceRequest(Stage.CLUSTER, arn, true));
            } catch (InvalidParameterException notFound) {
                if (harbour.stage().mirror().instance(arn) != null) {
                    throw notFound;
                }
            }
            return true;
        });
    }

    private static Scenario hostVanishesAndComesBack() {
        return Scenario.of(
                "host-vanishes-and-comes-back",
                harbour -> web(harbour, 2),
                harbour -> {
                    harbour.host("host-1").reachable(false);
                    harbour.stage().pass(Duration.ofSeconds(90));
                    harbour.host("host-1").reachable(true);
                },
                harbour -> {
                    List<String> missing = webMissing(harbour, 2);
                    if (harbour.stage().mirror().tasks().size() != 2) {
                        missing.add("Tasks were replaced although nothing had happened to them: "
                                + harbour.stage().mirror().tasks());
                    }
                    return missing;
                });
    }

    /** What runs there is replaced elsewhere meanwhile, and then there is one too many. */
    private static Scenario hostIsLostAndComesBack() {
        return Scenario.of(
                "host-is-lost-and-comes-back",
                harbour -> web(harbour, 2),
                harbour -> {
                    harbour.host("host-1").reachable(false);
                    harbour.stage().pass(Duration.ofMinutes(3));
                    harbour.host("host-1").reachable(true);
                },
                harbour -> webMissing(harbour, 2));
    }

    private static Scenario hostReboots() {
        return Scenario.of(
                "host-reboots",
                harbour -> web(harbour, 2),
                harbour -> {
                    harbour.host("host-1").shutDown();
                    harbour.stage().pass(Duration.ofSeconds(20));
                    harbour.host("host-1").reachable(true);
                },
                harbour -> webMissing(harbour, 2));
    }

    private static Scenario engineRestarted() {
        return Scenario.of(
                "engine-restarted",
                harbour -> web(harbour, 2),
                harbour -> {
                    harbour.stage().restartEngines();
                    harbour.stage().pass(Duration.ofSeconds(20));
                },
                harbour -> {
                    List<String> missing = webMissing(harbour, 2);
                    if (harbour.stage().mirror().tasks().size() != 2) {
                        missing.add("Tasks were replaced although only the engine was: "
                                + harbour.stage().mirror().tasks());
                    }
                    return missing;
                });
    }

    /** What is told by one engine is done by another one, which no third can stand in for. */
    private static Scenario deployOnLocalHost() {
        return Scenario.of(
                "deploy-on-local-host",
                harbour -> {
                    harbour.openLocal("quay");
                    harbour.service(WEB, harbour.revision(WEB, "web-1"), 2);
                },
                harbour -> harbour.deploy(WEB, harbour.revision(WEB, "web-2")),
                harbour -> harbour.serviceMissing(WEB, 2, harbour.revisionOf("web-2")));
    }

    private static Scenario deleteCluster() {
        return Scenario.of(
                "delete-cluster",
                harbour -> web(harbour, 1),
                harbour -> {
                    ServiceScenarios.forceDelete(harbour, WEB);
                    harbour.stage()
                            .await(
                                    "that nothing runs",
                                    Duration.ofMinutes(5),
                                    () -> harbour.stage().unrest());
                    deregister(harbour, "host-1");
                    deregister(harbour, "host-2");
                    harbour.stage().insist(engine -> engine.clusters().delete(Stage.CLUSTER));
                },
                HostScenarios::clusterMissing);
    }

    private static List<String> clusterMissing(Harbour harbour) {
        List<String> missing = harbour.stage().unrest();
        List<Cluster> left = harbour.stage()
                .insist(engine -> engine.clusters().describe(Stage.CLUSTER).clusters());
        for (Cluster cluster : left) {
            if (cluster.status() != ClusterStatus.INACTIVE) {
                missing.add("Still there is " + cluster + ".");
            }
        }
        return missing;
    }
}
