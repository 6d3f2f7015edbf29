package io.stowage.runtime.docker.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.command.CreateContainerCmdImpl;
import io.stowage.RegisterTaskDefinitionRequest;
import io.stowage.core.TaskDefinitionJson;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.KeyValuePair;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskDefinitionStatus;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.SecretValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Definitions in ECS's JSON, and what docker-java sends for them. */
final class Definitions {

    static final HostFacts HOST = new HostFacts(4, 8192, 1, true, true, Set.of("name=apparmor"), Set.of());

    /** As a client that talks to a daemon writes what it sends. */
    private static final ObjectMapper DOCKER =
            DefaultDockerClientConfig.createDefaultConfigBuilder().build().getObjectMapper();

    private Definitions() {}

    /** A task definition whose first container is {@code web}; the words are pieces of JSON, empty or ending in a comma. */
    static TaskDefinition task(String ofTask, String ofContainer) {
        return definition("{" + ofTask + "\"family\":\"shop\",\"containerDefinitions\":[{" + ofContainer
                + "\"name\":\"web\",\"image\":\"nginx:1.27\",\"essential\":true},"
                + "{\"name\":\"db\",\"image\":\"postgres:17\"}]}");
    }

    /** The same with {@code web} alone. */
    static TaskDefinition one(String ofTask, String ofContainer) {
        return definition("{" + ofTask + "\"family\":\"shop\",\"containerDefinitions\":[{" + ofContainer
                + "\"name\":\"web\",\"image\":\"nginx:1.27\",\"essential\":true}]}");
    }

    static TaskDefinition definition(String json) {
        RegisterTaskDefinitionRequest request =
                TaskDefinitionJson.readLeniently(json).request();
        return TaskDefinition.builder()
                .taskDefinitionArn("arn:aws:ecs:local:000000000000:task-definition/" + request.family() + ":7")
                .containerDefinitions(request.containerDefinitions())
                .family(request.family())
                .revision(7)
                .status(TaskDefinitionStatus.ACTIVE)
                .networkMode(request.networkMode())
                .volumes(request.volumes())
                .cpu(request.cpu())
                .memory(request.memory())
                .pidMode(request.pidMode())
                .ipcMode(request.ipcMode())
                .proxyConfiguration(request.proxyConfiguration())
                .inferenceAccelerators(request.inferenceAccelerators())
                .ephemeralStorage(request.ephemeralStorage())
                .taskRoleArn(request.taskRoleArn())
                .executionRoleArn(request.executionRoleArn())
                .build();
    }

    static ContainerSpec spec(TaskDefinition task, SecretValue... secrets) {
        return spec(task, task.containerDefinitions().get(0), secrets);
    }

    static ContainerSpec spec(TaskDefinition task, ContainerDefinition container, SecretValue... secrets) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (KeyValuePair variable : Objects.requireNonNullElse(container.environment(), List.<KeyValuePair>of())) {
            environment.put(variable.name(), Objects.requireNonNullElse(variable.value(), ""));
        }
        environment.put("STOWAGE_TASK_ARN", "arn:task/1");
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("io.stowage.cluster", "prod");
        labels.put("io.stowage.container-instance", "i1");
        labels.put("io.stowage.task", "t1");
        labels.put("io.stowage.container", container.name());
        labels.put("io.stowage.run", "0");
        labels.put(ContainerSpec.SPEC_HASH_LABEL, "abc");
        return new ContainerSpec(
                "stowage-prod-t1-" + container.name(),
                container,
                task,
                environment,
                List.of(secrets),
                List.of(),
                labels,
                0);
    }

    static Translation translation(Conventions conventions, HostFacts host) {
        return new Translation(conventions, host, new HostPorts(new PortRange(40_000, 40_099), HostPorts.Probe.NONE));
    }

    static CreatePlan plan(TaskDefinition task, SecretValue... secrets) throws ContainerRuntimeException {
        return translation(Conventions.DEFAULT, HOST).translate(spec(task, secrets), siblings());
    }

    static Map<String, String> siblings() {
        return Map.of("db", "stowage-prod-t1-db");
    }

    /** What goes over the wire. */
    static JsonNode json(ContainerRequest request) {
        CreateContainerCmd command = new CreateContainerCmdImpl(ignored -> null, null, request.image());
        return DOCKER.valueToTree(request.applyTo(command));
    }
}
