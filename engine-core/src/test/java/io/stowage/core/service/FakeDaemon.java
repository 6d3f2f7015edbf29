package io.stowage.core.service;

import io.stowage.core.service.FakeService.FakeTask;
import io.stowage.core.service.FakeService.Life;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Where a DAEMON service is to have tasks, worked out from its tasks each time. */
final class FakeDaemon implements DaemonView {

    private final FakeService service;
    /** The instances that are to have one; what is neither here nor drains is where none is to be. */
    final TreeSet<String> members = new TreeSet<>();
    /** Draining ones that have nothing else left. */
    final TreeSet<String> emptied = new TreeSet<>();

    final TreeSet<String> withoutRoom = new TreeSet<>();
    /** By instance, the deployment of which a task stopped there last. */
    final Map<String, String> stopped = new TreeMap<>();

    FakeDaemon(FakeService service) {
        this.service = service;
    }

    boolean misplaced(FakeTask task) {
        String instance = task.task.containerInstanceArn();
        return service.draining.contains(instance) ? emptied.contains(instance) : !members.contains(instance);
    }

    private List<String> membersWith(boolean live, boolean stopping) {
        return members.stream()
                .filter(each -> has(each, false) == live && has(each, true) == stopping)
                .toList();
    }

    boolean has(String instance, boolean stopping) {
        return service.tasks.stream()
                .anyMatch(task ->
                        task.task.containerInstanceArn().equals(instance) && (task.life == Life.STOPPING) == stopping);
    }

    @Override
    public int instances() {
        return members.size();
    }

    @Override
    public List<String> vacant() {
        return membersWith(false, false).stream()
                .filter(each -> !withoutRoom.contains(each))
                .toList();
    }

    @Override
    public int clearing() {
        return membersWith(false, true).size();
    }

    @Override
    public boolean tried(String instanceId, String deploymentId) {
        return deploymentId.equals(stopped.get(instanceId));
    }
}
