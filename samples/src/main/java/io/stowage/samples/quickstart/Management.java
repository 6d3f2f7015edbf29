package io.stowage.samples.quickstart;

import io.stowage.Engine;
import io.stowage.model.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** The fifth step of an ECS service, launch and manage: what a service does by itself, and what it does when it is asked to. */
final class Management {

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
        story.remark("A task counts as healthy when its health check, which comes every 5 s, has passed.");
        scene.awaitSteady();
        showAnswers(3);
    }

    private void replaceKilled() throws Exception {
        story.heading("5a. Kill a process: the service replaces the task");
        Task victim = board.ready().get(0);
        long process = Endpoint.of(victim).process();
        ProcessHandle.of(process)
                .orElseThrow(() -> new StoryBroken("Process " + process + " of a running task isn't there."))
                .destroyForcibly();
        story.tell("sent SIGKILL to process " + process + " of task " + Ids.shortId(victim.taskArn()));
        scene.await("the end of the killed task", () -> board.isStopped(victim.taskArn()));
        scene.awaitSteady();
        showAnswers(3);
    }

    private void rollOut() throws Exception {
        story.heading("5b. Roll out another revision, under requests");
        story.remark("New tasks first: at least 100 % healthy and at most 200 % running are ECS's defaults.");
        String revision = harbour.registerTaskDefinition("Hello from revision 2");
        underRequests(() -> {
            engine.services().update(Harbour.CLUSTER, Harbour.SERVICE, revision);
            story.tell("updated the service to " + revision);
            return scene.awaitSteady();
        });
        for (String answer : showAnswers(3)) {
            if (!answer.startsWith("Hello from revision 2 ")) {
                throw new StoryBroken("After the roll-out a task still answers \"" + answer + "\".");
            }
        }
    }

    private void scale() throws Exception {
        story.heading("5c. Scale to " + MORE_TASKS);
        engine.services().scale(Harbour.CLUSTER, Harbour.SERVICE, MORE_TASKS);
        story.tell("set the desired count to " + MORE_TASKS);
        scene.awaitSteady();
        scene.await(MORE_TASKS + " healthy tasks", () -> board.ready().size() == MORE_TASKS);
        showAnswers(MORE_TASKS);
    }

    private void drain() throws Exception {
        String host = Harbour.HOSTS.get(0);
        story.heading("5d. Drain " + host + ", under requests: its tasks move");
        underRequests(() -> {
            engine.containerInstances().drain(Harbour.CLUSTER, host);
            story.tell("set " + host + " to DRAINING, which had " + tasksOn(host) + " tasks");
            scene.await("the last task to leave " + host, () -> tasksOn(host) == 0);
            return scene.awaitSteady();
        });
        scene.await(MORE_TASKS + " healthy tasks", () -> board.ready().size() == MORE_TASKS);
        showAnswers(MORE_TASKS);
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
    private List<String> showAnswers(int expected) throws IOException, InterruptedException, StoryBroken {
        List<Task> tasks = board.ready();
        if (tasks.size() != expected) {
            throw new StoryBroken(
                    "The service is steady, but " + tasks.size() + " tasks are healthy, not " + expected + ".");
        }
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
