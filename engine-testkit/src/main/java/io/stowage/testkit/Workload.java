package io.stowage.testkit;

import static io.stowage.model.StopServiceDeploymentStopType.ABORT;
import static io.stowage.model.StopServiceDeploymentStopType.ROLLBACK;

import io.stowage.CreateServiceRequest;
import io.stowage.RebalanceServicesRequest;
import io.stowage.RunTaskRequest;
import io.stowage.UpdateServiceRequest;
import io.stowage.UpdateServiceRequestBuilder;
import io.stowage.UpdateTaskProtectionRequest;
import io.stowage.model.AvailabilityZoneRebalancing;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.DeploymentStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import io.stowage.model.PortMapping;
import io.stowage.model.SchedulingStrategy;
import io.stowage.model.Service;
import io.stowage.model.ServiceStatus;
import io.stowage.model.StopServiceDeploymentStopType;
import io.stowage.model.Task;
import io.stowage.testkit.invariant.ClusterMirror;
import io.stowage.testkit.runtime.Applications;
import io.stowage.testkit.runtime.Behaviour;
import io.stowage.testkit.store.HostTransactions;
import io.stowage.testkit.world.SimulationRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is asked of the cluster: services and tasks, created, changed and ended by chance. */
final class Workload {

    /** A service as the driver wants it. */
    private static final class Wanted {
        final ServiceShape shape;
        int desired;
        /**
         * Whether every answer about its size is known, so that it certainly is as wanted. What had no answer may yet come about, after what was
         * answered later, too: until everything works again and the operator has said once more what is wanted, nothing is certain then.
         */
        boolean certain = true;

        Wanted(ServiceShape shape, int desired) {
            this.shape = shape;
            this.desired = desired;
        }
    }

    private static final int LONGEST_PROTECTION_MINUTES = 120;
    private static final Duration LONGEST_JOB = Duration.ofMinutes(10);
    /** No run of a sidecar that ends lives longer. */
    static final Duration LONGEST_SIDECAR = Duration.ofMinutes(20);
    /** Most of its runs live long enough to be followed by another one in place. */
    private static final Behaviour.Exits SIDECAR_ENDS = new Behaviour.Exits(900_000, LONGEST_SIDECAR, 3);

    /** With more, some machines may be filled to the brim for ever, where a DAEMON service has to have room. */
    private static final int MOST_BESIDE_DAEMONS = 30;

    /** Of what is to be done in any case. */
    private static final int MOST_ATTEMPTS = 10;

    private final String cluster;
    private final EngineHosts engine;
    private final Supplier<ClusterMirror> mirror;
    private final HostTransactions transactions;
    private final Applications applications;
    /** Draws how the application in a new image behaves. */
    private final Function<SimulationRandom, Behaviour> behaviours;

    private final int tasks;
    private final int machines;
    /**
     * The most tasks of a service that takes a container instance for each. Others that are packed tightly may fill some of them to the
     * brim, and nobody moves them: half of the container instances are always to be had.
     */
    private final int most;

    /** Null if tasks have no capacity provider to ask for: then nothing is drawn for it either. */
    private @Nullable CloudPool pool;

    private final List<Wanted> services = new ArrayList<>();
    private final List<String> images = new ArrayList<>();

    Workload(
            String cluster,
            EngineHosts engine,
            Supplier<ClusterMirror> mirror,
            HostTransactions transactions,
            Applications applications,
            Function<SimulationRandom, Behaviour> behaviours,
            SimulationSettings settings) {
        this.cluster = cluster;
        this.engine = engine;
        this.mirror = mirror;
        this.transactions = transactions;
        this.applications = applications;
        this.behaviours = behaviours;
        this.tasks = settings.tasks();
        this.machines = settings.machines();
        this.most = Math.max(1, machines / 2);
        applications.define("job", Behaviour.job(LONGEST_JOB));
        applications.define(ServiceShape.SIDECAR, Behaviour.exiting(SIDECAR_ENDS));
    }

    /** From now on some services and tasks ask for machines of it. */
    void askFor(CloudPool capacityProvider) {
        pool = capacityProvider;
    }

    /** Null if nothing is said of it. */
    private @Nullable List<CapacityProviderStrategyItem> strategy(ServiceShape shape, SimulationRandom random) {
        if (pool == null || shape.daemon) {
            return null;
        }
        return shape.fargate ? CloudPool.fargate(random.derive("strategy")) : pool.strategy(random.derive("strategy"));
    }

    /** Every image that was built, the newest last. */
    List<String> images() {
        return images;
    }

    /** The host ports that services want for themselves. */
    List<PortMapping> fixedPorts() {
        return services.stream()
                .flatMap(wanted -> wanted.shape.fixedMapping().stream())
                .toList();
    }

    private int wantedTasks() {
        return services.stream().mapToInt(service -> service.desired).sum();
    }

    /** Creates a service, as long as there are not about as many tasks as there are to be. No two have one number. */
    void create(SimulationRandom random, int number) {
        if (wantedTasks() >= tasks || services.size() >= tasks) {
            return;
        }
        ServiceShape shape =
                new ServiceShape(number, random, tasks <= MOST_BESIDE_DAEMONS, pool != null && pool.isAttached());
        int drawn = draw(shape, random);
        int desired = shape.daemon ? machines : drawn;
        String revision = register(shape, random, number);
        if (revision == null) {
            return;
        }
        Wanted wanted = new Wanted(shape, desired);
        List<CapacityProviderStrategyItem> strategy = strategy(shape, random);
        wanted.certain = engine.ask(
                        "CreateService",
                        asked -> asked.services()
                                .create(CreateServiceRequest.builder()
                                        .cluster(cluster)
                                        .serviceName(shape.name)
                                        .taskDefinition(revision)
                                        .desiredCount(shape.daemon ? null : desired)
                                        .schedulingStrategy(
                                                shape.daemon ? SchedulingStrategy.DAEMON : SchedulingStrategy.REPLICA)
                                        .availabilityZoneRebalancing(
                                                shape.evening
                                                        ? AvailabilityZoneRebalancing.ENABLED
                                                        : AvailabilityZoneRebalancing.DISABLED)
                                        .deploymentConfiguration(shape.deploymentConfiguration())
                                        .healthCheckGracePeriodSeconds(shape.healthCheckGracePeriodSeconds())
                                        .placementConstraints(shape.constraints())
                                        .placementStrategy(shape.strategy())
                                        .capacityProviderStrategy(strategy)
                                        .build()))
                .isPresent();
        if (wanted.certain || mirror.get().service(shape.name) != null) {
            services.add(wanted);
        }
    }

    private int draw(ServiceShape shape, SimulationRandom random) {
        int room = Math.max(1, tasks - wantedTasks());
        int largest = Math.min(room, Math.max(2, tasks / 3));
        return random.between(1, shape.exclusive ? Math.min(largest, most) : largest);
    }

    private @Nullable String register(ServiceShape shape, SimulationRandom random, int number) {
        String image = shape.name + "-build-" + number;
        images.add(image);
        applications.define(image, behaviours.apply(random));
        return engine.ask(
                        "RegisterTaskDefinition",
                        asked -> asked.taskDefinitions().register(shape.revision(image)))
                .map(response -> response.taskDefinition().taskDefinitionArn())
                .orElse(null);
    }

    /** Now and then an application protects tasks of a service that works on something, or takes their protection away. */
    void protect(SimulationRandom random) {
        Wanted wanted = random.below(3) == 0 ? any(random) : null;
        if (wanted == null) {
            return;
        }
        List<Task> ofService = new ArrayList<>();
        for (Task task : mirror.get().tasks()) {
            if (task.desiredStatus() == DesiredStatus.RUNNING && task.group().equals("service:" + wanted.shape.name)) {
                ofService.add(task);
            }
        }
        boolean protects = random.below(4) != 0;
        int minutes = random.between(1, LONGEST_PROTECTION_MINUTES);
        List<String> chosen = new ArrayList<>();
        for (int left = random.between(1, 4); left > 0; left--) {
            Task task = random.choose(ofService, Task::taskArn);
            if (task != null) {
                ofService.remove(task);
                chosen.add(task.taskArn());
            }
        }
        if (!chosen.isEmpty()) {
            protect(chosen, protects, minutes);
        }
    }

    /** Now and then an alarm goes off, or is over. */
    void alarm(SimulationRandom random) {
        if (random.below(4) != 0) {
            return;
        }
        String alarm = ServiceShape.alarm(random.below(3));
        if (random.below(2) == 0) {
            engine.ask("RaiseAlarm", asked -> asked.alarms().raise(cluster, alarm, "drawn"));
        } else {
            engine.ask("ClearAlarm", asked -> {
                asked.alarms().clear(cluster, alarm);
                return true;
            });
        }
    }

    private boolean protect(List<String> taskArns, boolean protects, int minutes) {
        return engine.ask(
                        "UpdateTaskProtection",
                        asked -> asked.tasks()
                                .updateProtection(
                                        new UpdateTaskProtectionRequest(cluster, taskArns, protects, minutes)))
                .isPresent();
    }

    void scale(SimulationRandom random) {
        Wanted wanted = any(random);
        if (wanted != null && !wanted.shape.daemon) {
            int desired = random.below(10) == 0 ? 0 : draw(wanted.shape, random);
            wanted.desired = desired;
            wanted.certain &= scaled(wanted);
        }
    }

    /** How many tasks a DAEMON service has is not asked of it: it is there. */
    private boolean scaled(Wanted wanted) {
        return wanted.shape.daemon
                || update(wanted, "scale", UpdateServiceRequest.builder().desiredCount(wanted.desired));
    }

    void deploy(SimulationRandom random, int number) {
        Wanted wanted = any(random);
        if (wanted == null) {
            return;
        }
        String revision = register(wanted.shape, random, number);
        if (revision != null) {
            update(wanted, "UpdateService", UpdateServiceRequest.builder().taskDefinition(revision));
        }
    }

    /** Or stops the deployment that is under way, if there is one. */
    void redeploy(SimulationRandom random) {
        Wanted wanted = any(random);
        if (wanted == null) {
            return;
        }
        SimulationRandom otherwise = random.derive("stop");
        if (otherwise.below(3) == 0) {
            stopDeployment(wanted, otherwise.below(2) == 0 ? ABORT : ROLLBACK);
        } else {
            update(
                    wanted,
                    "force",
                    UpdateServiceRequest.builder()
                            .forceNewDeployment(true)
                            .capacityProviderStrategy(strategy(wanted.shape, random)));
        }
    }

    private void stopDeployment(Wanted wanted, StopServiceDeploymentStopType how) {
        engine.ask(
                        "ListServiceDeployments",
                        asked -> asked.services()
                                .listDeployments(cluster, wanted.shape.name)
                                .serviceDeployments())
                .filter(deployments -> !deployments.isEmpty())
                .ifPresent(deployments -> engine.ask(
                        "StopServiceDeployment",
                        asked -> asked.services()
                                .stopDeployment(deployments.get(0).serviceDeploymentArn(), how)));
    }

    private boolean update(Wanted wanted, String operation, UpdateServiceRequestBuilder request) {
        return engine.ask(
                        operation,
                        asked -> asked.services()
                                .update(request.cluster(cluster)
                                        .service(wanted.shape.name)
                                        .build()))
                .isPresent();
    }

    /** Deletes a service; a new one comes in its place soon. */
    void delete(SimulationRandom random) {
        Wanted wanted = any(random);
        if (wanted == null) {
            return;
        }
        wanted.certain = false;
        if (engine.ask("DeleteService", asked -> asked.services().forceDelete(cluster, wanted.shape.name))
                .isPresent()) {
            services.remove(wanted);
        }
    }

    void runTask(SimulationRandom random) {
        int number = random.between(1, 3);
        if (pool != null && pool.isAttached() && random.derive("fargate").below(3) == 0) {
            runOnFargate(number, random.derive("fargate strategy"));
            return;
        }
        String definition = engine.ask(
                        "RegisterTaskDefinition",
                        asked -> asked.taskDefinitions().register(ServiceShape.job("job", random.derive("job"))))
                .map(response -> response.taskDefinition().taskDefinitionArn())
                .orElse(null);
        if (definition != null) {
            RunTaskRequest request = RunTaskRequest.builder()
                    .cluster(cluster)
                    .taskDefinition(definition)
                    .count(number)
                    .capacityProviderStrategy(pool == null ? null : pool.strategy(random.derive("strategy")))
                    .build();
            SimulationRandom otherwise = random.derive("enlisted");
            if (otherwise.below(3) == 0) {
                enlist(request, otherwise.below(3) != 0);
            } else {
                engine.ask("RunTask", asked -> asked.tasks().run(request));
            }
        }
    }

    private void runOnFargate(int number, SimulationRandom random) {
        engine.ask(
                        "RegisterTaskDefinition",
                        asked -> asked.taskDefinitions().register(ServiceShape.jobOnFargate("job")))
                .map(response -> response.taskDefinition().taskDefinitionArn())
                .ifPresent(definition -> engine.ask(
                        "RunTask",
                        asked -> asked.tasks()
                                .run(RunTaskRequest.builder()
                                        .cluster(cluster)
                                        .taskDefinition(definition)
                                        .count(number)
                                        .capacityProviderStrategy(CloudPool.fargate(random))
                                        .build())));
    }

    /** Asks in a transaction of the host application's own, which commits or doesn't. */
    private void enlist(RunTaskRequest request, boolean commits) {
        HostTransactions.Pending transaction = transactions.begin();
        boolean added = engine.ask(
                        "RunTask enlisted",
                        asked -> asked.enlistedIn(transaction).runTask(request))
                .isPresent();
        if (added && commits) {
            transaction.commit();
        }
    }

    void stopTask(SimulationRandom random) {
        List<Task> running = new ArrayList<>();
        for (Task task : mirror.get().tasks()) {
            if (task.desiredStatus() == DesiredStatus.RUNNING) {
                running.add(task);
            }
        }
        Task task = random.choose(running, Task::taskArn);
        if (task != null) {
            stop(task);
        }
    }

    private void stop(Task task) {
        engine.ask("StopTask", asked -> asked.tasks().stop(cluster, task.taskArn(), null));
    }

    /** Now and then a service is given another maximum lifetime of its tasks, or none. */
    void limitLifetime(SimulationRandom random) {
        Wanted wanted = random.below(3) == 0 ? any(random) : null;
        if (wanted != null) {
            int seconds = random.below(4) == 0 ? 0 : random.between(5 * 60, 60 * 60);
            update(wanted, "lifetime", UpdateServiceRequest.builder().maximumTaskLifetimeSeconds(seconds));
        }
    }

    /** Now and then somebody has tasks moved to where there are fewer, of all services or of one, or thinks better of it. */
    void rebalance(SimulationRandom random) {
        if (random.below(2) != 0) {
            return;
        }
        Wanted wanted = random.below(2) == 0 ? any(random) : null;
        String service = wanted == null ? null : wanted.shape.name;
        if (random.below(6) == 0) {
            engine.ask("StopRebalancing", asked -> asked.services().stopRebalancing(cluster, service));
            return;
        }
        RebalanceServicesRequest request =
                new RebalanceServicesRequest(cluster, service, random.between(1, 6), random.between(1, 3));
        engine.ask("RebalanceServices", asked -> asked.services().rebalance(request));
    }

    /**
     * What an operator does once the faults are over: says again how large services are to be of which that is not certain, ends tasks of no
     * service, takes all protection away, and deploys again what was given up.
     */
    void settle(boolean redeployAll) {
        applications.define(ServiceShape.SIDECAR, Behaviour.SOUND);
        services.removeIf(wanted -> !wanted.certain && isGone(wanted));
        services.stream().filter(wanted -> !wanted.certain).forEach(wanted -> wanted.certain = scaled(wanted));
        for (Task task : List.copyOf(mirror.get().tasks())) {
            boolean standalone = !task.group().startsWith("service:");
            boolean wanted = task.desiredStatus() == DesiredStatus.RUNNING;
            if (standalone && wanted) {
                stop(task);
            } else if (wanted && task.protectionExpirationDate() != null) {
                unprotect(task);
            }
        }
        List.copyOf(mirror.get().services()).forEach(this::lift);
        redeploy(service -> redeployAll || isGivenUp(service));
    }

    private void unprotect(Task task) {
        boolean done = false;
        for (int attempt = 0; attempt < MOST_ATTEMPTS && !done; attempt++) {
            done = protect(List.of(task.taskArn()), false, 1);
        }
    }

    /** Deploys again what was given up; whether there is any. */
    boolean redeployGivenUp() {
        return redeploy(Workload::isGivenUp);
    }

    private boolean redeploy(Predicate<Service> which) {
        List<Service> again = mirror.get().services().stream()
                .filter(service -> service.status() == ServiceStatus.ACTIVE && which.test(service))
                .toList();
        for (Service service : again) {
            engine.ask(
                    "force",
                    asked -> asked.services()
                            .update(UpdateServiceRequest.builder()
                                    .cluster(cluster)
                                    .service(service.serviceName())
                                    .forceNewDeployment(true)
                                    .build()));
        }
        return !again.isEmpty();
    }

    /**
     * Lets the service's tasks be wherever there is room: the zones that it is to be in may have no machine any more. And lets them become as old as they
     * will: else there is no rest.
     */
    private void lift(Service service) {
        Integer maximum = service.maximumTaskLifetimeSeconds();
        List<PlacementConstraint> lasting = service.placementConstraints().stream()
                .filter(each -> each.type() != PlacementConstraintType.MEMBER_OF)
                .toList();
        boolean lifted = service.status() != ServiceStatus.ACTIVE
                || (lasting.equals(service.placementConstraints()) && maximum == null);
        for (int attempt = 0; attempt < MOST_ATTEMPTS && !lifted; attempt++) {
            lifted = engine.ask(
                            "lift",
                            asked -> asked.services()
                                    .update(UpdateServiceRequest.builder()
                                            .cluster(cluster)
                                            .service(service.serviceName())
                                            .placementConstraints(lasting)
                                            .maximumTaskLifetimeSeconds(0)
                                            .build()))
                    .isPresent();
        }
    }

    private boolean isGone(Wanted wanted) {
        Service service = mirror.get().service(wanted.shape.name);
        return service == null || service.status() != ServiceStatus.ACTIVE;
    }

    private static boolean isGivenUp(Service service) {
        for (Deployment deployment : service.deployments()) {
            if (deployment.status() == DeploymentStatus.PRIMARY) {
                return deployment.rolloutState() == DeploymentRolloutState.FAILED;
            }
        }
        return false;
    }

    /** What was answered may have been lost since: of no service it is certain any more how large it is, or that it is there. */
    void doubt() {
        services.forEach(wanted -> wanted.certain = false);
    }

    /** What the cluster does not have although it was promised, a sentence each. */
    List<String> brokenPromises() {
        List<String> broken = new ArrayList<>();
        for (Wanted wanted : services) {
            Service service = mirror.get().service(wanted.shape.name);
            boolean sized = service != null && (wanted.shape.daemon || service.desiredCount() == wanted.desired);
            if (wanted.certain && !sized) {
                broken.add("Service " + wanted.shape.name + " was to have " + wanted.desired + " tasks, but is "
                        + (service == null ? "not there" : "committed with " + service.desiredCount()) + ".");
            }
        }
        return broken;
    }

    private @Nullable Wanted any(SimulationRandom random) {
        return random.choose(services, wanted -> wanted.shape.name);
    }
}
