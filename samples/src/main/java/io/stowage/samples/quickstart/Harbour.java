package io.stowage.samples.quickstart;

import io.stowage.CreateServiceRequest;
import io.stowage.Engine;
import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.RegisterTaskDefinitionResponse;
import io.stowage.model.Attribute;
import io.stowage.model.Cluster;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.Resource;
import io.stowage.model.Service;
import io.stowage.model.TaskDefinition;
import java.nio.file.Path;
import java.util.List;

/** The first four of the five steps of an ECS service: task definition, cluster, container instances, service. */
final class Harbour {

    static final String CLUSTER = "harbour";
    static final String SERVICE = "hello";
    static final List<String> HOSTS = List.of("host-a", "host-b", "host-c");
    static final int DESIRED_COUNT = 3;

    private final Engine engine;
    private final Scene scene;
    private final Story story;
    private final Path directory;

    Harbour(Scene scene, Path directory) {
        this.engine = scene.engine();
        this.scene = scene;
        this.story = scene.story();
        this.directory = directory;
    }

    void build() throws Exception {
        story.heading("1. Task definition: what to run");
        story.remark(
                "hello.json is ECS's JSON, as \"aws ecs register-task-definition\" takes it. To the process runtime an");
        story.remark("image is a program: here this Java, which runs a small HTTP server with a health check.");
        String taskDefinition = registerTaskDefinition("Hello from revision 1");

        story.heading("2. Cluster: what belongs together");
        Cluster cluster = engine.clusters().create(CLUSTER);
        story.tell("created " + cluster.clusterArn());

        story.heading("3. Container instances: where to run it");
        story.remark("This machine plays three hosts, each in a zone of its own.");
        HOSTS.forEach(this::registerHost);
        scene.await("three connected hosts", () -> scene.board().areConnected(HOSTS.size()));

        story.heading("4. Service: how many to keep running");
        story.remark("Tasks are spread over the zones, unless a service says otherwise.");
        Service service = createService(taskDefinition);
        story.tell("created " + service.serviceArn());
        story.tell("it is to have " + service.desiredCount() + " tasks of " + Ids.id(service.taskDefinition()));
    }

    /** Registers the next revision. Gives its {@code family:revision}. */
    String registerTaskDefinition(String answer) {
        RegisterTaskDefinitionResponse response =
                engine.taskDefinitions().register(DefinitionFile.withAnswer(answer, directory));
        TaskDefinition definition = response.taskDefinition();
        String name = definition.family() + ":" + definition.revision();
        ContainerDefinition container = definition.containerDefinitions().get(0);
        story.tell("registered " + name + ", which answers \"" + answer + "\": " + container.cpu() + " CPU units, "
                + container.memory() + " MiB");
        response.warnings().forEach(story::remark);
        return name;
    }

    private void registerHost(String host) {
        String zone = host.replace("host", "zone");
        engine.containerInstances()
                .register(RegisterContainerInstanceRequest.builder()
                        .cluster(CLUSTER)
                        .containerInstanceName(host)
                        .runtime("process")
                        .totalResources(List.of(Resource.integer("CPU", 1024), Resource.integer("MEMORY", 1024)))
                        .attributes(List.of(new Attribute("ecs.availability-zone", zone, null, null)))
                        .build());
        story.tell("registered " + host + " in " + zone);
    }

    private Service createService(String taskDefinition) {
        return engine.services()
                .create(CreateServiceRequest.builder()
                        .cluster(CLUSTER)
                        .serviceName(SERVICE)
                        .taskDefinition(taskDefinition)
                        .desiredCount(DESIRED_COUNT)
                        .build());
    }
}
