package io.stowage.core.engine;

import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.core.attachment.Registrar;
import io.stowage.core.state.Ids;
import io.stowage.core.world.Cancellable;
import io.stowage.core.world.Strand;
import io.stowage.core.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sees to it that the clusters which this engine leads have the machines that they need, and give back those that they don't. */
final class CapacityWatch {

    private static final Duration PERIOD = Duration.ofSeconds(5);
    /** What comes together is looked at together. */
    private static final Duration SOON = Duration.ofMillis(100);

    private final EngineSetup setup;
    private final ClusterDirectory clusters;
    private final Strand strand;
    private final Map<String, ProviderCalls> providers = new TreeMap<>();
    private final KnownTypes types;
    private final Map<String, Arrivals> arrivals = new TreeMap<>();
    private final Map<String, ClusterCapacity> led = new TreeMap<>();
    private @Nullable Cancellable next;
    private boolean woken;
    private boolean closed;

    CapacityWatch(
            EngineSetup setup,
            RuntimeHosts hosts,
            ClusterDirectory clusters,
            Function<RegisterContainerInstanceRequest, Registrar> registrar) {
        World world = setup.world();
        this.setup = setup;
        this.clusters = clusters;
        this.strand = world.strand("capacity");
        setup.instanceProviders().byName().forEach((name, provider) -> {
            providers.put(name, new ProviderCalls(name, provider, strand, world));
            arrivals.put(name, new Arrivals(world, hosts, clusters, registrar, strand::execute));
        });
        this.types = new KnownTypes(world, providers, this::wake);
    }

    void start() {
        strand.execute(this::tick);
    }

    /** Something may have happened that machines are needed for, or no longer: it is looked at soon. Thread-safe. */
    void wake() {
        strand.execute(() -> {
            if (!woken && !closed) {
                woken = true;
                Cancellable unused = strand.schedule(SOON, this::woken);
            }
        });
    }

    private void woken() {
        woken = false;
        look();
    }

    private void tick() {
        if (!closed) {
            next = strand.schedule(PERIOD, this::tick);
            look();
        }
    }

    private void look() {
        if (closed) {
            return;
        }
        List<String> names = clusters.led();
        led.keySet().retainAll(names);
        for (String name : names) {
            led.computeIfAbsent(name, this::cluster).begin();
        }
    }

    private ClusterCapacity cluster(String name) {
        String arn = new Ids(setup.arnPrefix(), name).cluster();
        PlaceWork.Led cluster = new PlaceWork.Led(
                name, arn, clusters, strand::execute, setup.settings().scaleIn(), this::wake);
        return new ClusterCapacity(cluster, providers, types, arrivals);
    }

    void close() {
        strand.execute(() -> {
            closed = true;
            if (next != null) {
                next.cancel();
            }
            led.clear();
            providers.values().forEach(ProviderCalls::close);
            arrivals.values().forEach(Arrivals::close);
        });
    }
}
