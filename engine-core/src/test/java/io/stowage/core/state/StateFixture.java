package io.stowage.core.state;

import io.stowage.model.Attribute;
import io.stowage.model.Container;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.ContainerInstance;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.ContainerStatus;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentConfiguration;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.DeploymentStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.HealthCheck;
import io.stowage.model.HealthStatus;
import io.stowage.model.NetworkBinding;
import io.stowage.model.PortMapping;
import io.stowage.model.Resource;
import io.stowage.model.SchedulingStrategy;
import io.stowage.model.Service;
import io.stowage.model.ServiceStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Records to make states of. */
final class StateFixture {

    static final Ids IDS = new Ids("arn:stowage:ecs:local:000000000000", "shop");

    private StateFixture() {}

    static String definitionArn(int revision) {
        return "arn:stowage:ecs:local:000000000000:task-definition/web:" + revision;
    }

    static TaskDefinition definition(int revision) {
        PortMapping port = PortMapping.builder()
                .containerPort(80)
                .hostPort(revision == 2 ? 8080 : null)
                .build();
        return TaskDefinition.builder()
                .family("web")
                .revision(revision)
                .status(io.stowage.model.TaskDefinitionStatus.ACTIVE)
                .taskDefinitionArn(definitionArn(revision))
                .containerDefinitions(List.of(ContainerDefinition.builder()
                        .name("main")
                        .image("web")
                        .cpu(100)
                        .memory(128)
                        .portMappings(List.of(port))
                        .healthCheck(
                                revision == 3 ? new HealthCheck(List.of("CMD", "true"), null, null, null, null) : null)
                        .build()))
                .build();
    }

    static ContainerInstance instance(String id, String zone, ContainerInstanceStatus status) {
        return ContainerInstance.builder()
                .containerInstanceArn(IDS.containerInstance(id))
                .runtime("simulated")
                .runtimeProperties(Map.of())
                .registeredResources(List.of(
                        Resource.integer(Resources.CPU, 4096),
                        Resource.integer(Resources.MEMORY, 8192),
                        Resource.stringSet(Resources.PORTS, List.of("22"))))
                .attributes(List.of(new Attribute("ecs.availability-zone", zone, null, null)))
                .status(status)
                .agentConnected(true)
                .build();
    }

    static Service service(String name, int... revisions) {
        List<Deployment> deployments = new java.util.ArrayList<>();
        for (int revision : revisions) {
            deployments.add(Deployment.builder()
                    .id("ecs-svc/" + name + revision)
                    .status(deployments.isEmpty() ? DeploymentStatus.PRIMARY : DeploymentStatus.ACTIVE)
                    .taskDefinition(definitionArn(revision))
                    .desiredCount(deployments.isEmpty() ? 3 : 0)
                    .createdAt(Instant.EPOCH)
                    .updatedAt(Instant.EPOCH)
                    .rolloutState(DeploymentRolloutState.IN_PROGRESS)
                    .build());
        }
        return Service.builder()
                .serviceArn(IDS.service(name))
                .serviceName(name)
                .clusterArn(IDS.cluster())
                .status(ServiceStatus.ACTIVE)
                .desiredCount(3)
                .taskDefinition(definitionArn(revisions[0]))
                .deploymentConfiguration(DeploymentConfiguration.defaults())
                .deployments(deployments)
                .createdAt(Instant.EPOCH)
                .schedulingStrategy(SchedulingStrategy.REPLICA)
                .build();
    }

    static Task task(String id, String instance, String service, int revision, Instant now) {
        return Task.builder()
                .taskArn(IDS.task(id))
                .clusterArn(IDS.cluster())
                .containerInstanceArn(IDS.containerInstance(instance))
                .taskDefinitionArn(definitionArn(revision))
                .createdAt(now)
                .desiredStatus(DesiredStatus.RUNNING)
                .lastStatus(TaskStatus.PENDING)
                .healthStatus(HealthStatus.UNKNOWN)
                .group("service:" + service)
                .startedBy("ecs-svc/" + service + revision)
                .containers(List.of(container(id, List.of())))
                .version(1)
                .build();
    }

    static Container container(String taskId, List<NetworkBinding> bindings) {
        return Container.builder()
                .containerArn(IDS.container(taskId, "main"))
                .taskArn(IDS.task(taskId))
                .name("main")
                .image("web")
                .lastStatus(bindings.isEmpty() ? ContainerStatus.PENDING : ContainerStatus.RUNNING)
                .networkBindings(bindings)
                .build();
    }
}
