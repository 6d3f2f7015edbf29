package io.stowage.testkit.crash;

import io.stowage.RunTaskRequest;
import io.stowage.RunTaskResponse;
import io.stowage.StartTaskRequest;
import io.stowage.model.ContainerCondition;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.ContainerDependency;
import io.stowage.model.ContainerRestartPolicy;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.testkit.runtime.Behaviour;
import io.stowage.testkit.runtime.SimulatedContainer;
import java.time.Duration;
import java.util.List;

/** What is asked of tasks of no service, and what becomes of containers. */
final class TaskScenarios {

    private static final String JOB = "job";

    private TaskScenarios() {}

    static List<Scenario> all() {
        return List.of(
                runTask(),
                clientTokenRepeated(),
                startTask(),
                stopTask(),
                stopTaskThatIgnoresTheSignal(),
                taskThatEndsByItself(),
                dependencyChainStarts(),
                dependencyChainStops(),
                containerKilled(),
                containerRestartedInPlace());
    }

    private static void job(Harbour harbour) {
        harbour.open(2);
        harbour.revision(JOB, JOB);
    }

    private static RunTaskResponse run(Harbour harbour, int count, String token) {
        RunTaskRequest request = RunTaskRequest.builder()
                .cluster(Stage.CLUSTER)
                .taskDefinition(harbour.revisionOf(JOB))
                .count(count)
                .clientToken(token)
                .build();
        return harbour.stage().insist(engine -> engine.tasks().run(request));
    }

    /** Asks, under a new token each time, for what could not be placed: after a crash no host is connected for a moment. */
    private static void runAll(Harbour harbour, int count, String token) {
        int left = count;
        for (int attempt = 1; left > 0; attempt++) {
            left -= run(harbour, left, token + "-" + attempt).tasks().size();
            if (left > 0) {
                harbour.stage().pass(Duration.ofSeconds(1));
            }
        }
    }

    /** A task that runs. */
    private static void running(Harbour harbour) {
        job(harbour);
        runAll(harbour, 1, "once");
        harbour.stage().await("that the task runs", Duration.ofMinutes(5), () -> {
            return harbour.tasksMissing(1, TaskStatus.RUNNING);
        });
    }

    private static Scenario runTask() {
        return Scenario.of(
                "run-task",
                TaskScenarios::job,
                harbour -> runAll(harbour, 2, "once"),
                harbour -> harbour.tasksMissing(2, TaskStatus.RUNNING));
    }

    private static Scenario clientTokenRepeated() {
        return Scenario.of(
                "client-token-repeated",
                TaskScenarios::job,
                harbour -> {
                    List<String> first = arns(run(harbour, 2, "once"));
                    harbour.stage().pass(Duration.ofSeconds(3));
                    List<String> again = arns(run(harbour, 2, "once"));
                    if (!first.isEmpty() && !first.equals(again)) {
                        throw new AssertionError("One token gave " + first + " and " + again + ".");
                    }
                    runAll(harbour, 3 - again.size(), "twice");
                },
                harbour -> harbour.tasksMissing(3, TaskStatus.RUNNING));
    }

    private static List<String> arns(RunTaskResponse response) {
        return response.tasks().stream().map(Task::taskArn).toList();
    }

    /** There is no token for it: whoever asks again looks first. */
    private static Scenario startTask() {
        return Scenario.of(
                "start-task",
                TaskScenarios::job,
                harbour -> {
                    StartTaskRequest request = StartTaskRequest.builder()
                            .cluster(Stage.CLUSTER)
                            .containerInstances(List.of(harbour.instance("host-2")))
                            .taskDefinition(harbour.revisionOf(JOB))
                            .build();
                    while (harbour.wanted().isEmpty()) {
                        harbour.stage()
                                .insist(engine -> harbour.wanted().isEmpty()
                                        ? engine.tasks().start(request).tasks()
                                        : harbour.wanted());
                        harbour.stage().pass(Duration.ofSeconds(1));
                    }
                },
                harbour -> harbour.tasksMissing(1, TaskStatus.RUNNING));
    }

    private static void stopAll(Harbour harbour) {
        for (Task task : harbour.wanted()) {
            harbour.stage().insist(engine -> engine.tasks().stop(Stage.CLUSTER, task.taskArn(), "enough"));
        }
    }

    private static Scenario stopTask() {
        return Scenario.of(
                "stop-task",
                TaskScenarios::running,
                TaskScenarios::stopAll,
                harbour -> harbour.tasksMissing(1, TaskStatus.STOPPED));
    }

    private static Scenario stopTaskThatIgnoresTheSignal() {
        return Scenario.of(
                "stop-task-that-ignores-the-signal",
                harbour -> {
                    harbour.stage().applications().define(JOB, Behaviour.ignoringStopSignal());
                    running(harbour);
                },
                TaskScenarios::stopAll,
                harbour -> harbour.tasksMissing(1, TaskStatus.STOPPED));
    }

    private static Scenario taskThatEndsByItself() {
        return Scenario.of(
                "task-that-ends-by-itself",
                harbour -> {
                    harbour.stage().applications().define(JOB, Behaviour.job(Duration.ofSeconds(5)));
                    job(harbour);
                },
                harbour -> runAll(harbour, 2, "once"),
                harbour -> harbour.tasksMissing(2, TaskStatus.STOPPED));
    }

    /** What is done first, what the application talks to, and the application. */
    private static void chain(Harbour harbour) {
        harbour.stage().applications().define("migration", Behaviour.job(Duration.ofSeconds(3)));
        harbour.open(2);
        harbour.revision(
                JOB,
                JOB,
                List.of(
                        container("migration", false, List.of()),
                        container(
                                "database",
                                true,
                                List.of(new ContainerDependency("migration", ContainerCondition.SUCCESS))),
                        container(JOB, true, List.of(new ContainerDependency("database", ContainerCondition.START)))));
    }

    private static ContainerDefinition container(
            String name, boolean essential, List<ContainerDependency> dependencies) {
        return ContainerDefinition.builder()
                .name(name)
                .image(name)
                .cpu(64)
                .memory(64)
                .essential(essential)
                .stopTimeout(5)
                .dependsOn(dependencies)
                .build();
    }

    private static Scenario dependencyChainStarts() {
        return Scenario.of(
                "dependency-chain-starts",
                TaskScenarios::chain,
                harbour -> runAll(harbour, 1, "once"),
                harbour -> harbour.tasksMissing(1, TaskStatus.RUNNING));
    }

    private static Scenario dependencyChainStops() {
        return Scenario.of(
                "dependency-chain-stops",
                harbour -> {
                    chain(harbour);
                    runAll(harbour, 1, "once");
                    harbour.stage().await("that the task runs", Duration.ofMinutes(5), () -> {
                        return harbour.tasksMissing(1, TaskStatus.RUNNING);
                    });
                },
                TaskScenarios::stopAll,
                harbour -> harbour.tasksMissing(1, TaskStatus.STOPPED));
    }

    private static Scenario containerKilled() {
        return Scenario.of(
                "container-killed",
                harbour -> {
                    harbour.open(2);
                    harbour.service("web", harbour.revision("web", "web-1"), 2);
                },
                harbour -> {
                    endOne(harbour, 137);
                    harbour.stage().pass(Duration.ofSeconds(1));
                },
                harbour -> harbour.serviceMissing("web", 2, harbour.revisionOf("web-1")));
    }

    private static void endOne(Harbour harbour, int exitCode) {
        SimulatedContainer victim =
                harbour.containersOf(harbour.wanted().get(0)).get(0);
        harbour.host(victim.host()).endApplication(victim.name(), exitCode);
    }

    /** An engine that comes between the end of one run and the beginning of the next goes on with it: nothing is replaced. */
    private static Scenario containerRestartedInPlace() {
        return Scenario.of(
                "container-restarted-in-place",
                harbour -> {
                    harbour.open(2);
                    harbour.revision(
                            "web",
                            "web-1",
                            container -> container.toBuilder()
                                    .restartPolicy(new ContainerRestartPolicy(true, null, 60))
                                    .build());
                    harbour.service("web", harbour.revisionOf("web-1"), 1);
                    harbour.stage().pass(Duration.ofSeconds(90));
                },
                harbour -> {
                    endOne(harbour, 1);
                    harbour.stage().pass(Duration.ofSeconds(1));
                },
                harbour -> {
                    List<String> missing = harbour.serviceMissing("web", 1, harbour.revisionOf("web-1"));
                    if (harbour.stage().mirror().tasks().size() != 1) {
                        missing.add("More was replaced than a container: "
                                + harbour.stage().mirror().tasks());
                    }
                    return missing;
                });
    }
}
