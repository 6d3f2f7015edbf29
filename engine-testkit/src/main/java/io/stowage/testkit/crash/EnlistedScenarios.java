package io.stowage.testkit.crash;

import io.stowage.CreateServiceRequest;
import io.stowage.RunTaskRequest;
import io.stowage.RunTaskResponse;
import io.stowage.UpdateServiceRequest;
import io.stowage.model.Service;
import io.stowage.model.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is asked for in transactions of the host application's own. */
final class EnlistedScenarios {

    private static final String JOB = "job";
    private static final String WEB = "web";
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final Duration A_MOMENT = Duration.ofMillis(300);

    private EnlistedScenarios() {}

    static List<Scenario> all() {
        return List.of(enlistedRunTask(), enlistedService(), enlistedOneAfterTheOther());
    }

    private static Scenario enlistedRunTask() {
        return Scenario.of(
                "enlisted-run-task",
                harbour -> {
                    harbour.open(2);
                    harbour.revision(JOB, JOB);
                },
                harbour -> {
                    harbour.stage().enlistInVain(enlisted -> enlisted.runTask(run(harbour, 1)));
                    int left = 2;
                    while (left > 0) {
                        RunTaskRequest request = run(harbour, left);
                        String id = harbour.stage().enlist(enlisted -> enlisted.runTask(request));
                        // After a crash no host is connected for a moment, and what could not be placed is asked for
                        // anew.
                        left -= answer(harbour, id, RunTaskResponse.class)
                                .tasks()
                                .size();
                    }
                },
                harbour -> harbour.tasksMissing(2, TaskStatus.RUNNING));
    }

    /** While the commit of one is under way, the next one waits. */
    private static Scenario enlistedOneAfterTheOther() {
        return Scenario.of(
                "enlisted-on-slow-store",
                harbour -> {
                    harbour.open(2);
                    harbour.revision(JOB, JOB);
                },
                harbour -> {
                    harbour.stage().slowStore();
                    RunTaskRequest request = run(harbour, 1);
                    int left = 6;
                    while (left > 0) {
                        List<String> ids = new ArrayList<>();
                        for (int i = 0; i < left; i++) {
                            ids.add(harbour.stage().enlist(enlisted -> enlisted.runTask(request)));
                            harbour.stage().pass(A_MOMENT);
                        }
                        for (String id : ids) {
                            left -= answer(harbour, id, RunTaskResponse.class)
                                    .tasks()
                                    .size();
                        }
                    }
                },
                harbour -> harbour.tasksMissing(6, TaskStatus.RUNNING));
    }

    private static RunTaskRequest run(Harbour harbour, int count) {
        return RunTaskRequest.builder()
                .cluster(Stage.CLUSTER)
                .taskDefinition(harbour.revisionOf(JOB))
                .count(count)
                .build();
    }

    /** Two operations of one transaction are carried out in the order in which they were asked for. */
    private static Scenario enlistedService() {
        return Scenario.of(
                "enlisted-service",
                harbour -> {
                    harbour.open(2);
                    harbour.revision(WEB, WEB);
                },
                harbour -> {
                    CreateServiceRequest service = CreateServiceRequest.builder()
                            .cluster(Stage.CLUSTER)
                            .serviceName(WEB)
                            .taskDefinition(harbour.revisionOf(WEB))
                            .desiredCount(1)
                            .build();
                    String scaled = harbour.stage().enlist(enlisted -> {
                        String unused = enlisted.createService(service);
                        return enlisted.updateService(scale(3));
                    });
                    harbour.stage().enlistInVain(enlisted -> enlisted.updateService(scale(5)));
                    Service answer = answer(harbour, scaled, Service.class);
                    if (answer.desiredCount() != 3) {
                        throw new AssertionError("The service was to have 3 tasks, but is " + answer + ".");
                    }
                },
                harbour -> harbour.serviceMissing(WEB, 3, harbour.revisionOf(WEB)));
    }

    private static UpdateServiceRequest scale(int desired) {
        return UpdateServiceRequest.builder()
                .cluster(Stage.CLUSTER)
                .service(WEB)
                .desiredCount(desired)
                .build();
    }

    private static <T extends Record> T answer(Harbour harbour, String request, Class<T> type) {
        Optional<T> answer = Optional.empty();
        for (int attempt = 0; attempt < 10 && answer.isEmpty(); attempt++) {
            answer = harbour.stage().insist(engine -> engine.awaitEnlistedAnswer(Stage.CLUSTER, request, type, SOON));
        }
        return answer.orElseThrow(() -> new AssertionError("Request " + request + " was not answered."));
    }
}
