package io.stowage.samples.quickstart;

import io.stowage.model.Task;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Asks for the page about every 50 ms, of each healthy task in turn, and of the next one if a task doesn't answer: the part of a load
 * balancer. It learns of the tasks from the events, so that it may meet one that was just stopped.
 */
final class Visitor {

    private static final long PAUSE_MILLIS = 50;
    private static final int ATTEMPTS = 3;

    private final Board board;
    private final Visits visits = new Visits();
    private int turn;
    private volatile boolean ended;

    private Visitor(Board board) {
        this.board = board;
    }

    /** Visits while something else is done. */
    static Visits during(Board board, Callable<?> work) throws Exception {
        Visitor visitor = new Visitor(board);
        Thread thread = new Thread(visitor::visit, "quickstart-visitor");
        thread.setDaemon(true);
        thread.start();
        try {
            work.call();
        } finally {
            visitor.ended = true;
            thread.join();
        }
        return visitor.visits;
    }

    private void visit() {
        try {
            while (!ended) {
                visitOnce();
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void visitOnce() throws InterruptedException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            List<Task> tasks = board.ready();
            if (!tasks.isEmpty() && answers(tasks.get(turn++ % tasks.size()))) {
                return;
            }
            if (attempt < ATTEMPTS) {
                visits.retried();
            }
        }
        visits.unanswered();
    }

    private boolean answers(Task task) throws InterruptedException {
        try {
            visits.answered(withoutProcess(Endpoint.of(task).answer()));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String withoutProcess(String answer) {
        return answer.replaceFirst(" from process \\d+$", "");
    }
}
