package io.stowage.samples.quickstart;

import io.stowage.Engine;
import io.stowage.event.ContainerInstanceStateChange;
import io.stowage.event.EcsEvent;
import io.stowage.event.EcsEventListener;
import io.stowage.event.TaskStateChange;
import io.stowage.model.Container;
import io.stowage.model.ContainerInstance;
import io.stowage.model.HealthStatus;
import io.stowage.model.Service;
import io.stowage.model.ServiceEvent;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hears the engine's events and tells those that a user wants to know: a task that runs, is healthy, has stopped, a container instance
 * that is connected. The texts that ECS has for what a service does are in the service itself: they are read when an event says that
 * something happened.
 */
final class Narrator implements EcsEventListener {

    private final Engine engine;
    private final Story story;
    private final Board board;
    private final Set<String> quoted = new LinkedHashSet<>();

    Narrator(Engine engine, Story story, Board board) {
        this.engine = engine;
        this.story = story;
        this.board = board;
    }

    @Override
    public void onEvent(EcsEvent event) {
        if (event instanceof TaskStateChange change) {
            tell(board.put(change.detail()), change.detail());
        } else if (event instanceof ContainerInstanceStateChange change) {
            tell(board.put(change.detail()), change.detail());
        }
        quoteServiceEvents();
    }

    @Override
    public void onMissed(long count) {
        story.tell(count + " events came too fast to be told");
    }

    /** Whether everything that ECS would say of this service has been told. */
    synchronized boolean hasQuoted(Service service) {
        return service.events().stream().allMatch(event -> quoted.contains(event.id()));
    }

    private void quoteServiceEvents() {
        for (Service service : engine.services()
                .describe(Harbour.CLUSTER, List.of(Harbour.SERVICE))
                .services()) {
            List<ServiceEvent> newestFirst = service.events();
            for (int i = newestFirst.size() - 1; i >= 0; i--) {
                quote(newestFirst.get(i));
            }
        }
        board.changed();
    }

    private synchronized void quote(ServiceEvent event) {
        if (quoted.add(event.id())) {
            story.quote(event.message());
        }
    }

    private void tell(@Nullable ContainerInstance before, ContainerInstance now) {
        boolean wasConnected = before != null && before.agentConnected();
        if (now.agentConnected() && !wasConnected) {
            story.tell(now.containerInstanceName() + " is connected: " + Resources.of(now));
        } else if (!now.agentConnected() && wasConnected) {
            story.tell(now.containerInstanceName() + " is not connected any more");
        }
    }

    private void tell(@Nullable Task before, Task now) {
        String name = "task " + Ids.shortId(now.taskArn());
        if (now.lastStatus() == TaskStatus.RUNNING && !hasStatus(before, TaskStatus.RUNNING)) {
            story.tell(name + " RUNNING on " + board.hostOf(now) + " in " + now.availabilityZone() + ": "
                    + Endpoint.of(now));
        }
        if (now.healthStatus() != HealthStatus.UNKNOWN
                && (before == null || before.healthStatus() != now.healthStatus())) {
            story.tell(name + " " + now.healthStatus());
        }
        if (now.lastStatus() == TaskStatus.STOPPED && !hasStatus(before, TaskStatus.STOPPED)) {
            story.tell(name + " STOPPED: " + now.stoppedReason() + exitCodes(now));
        }
    }

    private static boolean hasStatus(@Nullable Task task, TaskStatus status) {
        return task != null && task.lastStatus() == status;
    }

    private static String exitCodes(Task task) {
        StringBuilder text = new StringBuilder();
        for (Container container : task.containers()) {
            if (container.exitCode() != null) {
                text.append(" (exit code ")
                        .append(ExitCode.describe(container.exitCode()))
                        .append(')');
            }
            if (container.reason() != null) {
                text.append(" (").append(container.reason()).append(')');
            }
        }
        return text.toString();
    }
}
