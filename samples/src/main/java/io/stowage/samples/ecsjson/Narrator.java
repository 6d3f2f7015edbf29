package io.stowage.samples.ecsjson;

import io.stowage.event.EcsEvent;
import io.stowage.event.EcsEventListener;
import io.stowage.event.TaskStateChange;
import io.stowage.model.Container;
import io.stowage.model.Task;
import io.stowage.samples.ecsjson.Output.Colour;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerState;
import io.stowage.spi.FollowsLogs;
import io.stowage.spi.RuntimeSubscription;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Tells what happens to a task, and what its containers write where the runtime hands that out. */
final class Narrator implements EcsEventListener, AutoCloseable {

    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LOOK_MILLIS = 50;

    private final Output output;
    private final ContainerRuntime host;
    private final Map<String, RuntimeSubscription> followed = new LinkedHashMap<>();
    private String told = "";
    private volatile long lastLine = System.nanoTime();

    Narrator(Output output, ContainerRuntime host) {
        this.output = output;
        this.host = host;
    }

    @Override
    public synchronized void onEvent(EcsEvent event) {
        if (event instanceof TaskStateChange change) {
            tell(change.detail());
            follow(id(change.detail()));
        }
    }

    private static String id(Task task) {
        return task.taskArn().substring(task.taskArn().lastIndexOf('/') + 1);
    }

    private void tell(Task task) {
        StringBuilder line = new StringBuilder(task.lastStatus().toString());
        for (Container container : task.containers()) {
            line.append(", ").append(container.name()).append(' ').append(container.lastStatus());
            if (container.exitCode() != null) {
                line.append(" with exit code ").append(container.exitCode());
            }
            if (container.reason() != null) {
                line.append(" (").append(container.reason()).append(')');
            }
            container
                    .networkBindings()
                    .forEach(port -> line.append(" port ")
                            .append(port.containerPort())
                            .append(" at ")
                            .append(port.hostPort()));
        }
        if (task.stoppedReason() != null) {
            line.append(": ").append(task.stoppedReason());
        }
        if (!line.toString().equals(told)) {
            told = line.toString();
            output.line(Colour.GREY, "  task", " " + told);
        }
    }

    /** Follows each run of each container once. */
    private void follow(String task) {
        if (!(host instanceof FollowsLogs logs)) {
            return;
        }
        try {
            for (ContainerState state : host.list(Map.of("io.stowage.task", task))) {
                if (state.startedAt() != null && !followed.containsKey(state.name())) {
                    String container = state.labels().getOrDefault("io.stowage.container", state.name());
                    followed.put(
                            state.name(), logs.followLogs(state.name(), true, (error, text) -> line(container, text)));
                }
            }
        } catch (ContainerRuntimeException goneMeanwhile) {
            output.line("  its output can't be read: " + goneMeanwhile.getMessage());
        }
    }

    private void line(String container, String text) {
        lastLine = System.nanoTime();
        output.line(Colour.GREY, "  " + container + " |", " " + text);
    }

    /** Waits until what was written has been told: a follower doesn't say that it has come to the end. */
    void awaitQuiet() {
        long end = System.nanoTime() + LONGEST_NANOS;
        lastLine = System.nanoTime();
        try {
            while (System.nanoTime() - lastLine < QUIET_NANOS && System.nanoTime() - end < 0) {
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() {
        followed.values().forEach(RuntimeSubscription::close);
    }
}
