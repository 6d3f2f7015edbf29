package io.stowage.testkit;

import io.stowage.CreateCapacityProviderRequest;
import io.stowage.PutClusterCapacityProvidersRequest;
import io.stowage.model.CapacityProvider;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.ContainerInstance;
import io.stowage.model.InstancePoolProvider;
import io.stowage.model.ManagedScaling;
import io.stowage.model.ManagedScalingStatus;
import io.stowage.model.SchedulingStrategy;
import io.stowage.model.Service;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.spi.InstanceProvider;
import io.stowage.spi.InstanceProvider.Purchase;
import io.stowage.testkit.invariant.ClusterMirror;
import io.stowage.testkit.invariant.Invariants;
import io.stowage.testkit.provider.Catalog;
import io.stowage.testkit.provider.CloudFaults;
import io.stowage.testkit.provider.CloudHosts;
import io.stowage.testkit.provider.SimulatedCloud;
import io.stowage.testkit.provider.SimulatedInstanceProvider;
import io.stowage.testkit.provider.SimulatedMachine;
import io.stowage.testkit.runtime.SimulatedRuntimeProvider;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.SimulationRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The capacity providers of a run, one to three in those that have any: machines of a cloud that fails in every way, beside those of the fleet. Tasks whose
 * strategy names some of them run on their machines alone, and they grow for them; those that are placed anywhere are placed on them, too. Whatever becomes of a
 * machine, there is another one soon, and one that isn't needed any more is given back.
 */
final class CloudPool {

    private static final List<String> NAMES = List.of("cloud", "cloud-2", "cloud-3");
    private static final int ONE_RUN_IN = 3;
    /** How long it may take after all else until no machine is too many: each 15 minutes half of them go, none within 15 of a launch. */
    static final Duration TO_SHRINK = Duration.ofMinutes(90);

    private static final int MOST_BESIDE_TASKS = 6;
    /** So many tasks find room on a machine of the smallest kind, each twice, as in a rollout. */
    private static final int TASKS_PER_MACHINE = 4;

    private static final int MOST_WANTED = 3;
    private static final int NOW_AND_THEN = 4;

    private final String cluster;
    private final CloudHosts hosts;
    /** Of the capacity providers. */
    private final List<String> names;
    /** Of each of them. */
    private final int wanted;

    private final int most;
    private boolean attached;

    private CloudPool(String cluster, CloudHosts hosts, List<String> names, int wanted, int most) {
        this.cluster = cluster;
        this.hosts = hosts;
        this.names = names;
        this.wanted = wanted;
        this.most = most;
    }

    /** One run in three has some. With all its machines each has room for about so many tasks alone. */
    static @Nullable CloudPool draw(
            String cluster, int tasks, Simulation simulation, SimulatedRuntimeProvider runtime, Invariants invariants) {
        SimulationRandom random = simulation.random("cloud pool");
        if (random.below(ONE_RUN_IN) != 0) {
            return null;
        }
        CloudHosts hosts = CloudHosts.open(simulation, runtime, Catalog.PLAIN);
        invariants.watch(hosts);
        int most = MOST_BESIDE_TASKS + tasks / TASKS_PER_MACHINE;
        int wanted = 1 + (int) random.below(MOST_WANTED);
        List<String> names = NAMES.subList(0, 1 + (int) random.below(NAMES.size()));
        return new CloudPool(cluster, hosts, names, wanted, most);
    }

    /** Whether a container instance is a machine of one of them. */
    static boolean owns(ContainerInstance instance) {
        return instance.capacityProviderName() != null && NAMES.contains(instance.capacityProviderName());
    }

    /** The names of the capacity providers. */
    List<String> names() {
        return names;
    }

    /** What an engine launches machines with. */
    List<InstanceProvider> instances() {
        return List.of(new SimulatedInstanceProvider(hosts.cloud()));
    }

    /** Sees to it that the cluster has the capacity providers, as far as that can be known. */
    void attach(EngineHosts engines) {
        if (attached || !names.stream().allMatch(name -> isThere(name, engines))) {
            return;
        }
        attached = engines.ask(
                        "PutClusterCapacityProviders",
                        asked -> asked.clusters()
                                .putClusterCapacityProviders(
                                        new PutClusterCapacityProvidersRequest(cluster, names, List.of())))
                .isPresent();
    }

    /** It is made if it isn't. */
    private boolean isThere(String name, EngineHosts engines) {
        List<CapacityProvider> known = engines.ask(
                        "DescribeCapacityProviders",
                        asked -> asked.capacityProviders().describe(name).capacityProviders())
                .orElse(List.of());
        return !known.isEmpty()
                || engines.ask(
                                "CreateCapacityProvider",
                                asked -> asked.capacityProviders()
                                        .create(new CreateCapacityProviderRequest(name, pool(), null)))
                        .isPresent();
    }

    /** Half of them ask for machines of these, of one or of several; the others are empty, and take any instance. */
    List<CapacityProviderStrategyItem> strategy(SimulationRandom random) {
        if (!attached || random.below(2) == 0) {
            return List.of();
        }
        int asked = random.between(1, names.size());
        int base = (int) random.below(asked);
        List<CapacityProviderStrategyItem> strategy = new ArrayList<>(asked);
        for (int i = 0; i < asked; i++) {
            int weight = random.between(i == 0 ? 1 : 0, 3);
            strategy.add(new CapacityProviderStrategyItem(names.get(i), weight, i == base ? random.between(0, 2) : 0));
        }
        return strategy;
    }

    private InstancePoolProvider pool() {
        return InstancePoolProvider.builder()
                .instanceProvider(SimulatedInstanceProvider.NAME)
                .machineTypes(List.of("small", "medium"))
                .availabilityZones(List.of("zone-a", "zone-b"))
                .minimumSize(wanted)
                .maximumSize(most)
                .managedScaling(new ManagedScaling(ManagedScalingStatus.ENABLED, null, null, null, null))
                .build();
    }

    /** Now and then something happens in the cloud. */
    void stir(SimulationRandom random) {
        SimulatedCloud cloud = hosts.cloud();
        if (random.below(NOW_AND_THEN) != 0) {
            return;
        }
        Duration span = Duration.ofNanos(random.between(Duration.ofSeconds(10), Duration.ofMinutes(15)));
        switch ((int) random.below(5)) {
            case 0 -> cloud.faults(faults(random));
            case 1 -> cloud.denyAccess(span);
            case 2 -> cloud.noCapacity("", "zone-a", List.of(Purchase.ON_DEMAND), span);
            case 3 -> any(random, cloud, cloud::giveNotice);
            default -> any(random, cloud, cloud::takeBack);
        }
    }

    private static void any(SimulationRandom random, SimulatedCloud cloud, Consumer<String> deed) {
        SimulatedMachine machine = random.choose(cloud.alive(), SimulatedMachine::id);
        if (machine != null) {
            deed.accept(machine.id());
        }
    }

    private static CloudFaults faults(SimulationRandom random) {
        return CloudFaults.NONE
                .withLostReplies((int) random.below(300_000))
                .withFailingCalls((int) random.below(500_000))
                .withDescribeLag(Duration.ofSeconds(random.below(300)))
                .withSlowEnding(Duration.ofSeconds(random.below(300)))
                .withDuds((int) random.below(200_000), (int) random.below(200_000));
    }

    /**
     * The cloud does what it is asked from now on; what it has said it will take back it does. A store may have lost that the cluster has the
     * capacity provider: it is put there again.
     */
    void heal() {
        attached = false;
        hosts.cloud().faults(CloudFaults.NONE);
        hosts.cloud().capacityAgain();
        hosts.calmDown();
    }

    /** How many machines were ever launched. */
    int launched() {
        return hosts.cloud().machines().size();
    }

    /** What is missing to there being as many machines as there are to be, each a container instance that takes tasks. */
    List<String> shortcomings(ClusterMirror mirror) {
        List<String> missing = new ArrayList<>();
        int all = 0;
        for (String name : names) {
            Set<String> serving = serving(name, mirror);
            all += serving.size();
            if (!attached || serving.size() < wanted) {
                missing.add("Of " + wanted + " machines of " + name + " " + serving.size() + " serve.");
            }
            long needed = serving.stream().filter(arn -> isNeeded(arn, mirror)).count();
            if (serving.size() > Math.max(wanted, needed)) {
                missing.add("Of " + serving.size() + " machines of " + name + " only " + needed + " are needed.");
            }
        }
        int machines = hosts.cloud().alive().size();
        if (machines != all) {
            missing.add("There are " + machines + " machines, and " + all + " of them serve.");
        }
        return missing;
    }

    private static Set<String> serving(String name, ClusterMirror mirror) {
        Set<String> serving = new TreeSet<>();
        mirror.instances().stream()
                .filter(instance -> name.equals(instance.capacityProviderName()))
                .filter(ContainerInstance::agentConnected)
                .forEach(instance -> serving.add(instance.containerInstanceArn()));
        return serving;
    }

    /** Tasks of DAEMON services keep no machine. */
    private static boolean isNeeded(String instanceArn, ClusterMirror mirror) {
        return mirror.tasks().stream()
                .anyMatch(task -> instanceArn.equals(task.containerInstanceArn())
                        && task.lastStatus() != TaskStatus.STOPPED
                        && !isDaemons(task, mirror));
    }

    private static boolean isDaemons(Task task, ClusterMirror mirror) {
        String ofServices = "service:";
        Service service = task.group().startsWith(ofServices)
                ? mirror.service(task.group().substring(ofServices.length()))
                : null;
        return service != null && service.schedulingStrategy() == SchedulingStrategy.DAEMON;
    }
}
