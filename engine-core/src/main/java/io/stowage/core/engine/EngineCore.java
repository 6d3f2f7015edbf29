package io.stowage.core.engine;

import io.stowage.EngineHealth;
import io.stowage.EngineStatus;
import io.stowage.PartitionHealth;
import io.stowage.PartitionRole;
import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.core.attachment.Registrar;
import io.stowage.core.event.EventHub;
import io.stowage.core.inbox.EnlistedRequests;
import io.stowage.core.json.RecordCodec;
import io.stowage.core.loop.ClusterLoop;
import io.stowage.core.loop.LoopContext;
import io.stowage.core.loop.LoopSettings;
import io.stowage.core.registry.Registry;
import io.stowage.core.store.StorePort;
import io.stowage.core.store.StoreRounds;
import io.stowage.core.world.Lane;
import io.stowage.core.world.Outcome;
import io.stowage.core.world.Strand;
import io.stowage.core.world.World;
import io.stowage.spi.AlarmSource;
import io.stowage.spi.Authorizer;
import io.stowage.spi.HostTransaction;
import io.stowage.spi.InstanceProvider;
import io.stowage.spi.StateStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all callers of one engine share. Thread-safe. */
final class EngineCore {

    private static final Logger LOG = LoggerFactory.getLogger(EngineCore.class);
    private static final int STORE_CALLS_AT_ONCE = 16;
    private static final Duration STORE_DEADLINE = Duration.ofSeconds(10);
    private static final Duration TO_END = Duration.ofSeconds(5);
    private static final int DIGITS_OF_ID = 12;

    private final EngineSetup setup;
    private final String engineId;
    private final Counters counters = new Counters();
    private final Calls calls;
    private final EventHub events;
    private final Registry registry;
    private final RuntimeHosts hosts;
    private final ClusterDirectory clusters;
    private final ProviderDirectory providers;
    private final MachineTypes machineTypes;
    private final ClusterWatch watch;
    private final DefinitionSweeper sweeper;
    private final ClusterSweeper clusterSweeper;
    private final ProviderSweeper providerSweeper;
    private final @Nullable AlarmPoll alarms;
    private final @Nullable CapacityWatch capacity;
    private boolean closed;

    EngineCore(EngineSetup setup) {
        this.setup = setup;
        World world = setup.world();
        String arnPrefix = setup.arnPrefix();
        this.engineId = setup.name() + "-" + world.newId().substring(0, DIGITS_OF_ID);
        this.calls = new Calls(world, setup.settings().operationTimeout(), counters);
        this.events = new EventHub(world, setup.settings().listenerQueueLimit());
        Lane lane = world.lane("store", STORE_CALLS_AT_ONCE);
        StorePort store = new StorePort(setup.store().store(), lane, STORE_DEADLINE);
        this.registry = new Registry(world, store, arnPrefix);
        this.hosts = new RuntimeHosts(setup);
        LoopContext context = new LoopContext(
                engineId,
                world,
                store,
                new StoreRounds(world, store),
                LoopContext.states(world),
                RecordCodec::toJson,
                (type, json) -> RecordCodec.readStored(json, type),
                hosts,
                events,
                setup.ports().rules());
        LoopSettings settings = setup.settings().loops();
        this.clusters = new ClusterDirectory(
                registry, arnPrefix, clusterName -> new ClusterLoop(clusterName, context, settings));
        this.providers = new ProviderDirectory(registry, clusters);
        this.machineTypes = new MachineTypes(world, calls.operationTimeout());
        this.watch = new ClusterWatch(world, clusters);
        this.sweeper = new DefinitionSweeper(world, registry, clusters);
        this.clusterSweeper =
                new ClusterSweeper(world, registry, settings.retention().inactiveServices());
        this.providerSweeper = new ProviderSweeper(world, registry, providers);
        AlarmSource source = setup.ports().alarms();
        this.alarms = source == null ? null : new AlarmPoll(world, source, clusters);
        this.capacity = setup.instanceProviders().byName().isEmpty()
                ? null
                : new CapacityWatch(setup, hosts, clusters, this::registrar);
    }

    void start() {
        registry.start();
        watch.start();
        sweeper.start();
        clusterSweeper.start();
        providerSweeper.start();
        if (alarms != null) {
            alarms.start();
        }
        if (capacity != null) {
            capacity.start();
        }
    }

    World world() {
        return setup.world();
    }

    String arnPrefix() {
        return setup.arnPrefix();
    }

    Authorizer authorizer() {
        return setup.ports().authorizer();
    }

    EngineSetup.Ports ports() {
        return setup.ports();
    }

    /** Tasks may have come that wait for machines. */
    void wakeCapacity() {
        if (capacity != null) {
            capacity.wake();
        }
    }

    /** The plugins that launch machines, by name. */
    Map<String, InstanceProvider> instanceProviders() {
        return setup.instanceProviders().byName();
    }

    Counters counters() {
        return counters;
    }

    Calls calls() {
        return calls;
    }

    EventHub events() {
        return events;
    }

    Registry registry() {
        return registry;
    }

    /** This engine, as the one that takes the call which registers an instance. */
    Registrar registrar(RegisterContainerInstanceRequest request) {
        return new Registrar(engineId, hosts.place(request.runtime(), request.runtimeProperties()));
    }

    /** What goes with a transaction of the host application's own. */
    EnlistedRequests enlisted(HostTransaction transaction) {
        return new EnlistedRequests(setup.world(), engineId, transaction);
    }

    RuntimeHosts hosts() {
        return hosts;
    }

    ClusterDirectory clusters() {
        return clusters;
    }

    ProviderDirectory providers() {
        return providers;
    }

    MachineTypes machineTypes() {
        return machineTypes;
    }

    DefinitionSweeper sweeper() {
        return sweeper;
    }

    EngineHealth health() {
        List<PartitionHealth> partitions = new ArrayList<>();
        partitions.add(registry.health());
        clusters.open().forEach(loop -> partitions.add(loop.health()));
        return new EngineHealth(engineId, status(partitions), partitions, totals());
    }

    private Map<String, Long> totals() {
        Map<String, Long> totals = counters.snapshot();
        long failedEffects = 0;
        long failedParts = 0;
        long quarantined = registry.quarantined();
        for (ClusterLoop loop : clusters.open()) {
            failedEffects += loop.failedEffects();
            failedParts += loop.failedParts();
            quarantined += loop.quarantined();
        }
        totals.put(Counters.FAILED_EFFECTS, failedEffects);
        totals.put(Counters.FAILED_PARTS, failedParts);
        totals.put(Counters.QUARANTINED, quarantined);
        return totals;
    }

    private synchronized EngineStatus status(List<PartitionHealth> partitions) {
        if (closed) {
            return EngineStatus.CLOSED;
        }
        if (partitions.stream().anyMatch(partition -> partition.lastError() != null)) {
            return EngineStatus.IMPAIRED;
        }
        boolean starting = partitions.stream().anyMatch(partition -> partition.role() == PartitionRole.NONE);
        return starting ? EngineStatus.INITIALIZING : EngineStatus.OK;
    }

    /** Ends the engine, from the outside in. */
    void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        calls.close();
        watch.close();
        sweeper.close();
        clusterSweeper.close();
        providerSweeper.close();
        if (alarms != null) {
            alarms.close();
        }
        if (capacity != null) {
            capacity.close();
        }
        CompletableFuture<Void> released = clusters.close();
        registry.close();
        await(released, "give its leases back: they expire");
        await(closeInstanceProviders(), "close its instance providers");
        if (setup.store().owned()) {
            StateStore store = setup.store().store();
            await(close("close", store::close), "close its store");
        }
        setup.world().close();
    }

    private CompletableFuture<Void> closeInstanceProviders() {
        List<CompletableFuture<Void>> closed = new ArrayList<>();
        for (InstanceProvider provider : setup.instanceProviders().owned()) {
            closed.add(close("close-instance-provider-" + closed.size(), provider::close));
        }
        return CompletableFuture.allOf(closed.toArray(CompletableFuture<?>[]::new));
    }

    /** On a lane, for it is a plugin that may block or throw. */
    private CompletableFuture<Void> close(String name, Runnable plugin) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Strand strand = setup.world().strand(name);
        Lane lane = setup.world().lane(name, 1);
        strand.execute(() -> strand.call(
                lane,
                TO_END,
                () -> {
                    plugin.run();
                    return true;
                },
                outcome -> {
                    if (outcome instanceof Outcome.Failure<?> failure) {
                        done.completeExceptionally(failure.exception());
                    } else {
                        done.complete(null);
                    }
                }));
        return done;
    }

    /** What isn't done in time is left. */
    private void await(CompletableFuture<Void> end, String what) {
        try {
            setup.world().await(end, TO_END);
        } catch (TimeoutException | ExecutionException | RuntimeException late) {
            LOG.warn("Engine {} could not {} (within {})", engineId, what, TO_END, late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
