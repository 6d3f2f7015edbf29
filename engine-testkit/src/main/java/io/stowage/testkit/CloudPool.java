package io.stowage.testkit;

import io.stowage.CreateCapacityProviderRequest;
import io.stowage.PutClusterCapacityProvidersRequest;
import io.stowage.model.CapacityProvider;
import io.stowage.model.ContainerInstance;
import io.stowage.model.InstancePoolProvider;
import io.stowage.model.ManagedScaling;
import io.stowage.model.ManagedScalingStatus;
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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The capacity provider of a run, in those that have one: a few machines of a cloud that fails in every way, beside those of the fleet. Tasks that
 * are placed anywhere are placed on them, too; whatever becomes of a machine, there is another one soon.
 */
final class CloudPool {

    private static final String NAME = "cloud";
    private static final int ONE_RUN_IN = 3;
    private static final int MOST = 6;
    private static final int MOST_WANTED = 3;
    private static final int NOW_AND_THEN = 4;

    private final String cluster;
    private final CloudHosts hosts;
    private final int wanted;
    private boolean attached;

    private CloudPool(String cluster, CloudHosts hosts, int wanted) {
        this.cluster = cluster;
        this.hosts = hosts;
        this.wanted = wanted;
    }

    /** One run in three has one. */
    static @Nullable CloudPool draw(
            String cluster, Simulation simulation, SimulatedRuntimeProvider runtime, Invariants invariants) {
        SimulationRandom random = simulation.random("cloud pool");
        if (random.below(ONE_RUN_IN) != 0) {
            return null;
        }
        CloudHosts hosts = CloudHosts.open(simulation, runtime, Catalog.PLAIN);
        invariants.watch(hosts);
        return new CloudPool(cluster, hosts, 1 + (int) random.below(MOST_WANTED));
    }

    /** Whether a container instance is a machine of it. */
    static boolean owns(ContainerInstance instance) {
        return NAME.equals(instance.capacityProviderName());
    }

    /** What an engine launches machines with. */
    List<InstanceProvider> instances() {
        return List.of(new SimulatedInstanceProvider(hosts.cloud()));
    }

    /** Sees to it that the cluster has the capacity provider, as far as that can be known. */
    void attach(EngineHosts engines) {
        if (attached) {
            return;
        }
        List<CapacityProvider> known = engines.ask(
                        "DescribeCapacityProviders",
                        asked -> asked.capacityProviders().describe(NAME).capacityProviders())
                .orElse(List.of());
        if (known.isEmpty()
                && engines.ask(
                                "CreateCapacityProvider",
                                asked -> asked.capacityProviders()
                                        .create(new CreateCapacityProviderRequest(NAME, pool(), null)))
                        .isEmpty()) {
            return;
        }
        attached = engines.ask(
                        "PutClusterCapacityProviders",
                        asked -> asked.clusters()
                                .putClusterCapacityProviders(
                                        new PutClusterCapacityProvidersRequest(cluster, List.of(NAME), List.of())))
                .isPresent();
    }

    private InstancePoolProvider pool() {
        return InstancePoolProvider.builder()
                .instanceProvider(SimulatedInstanceProvider.NAME)
                .machineTypes(List.of("small", "medium"))
                .availabilityZones(List.of("zone-a", "zone-b"))
                .minimumSize(wanted)
                .maximumSize(MOST)
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
    }

    /** How many machines were ever launched. */
    int launched() {
        return hosts.cloud().machines().size();
    }

    /** What is missing to there being as many machines as there are to be at least, each a container instance that takes tasks. */
    List<String> shortcomings(ClusterMirror mirror) {
        List<String> missing = new ArrayList<>();
        long serving = mirror.instances().stream()
                .filter(CloudPool::owns)
                .filter(ContainerInstance::agentConnected)
                .count();
        int machines = hosts.cloud().alive().size();
        if (!attached || serving < wanted || machines != serving) {
            missing.add("Of " + wanted + " machines there are " + machines + ", and " + serving + " of them serve.");
        }
        return missing;
    }
}
