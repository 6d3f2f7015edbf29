package io.stowage.core.engine;

import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.core.attachment.Registrar;
import io.stowage.core.operation.ContainerInstanceId;
import io.stowage.core.operation.NoteMachines.Arrival;
import io.stowage.core.operation.RegisterContainerInstance;
import io.stowage.core.operation.RegisterMachine;
import io.stowage.core.state.MachineLaunch;
import io.stowage.core.world.Lane;
import io.stowage.core.world.World;
import io.stowage.error.ServerException;
import io.stowage.model.Attribute;
import io.stowage.model.ContainerInstance;
import io.stowage.spi.InstanceProvider.Access;
import io.stowage.spi.InstanceProvider.Machine;
import io.stowage.spi.RuntimeDescription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes machines of one instance provider that have come container instances, by the way by which hosts are registered. Few at once, the others in
 * order: those that don't answer keep others of the same provider waiting, and nobody else. What fails is tried again when the machine is seen again.
 * Belongs to its strand.
 */
final class Arrivals {

    private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);
    private static final int AT_ONCE = 4;
    private static final int MOST_TOLD = 1_000;

    private final RuntimeHosts hosts;
    private final ClusterDirectory clusters;
    private final Function<RegisterContainerInstanceRequest, Registrar> registrar;
    private final Executor strand;
    private final Lane lane;
    /** By the launch. */
    private final Map<String, Runnable> waiting = new LinkedHashMap<>();
    /** The launches whose machines are being registered. */
    private final Set<String> underWay = new LinkedHashSet<>();
    /** The launches of which it was told that it failed. */
    private final Set<String> told = new LinkedHashSet<>();

    Arrivals(
            World world,
            RuntimeHosts hosts,
            ClusterDirectory clusters,
            Function<RegisterContainerInstanceRequest, Registrar> registrar,
            Executor strand) {
        this.hosts = hosts;
        this.clusters = clusters;
        this.registrar = registrar;
        this.strand = strand;
        this.lane = world.lane("arrivals", AT_ONCE);
    }

    /** Registers a machine, unless it is being registered or about to be. */
    void register(String cluster, Arrival arrival) {
        Access access = arrival.machine().access();
        if (access != null && !underWay.contains(arrival.launchId())) {
            waiting.put(arrival.launchId(), () -> begin(cluster, arrival, access));
            next();
        }
    }

    private void next() {
        while (underWay.size() < AT_ONCE && !waiting.isEmpty()) {
            String launch = waiting.keySet().iterator().next();
            Runnable registration = Objects.requireNonNull(waiting.remove(launch));
            registration.run();
        }
    }

    private void begin(String cluster, Arrival arrival, Access access) {
        underWay.add(arrival.launchId());
        CompletableFuture<ContainerInstance> unused = registered(cluster, arrival, access)
                .whenCompleteAsync((instance, failed) -> ended(cluster, arrival, failed), strand);
    }

    /** Nothing is registered any more that isn't being. */
    void close() {
        waiting.clear();
        lane.close();
    }

    private CompletableFuture<ContainerInstance> registered(String cluster, Arrival arrival, Access access) {
        try {
            RegisterContainerInstanceRequest request = request(cluster, arrival, access);
            hosts.require(request.runtime());
            return clusters.submit(cluster, new ContainerInstanceId(arrival.instanceName()))
                    .thenComposeAsync(
                            known -> connect(cluster, arrival, known.orElseGet(() -> id(arrival)), request), strand);
        } catch (RuntimeException | LinkageError broken) {
            return CompletableFuture.failedFuture(broken);
        }
    }

    private static String id(Arrival arrival) {
        return MachineLaunch.instanceId(arrival.instanceName());
    }

    private CompletableFuture<ContainerInstance> connect(
            String cluster, Arrival arrival, String id, RegisterContainerInstanceRequest request) {
        return hosts.describe(cluster, id, request, lane)
                .thenComposeAsync(description -> commit(cluster, arrival, id, request, description), strand);
    }

    private CompletableFuture<ContainerInstance> commit(
            String cluster,
            Arrival arrival,
            String id,
            RegisterContainerInstanceRequest request,
            RuntimeDescription description) {
        return clusters.submit(
                cluster,
                new RegisterMachine(
                        arrival.launchId(),
                        arrival.machine().id(),
                        new RegisterContainerInstance(request, id, description, registrar.apply(request))));
    }

    private static RegisterContainerInstanceRequest request(String cluster, Arrival arrival, Access access) {
        return RegisterContainerInstanceRequest.builder()
                .cluster(cluster)
                .containerInstanceName(arrival.instanceName())
                .runtime(access.runtime())
                .runtimeProperties(access.runtimeProperties())
                .attributes(attributes(arrival.machine()))
                .build();
    }

    private static List<Attribute> attributes(Machine machine) {
        Map<String, String> values = new LinkedHashMap<>();
        putKnown("ecs.availability-zone", machine.availabilityZone(), values);
        putKnown("ecs.instance-type", machine.machineType(), values);
        values.putAll(machine.attributes());
        List<Attribute> attributes = new ArrayList<>();
        values.forEach((name, value) -> attributes.add(new Attribute(name, value, null, null)));
        return attributes;
    }

    private static void putKnown(String name, @Nullable String value, Map<String, String> values) {
        if (value != null && !value.isEmpty()) {
            values.put(name, value);
        }
    }

    private void ended(String cluster, Arrival arrival, @Nullable Throwable failed) {
        underWay.remove(arrival.launchId());
        next();
        if (failed == null) {
            told.remove(arrival.launchId());
            LOG.info(
                    "cluster/{}: machine {} is container instance {}",
                    cluster,
                    arrival.machine().id(),
                    arrival.instanceName());
            return;
        }
        boolean first = told.size() < MOST_TOLD && told.add(arrival.launchId());
        if (first && !(failed instanceof ServerException)) {
            LOG.warn(
                    "cluster/{}: machine {} is no container instance yet; it is tried again: {}",
                    cluster,
                    arrival.machine().id(),
                    failed.toString());
        } else {
            LOG.debug(
                    "cluster/{}: machine {} is no container instance yet",
                    cluster,
                    arrival.machine().id(),
                    failed);
        }
    }
}
