package io.stowage.samples.testing;

import io.stowage.DeregisterContainerInstanceRequest;
import io.stowage.Engine;
import io.stowage.RegisterTaskDefinitionRequest;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.ContainerInstance;
import io.stowage.model.HealthCheck;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import java.time.Duration;
import java.util.List;

/**
 * A shop that runs its own web servers. It is given its engine, so that a test can give it another one than the application does.
 */
public final class Shop {

    static final String CLUSTER = "shop";
    static final String SERVICE = "web";
    private static final Duration SOON = Duration.ofMinutes(5);

    private final Engine engine;

    public Shop(Engine engine) {
        this.engine = engine;
    }

    /** Opens with these hosts and servers of an image. Returns when customers are served. */
    public void open(List<String> hosts, String image, int servers) {
        engine.clusters().create(CLUSTER);
        hosts.forEach(host -> engine.containerInstances().register(CLUSTER, host, "process"));
        register(image);
        engine.services().create(CLUSTER, SERVICE, SERVICE, servers);
        settle();
    }

    /** Rolls a new image out. Does not wait. */
    public void release(String image) {
        engine.services().update(CLUSTER, SERVICE, register(image));
    }

    /** Waits until all is as it should be, or not: false if that takes too long. */
    public boolean settle() {
        return engine.services().awaitSteadyState(CLUSTER, SERVICE, SOON).reached();
    }

    /** Gives up the hosts that can't be reached; their servers come up elsewhere. Called once in a while. */
    public void giveUpLostHosts() {
        List<String> all = engine.containerInstances().list(CLUSTER).containerInstanceArns();
        for (ContainerInstance host :
                engine.containerInstances().describe(CLUSTER, all).containerInstances()) {
            if (!host.agentConnected()) {
                engine.containerInstances()
                        .deregister(new DeregisterContainerInstanceRequest(CLUSTER, host.containerInstanceArn(), true));
            }
        }
    }

    /** How many servers are there to serve customers. */
    public long serving() {
        List<String> all = engine.tasks().list(CLUSTER).taskArns();
        List<Task> tasks = engine.tasks().describe(CLUSTER, all).tasks();
        return tasks.stream()
                .filter(task -> task.lastStatus() == TaskStatus.RUNNING)
                .count();
    }

    private String register(String image) {
        ContainerDefinition server = ContainerDefinition.builder()
                .name("server")
                .image(image)
                .cpu(256)
                .memory(512)
                .healthCheck(HealthCheck.builder()
                        .command(List.of("CMD", "check"))
                        .interval(5)
                        .build())
                .build();
        return engine.taskDefinitions()
                .register(RegisterTaskDefinitionRequest.builder()
                        .family(SERVICE)
                        .containerDefinitions(List.of(server))
                        .build())
                .taskDefinition()
                .taskDefinitionArn();
    }
}
