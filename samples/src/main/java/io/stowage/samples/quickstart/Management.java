package io.stowage.samples.quickstart;

import io.stowage.Engine;
import io.stowage.model.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;

/** The fifth step of an ECS service, launch and manage: what a service does by itself, and what it does when it is asked to. */
final class Management {

    private static final int TASKS = Harbour.DESIRED_COUNT;
    private static final int MORE_TASKS = 5;

    private final Engine engine;
    private final Scene scene;
    private final Story story;
    private final Board board;
    private final Harbour harbour;

    Management(Scene scene, Harbour harbour) {
        this.engine = scene.engine();
        this.scene = scene;
        this.story = scene.story();
        this.board = scene.board();
        this.harbour = harbour;
    }

    void run() throws Exception {
        story.heading("5. Launch and manage: what the service does with it");
        launch();
        replaceKilled();
        rollOut();
        scale();
        drain();
    }

    private void launch() throws Exception {
        story.remark("A task counts as healthy once its health check has passed, which is run every 5 s.");
        scene.awaitSteady(TASKS);
        showAnswers();
    }

    private void replaceKilled() throws Exception {
        story.heading("5a. Kill a process: the service replaces the task");
        story.remark("Its container is essential: when it ends, the task does.");
        Task victim = board.ready().get(0);
        long process = Endpoint.of(victim).process();
        ProcessHandle.of(process)
                .orElseThrow(() -> new StoryBroken("Process " + process + " of a running task isn't there."))
                .destroyForcibly();
        story.tell("sent SIGKILL to process " + process + " of task " + Ids.shortId(victim.taskArn()));
        scene.await("the end of the killed task", () -> board.isStopped(victim.taskArn()));
        scene.awaitSteady(TASKS);
        showAnswers();
    }

    private void rollOut() throws Exception {
        story.heading("5b. Roll out another revision, under requests");
        story.remark(
                "At least 100 % of the tasks stay healthy and at most 200 % run, which are ECS's defaults: so the new");
        story.remark("tasks come first, and each that is healthy lets an old one go.");
        String revision = harbour.registerTaskDefinition("Hello from revision 2");
        underRequests(() -> {
            story.tell("update the service to " + revision);
            engine.services().update(Harbour.CLUSTER, Harbour.SERVICE, revision);
            return scene.awaitSteady(TASKS);
        });
        for (String answer : showAnswers()) {
            if (!answer.startsWith("Hello from revision 2 ")) {
                throw new StoryBroken("After the roll-out a task still answers \"" + answer + "\".");
            }
        }
    }

    private void scale() throws Exception {
        story.heading("5c. Scale to " + MORE_TASKS + " tasks");
        story.tell("set the desired count to " + MORE_TASKS);
        engine.services().scale(Harbour.CLUSTER, Harbour.SERVICE, MORE_TASKS);
        scene.awaitSteady(MORE_TASKS);
        showAnswers();
    }

    private void drain() throws Exception {
        String host = Harbour.HOSTS.get(0);
        story.heading("5d. Drain " + host + ", under requests: its tasks move");
        story.remark("It gets no more tasks, and those it has are replaced elsewhere before they are stopped.");
        underRequests(() -> {
            story.tell("set " + host + " to DRAINING, which has " + tasksOn(host) + " tasks");
            engine.containerInstances().drain(Harbour.CLUSTER, host);
            scene.await("the last task to leave " + host, () -> tasksOn(host) == 0);
            return scene.awaitSteady(MORE_TASKS);
        });
        showAnswers();
    }

    private long tasksOn(String host) {
        return board.tasks(task ->
                        !board.isStopped(task.taskArn()) && board.hostOf(task).equals(host))
                .size();
    }

    private void underRequests(Callable<?> work) throws Exception {
        Visits visits = Visitor.during(board, work);
        story.tell(visits.summary());
        if (visits.unansweredCount() > 0) {
            throw new StoryBroken(visits.unansweredCount() + " requests were not answered by any task.");
        }
    }

    /** Asks each task for its page. */
    private List<String> showAnswers() throws IOException, InterruptedException {
        List<Task> tasks = new ArrayList<>(board.ready());
        tasks.sort(Comparator.comparing(board::hostOf));
        List<String> answers = new ArrayList<>();
        for (Task task : tasks) {
            Endpoint endpoint = Endpoint.of(task);
            String answer = endpoint.answer();
            story.tell(
                    "GET http://127.0.0.1:" + endpoint.port() + "/ on " + board.hostOf(task) + ": \"" + answer + "\"");
            answers.add(answer);
        }
        return answers;
    }
}
