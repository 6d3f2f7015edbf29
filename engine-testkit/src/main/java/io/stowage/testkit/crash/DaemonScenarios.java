package io.stowage.testkit.crash;

import io.stowage.model.PortMapping;
import io.stowage.model.Task;
import io.stowage.model.TransportProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What is asked of DAEMON services, and what becomes of them when instances come and drain. */
final class DaemonScenarios {

    private static final String WEB = "web";
    private static final String LOGS = "logs";

    private DaemonScenarios() {}

    static List<Scenario> all() {
        return List.of(deploys(), drains(), newHost(), replacesOldTasks());
    }

    /** Both revisions want the same port of the host: no new task is created before the old one is gone. */
    private static Scenario deploys() {
        return Scenario.of(
                "daemon-deploys",
                harbour -> {
                    harbour.open(2);
                    for (String image : List.of("logs-1", "logs-2")) {
                        harbour.revision(
                                LOGS,
                                image,
                                container -> container.toBuilder()
                                        .portMappings(List.of(PortMapping.builder()
                                                .containerPort(514)
                                                .hostPort(5_514)
                                                .protocol(TransportProtocol.UDP)
                                                .build()))
                                        .build());
                    }
                    harbour.daemon(LOGS, harbour.revisionOf("logs-1"));
                },
                harbour -> harbour.deploy(LOGS, harbour.revisionOf("logs-2")),
                harbour -> logsMissing(harbour, "logs-2", "host-1", "host-2"));
    }

    private static Scenario drains() {
        return Scenario.of(
                "daemon-drains",
                harbour -> {
                    harbour.open(2);
                    harbour.daemon(LOGS, harbour.revision(LOGS, "logs-1"));
                    harbour.service(WEB, harbour.revision(WEB, "web-1"), 2);
                },
                harbour -> harbour.stage()
                        .insist(engine -> engine.containerInstances().drain(Stage.CLUSTER, harbour.instance("host-1"))),
                harbour -> {
                    List<String> missing = logsMissing(harbour, "logs-1", "host-2");
                    missing.addAll(harbour.serviceMissing(WEB, 2, harbour.revisionOf("web-1")));
                    return missing;
                });
    }

    private static Scenario newHost() {
        return Scenario.of(
                "daemon-on-a-new-host",
                harbour -> {
                    harbour.open(1);
                    harbour.addHost("host-2");
                    harbour.daemon(LOGS, harbour.revision(LOGS, "logs-1"));
                },
                harbour -> harbour.register("host-2"),
                harbour -> logsMissing(harbour, "logs-1", "host-1", "host-2"));
    }

    private static Scenario replacesOldTasks() {
        return Scenario.of(
                "daemon-replaces-old-tasks",
                harbour -> {
                    harbour.open(2);
                    harbour.daemon(LOGS, harbour.revision(LOGS, "logs-1"));
                },
                harbour -> ServiceScenarios.replaceOldTasks(harbour, LOGS),
                harbour -> logsMissing(harbour, "logs-1", "host-1", "host-2"));
    }

    /** What is missing to exactly one task on each of these hosts, all of one revision. */
    private static List<String> logsMissing(Harbour harbour, String image, String... hosts) {
        List<String> missing = harbour.serviceMissing(LOGS, hosts.length, harbour.revisionOf(image));
        List<String> found = new ArrayList<>();
        for (Task task : harbour.wanted()) {
            if (task.group().equals("service:" + LOGS)) {
                found.add(String.valueOf(task.containerInstanceArn()));
            }
        }
        TreeSet<String> expected = new TreeSet<>();
        for (String host : hosts) {
            expected.add(harbour.instance(host));
        }
        if (found.size() != hosts.length || !expected.containsAll(found)) {
            missing.add("There were to be tasks on " + expected + ", but they are on " + found + ".");
        }
        return missing;
    }
}
