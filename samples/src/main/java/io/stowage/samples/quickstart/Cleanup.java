package io.stowage.samples.quickstart;

import io.stowage.DeregisterContainerInstanceRequest;
import io.stowage.Engine;
import io.stowage.error.ClusterNotFoundException;
import io.stowage.error.ServiceNotFoundException;
import io.stowage.model.TaskStatus;
import java.util.List;

/** Takes everything down again, from wherever the quickstart has come to. */
final class Cleanup {

    private final Engine engine;
    private final Scene scene;
    private final Story story;

    Cleanup(Scene scene) {
        this.engine = scene.engine();
        this.scene = scene;
        this.story = scene.story();
    }

    /** Deletes the service, waits for its tasks to stop, and deletes the rest. */
    void run() throws Exception {
        try {
            deleteService();
            deregisterHosts();
            engine.clusters().delete(Harbour.CLUSTER);
            story.tell("deleted the cluster " + Harbour.CLUSTER);
        } catch (ClusterNotFoundException e) {
            story.tell("there is no cluster yet");
        }
        for (String revision : engine.taskDefinitions().list(Harbour.SERVICE).taskDefinitionArns()) {
            engine.taskDefinitions().deregister(revision);
            story.tell("deregistered " + Ids.id(revision));
        }
    }

    private void deleteService() throws Exception {
        try {
            story.tell("delete the service " + Harbour.SERVICE + ": its tasks get SIGTERM, and SIGKILL 5 s later");
            engine.services().forceDelete(Harbour.CLUSTER, Harbour.SERVICE);
        } catch (ServiceNotFoundException e) {
            story.tell("there is no service yet");
            return;
        }
        scene.await(
                "all tasks to stop",
                () -> scene.board()
                        .tasks(task -> task.lastStatus() != TaskStatus.STOPPED)
                        .isEmpty());
    }

    private void deregisterHosts() {
        List<String> hosts = engine.containerInstances().list(Harbour.CLUSTER).containerInstanceArns();
        for (String host : hosts) {
            engine.containerInstances().deregister(new DeregisterContainerInstanceRequest(Harbour.CLUSTER, host, true));
        }
        story.tell("deregistered the hosts: " + hosts.size());
    }
}
