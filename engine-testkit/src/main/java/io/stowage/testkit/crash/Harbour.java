package io.stowage.testkit.crash;

import io.stowage.CreateServiceRequest;
import io.stowage.CreateServiceRequestBuilder;
import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.RegisterTaskDefinitionRequest;
import io.stowage.UpdateServiceRequest;
import io.stowage.UpdateServiceRequestBuilder;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.ContainerInstance;
import io.stowage.model.DeploymentAlarms;
import io.stowage.model.DeploymentCircuitBreaker;
import io.stowage.model.DeploymentConfiguration;
import io.stowage.model.DesiredStatus;
import io.stowage.model.SchedulingStrategy;
import io.stowage.model.Service;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.model.ThresholdConfiguration;
import io.stowage.model.ThresholdType;
import io.stowage.testkit.runtime.SimulatedContainer;
import io.stowage.testkit.runtime.SimulatedHost;
import io.stowage.testkit.runtime.SimulatedRuntimeProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** The words in which scenarios are told: a cluster named harbour, its hosts, and what runs on them. */
final class Harbour {

    private static final Duration SOON = Duration.ofMinutes(10);

    private final Stage stage;
    private final Map<String, SimulatedHost> hosts = new LinkedHashMap<>();
    private final Map<String, String> instances = new LinkedHashMap<>();
    private final Map<String, String> revisions = new LinkedHashMap<>();

    Harbour(Stage stage) {
        this.stage = stage;
    }

    Stage stage() {
        return stage;
    }

    /** The cluster, with so many hosts, all of them connected. */
    void open(int number) {
        stage.insist(engine -> engine.clusters().create(Stage.CLUSTER));
        for (int i = 1; i <= number; i++) {
            addHost("host-" + i);
            register("host-" + i);
        }
        stage.await("that every host is connected", SOON, stage::unrest);
    }

    /** The cluster, with one host that only one engine reaches. */
    void openLocal(String host) {
        stage.insist(engine -> engine.clusters().create(Stage.CLUSTER));
        hosts.put(host, stage.runtime().addLocalHost(host, 4_096, 4_096, stage.localEngine()));
        register(host);
        stage.await("that the host is connected", SOON, stage::unrest);
    }

    void addHost(String name) {
        hosts.put(name, stage.runtime().addHost(name, 4_096, 4_096));
    }

    /** May be repeated: a container instance is known by its name. */
    void register(String host) {
        ContainerInstance instance = stage.insist(engine -> engine.containerInstances()
                .register(RegisterContainerInstanceRequest.builder()
                        .cluster(Stage.CLUSTER)
                        .containerInstanceName(host)
                        .runtime(SimulatedRuntimeProvider.NAME)
                        .runtimeProperties(SimulatedRuntimeProvider.properties(host(host)))
                        .build()));
        instances.put(host, instance.containerInstanceArn());
    }

    SimulatedHost host(String name) {
        return Objects.requireNonNull(hosts.get(name), name);
    }

    /** The ARN of the container instance that a host is. */
    String instance(String host) {
        return Objects.requireNonNull(instances.get(host), host);
    }

    /** A revision of one container; it is known by its image. Repeated, it makes one more revision, which nobody uses. */
    String revision(String family, String image) {
        return revision(family, image, container -> container);
    }

    /** The ARN of the revision that runs an image. */
    String revisionOf(String image) {
        return Objects.requireNonNull(revisions.get(image), image);
    }

    String revision(String family, String image, UnaryOperator<ContainerDefinition> as) {
        ContainerDefinition plain = ContainerDefinition.builder()
                .name("app")
                .image(image)
                .cpu(256)
                .memory(256)
                .stopTimeout(10)
                .build();
        return revision(family, image, List.of(as.apply(plain)));
    }

    String revision(String family, String image, List<ContainerDefinition> containers) {
        RegisterTaskDefinitionRequest request = RegisterTaskDefinitionRequest.builder()
                .family(family)
                .containerDefinitions(containers)
                .build();
        String arn = Objects.requireNonNull(
                stage.insist(engine -> engine.taskDefinitions().register(request))
                        .taskDefinition()
                        .taskDefinitionArn());
        revisions.put(image, arn);
        return arn;
    }

    /** A service that is steady when this returns. */
    void service(String name, String revision, int desired) {
        service(name, revision, desired, 100, 200);
    }

    void service(String name, String revision, int desired, int minimumHealthyPercent, int maximumPercent) {
        create(name, revision, desired, minimumHealthyPercent, maximumPercent);
        stage.await("the steady state of " + name, SOON, stage::unrest);
    }

    void service(String name, String revision, int desired, DeploymentConfiguration configuration) {
        create(name, revision, desired, configuration);
        stage.await("the steady state of " + name, SOON, stage::unrest);
    }

    void create(String name, String revision, int desired) {
        create(name, revision, desired, 100, 200);
    }

    /** A service that goes back when an alarm goes off while a deployment is under way, and bakes for minutes; steady when this returns. */
    void serviceWithAlarm(String name, String revision, int desired, String alarm) {
        service(
                name,
                revision,
                desired,
                DeploymentConfiguration.builder()
                        .alarms(new DeploymentAlarms(List.of(alarm), true, true))
                        .bakeTimeInMinutes(2)
                        .build());
    }

    /** A service that goes back when a task of a new deployment has failed; steady when this returns. */
    void serviceWithBreaker(String name, String revision, int desired) {
        service(
                name,
                revision,
                desired,
                DeploymentConfiguration.builder()
                        .deploymentCircuitBreaker(new DeploymentCircuitBreaker(
                                true, true, null, new ThresholdConfiguration(ThresholdType.COUNT, 1)))
                        .build());
    }

    void create(String name, String revision, int desired, int minimumHealthyPercent, int maximumPercent) {
        create(
                name,
                revision,
                desired,
                DeploymentConfiguration.builder()
                        .minimumHealthyPercent(minimumHealthyPercent)
                        .maximumPercent(maximumPercent)
                        .build());
    }

    private void create(String name, String revision, int desired, DeploymentConfiguration configuration) {
        CreateServiceRequestBuilder request = CreateServiceRequest.builder()
                .cluster(Stage.CLUSTER)
                .serviceName(name)
                .taskDefinition(revision)
                .desiredCount(desired)
                .deploymentConfiguration(configuration);
        stage.insist(engine -> engine.services().create(request.build()));
    }

    /** A DAEMON service that is steady when this returns. */
    void daemon(String name, String revision) {
        stage.insist(engine -> engine.services()
                .create(CreateServiceRequest.builder()
                        .cluster(Stage.CLUSTER)
                        .serviceName(name)
                        .taskDefinition(revision)
                        .schedulingStrategy(SchedulingStrategy.DAEMON)
                        .build()));
        stage.await("the steady state of " + name, SOON, stage::unrest);
    }

    void scale(String name, int desired) {
        update(name, UpdateServiceRequest.builder().desiredCount(desired));
    }

    /** How old tasks of a service become; 0 for no limit. */
    void limitLifetime(String name, int seconds) {
        update(name, UpdateServiceRequest.builder().maximumTaskLifetimeSeconds(seconds));
    }

    /** Protects the newest of the wanted tasks, which would be the first to go. */
    List<String> protect(int number) {
        List<Task> wanted = wanted();
        List<String> tasks =
                wanted.stream().skip(wanted.size() - number).map(Task::taskArn).toList();
        stage.insist(engine -> engine.tasks().updateProtection(Stage.CLUSTER, tasks, true));
        return tasks;
    }

    /** Whether a task is wanted. */
    boolean isWanted(String taskArn) {
        return wanted().stream().anyMatch(task -> task.taskArn().equals(taskArn));
    }

    void deploy(String name, String revision) {
        update(name, UpdateServiceRequest.builder().taskDefinition(revision));
    }

    private void update(String name, UpdateServiceRequestBuilder request) {
        stage.insist(engine -> engine.services()
                .update(request.cluster(Stage.CLUSTER).service(name).build()));
    }

    /** Every task that is wanted, in the order of their creation. */
    List<Task> wanted() {
        List<Task> wanted = new ArrayList<>();
        for (Task task : stage.mirror().tasks()) {
            if (task.desiredStatus() == DesiredStatus.RUNNING) {
                wanted.add(task);
            }
        }
        return wanted;
    }

    /** The containers of a task that are there. */
    List<SimulatedContainer> containersOf(Task task) {
        List<SimulatedContainer> containers = new ArrayList<>();
        for (SimulatedHost host : hosts.values()) {
            for (SimulatedContainer container : host.containers()) {
                if (task.taskArn().endsWith("/" + container.labels().get("io.stowage.task"))) {
                    containers.add(container);
                }
            }
        }
        return containers;
    }

    /** What is missing to a service being there with so many tasks of a revision, and the cluster at rest. */
    List<String> serviceMissing(String name, int desired, String revision) {
        Service service = stage.mirror().service(name);
        List<String> missing = stage.unrest();
        if (service == null || service.desiredCount() != desired) {
            missing.add("Service " + name + " was to have " + desired + " tasks, but is " + service + ".");
        } else if (!service.taskDefinition().equals(revision)) {
            missing.add("Service " + name + " was to run " + revision + ", but is " + service + ".");
        } else if (service.deployments().stream().anyMatch(deployment -> deployment.consecutiveFailures() != null)) {
            missing.add("All tasks of service " + name + " are healthy, but failures are counted: " + service + ".");
        }
        return missing;
    }

    /** What is missing to there being exactly so many tasks of no service, ever, all of them as they should be, and rest. */
    List<String> tasksMissing(int number, TaskStatus status) {
        List<String> missing = stage.unrest();
        List<Task> tasks = List.copyOf(stage.mirror().tasks());
        if (tasks.size() != number || !tasks.stream().allMatch(task -> task.lastStatus() == status)) {
            missing.add("There were to be " + number + " tasks that are " + status + ", but there are " + tasks + ".");
        }
        return missing;
    }
}
