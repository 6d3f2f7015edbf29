package io.stowage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.CreateCapacityProviderRequest;
import io.stowage.CreateClusterRequest;
import io.stowage.Engine;
import io.stowage.PutClusterCapacityProvidersRequest;
import io.stowage.UpdateCapacityProviderRequest;
import io.stowage.core.Stowage;
import io.stowage.core.state.AttachedProvider;
import io.stowage.error.EcsException;
import io.stowage.model.CapacityProvider;
import io.stowage.model.CapacityProviderStatus;
import io.stowage.model.CapacityProviderUpdateStatus;
import io.stowage.model.Cluster;
import io.stowage.model.InstancePoolProvider;
import io.stowage.model.InstancePoolProviderUpdate;
import io.stowage.spi.StoredRecord;
import io.stowage.store.memory.MemoryStateStore;
import io.stowage.testkit.provider.Catalog;
import io.stowage.testkit.provider.SimulatedCloud;
import io.stowage.testkit.provider.SimulatedInstanceProvider;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.SimulationRandom;
import io.stowage.testkit.world.VirtualWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three engines make, change and delete capacity providers and put them on clusters, all at once, and are killed in the middle. In the end every
 * cluster has only what is there, as it is there, and nothing is left half done.
 */
class CapacityProvidersMeetTest {

    private static final int ENGINES = 3;
    private static final int STEPS = 80;
    private static final int MOST_AT_ONCE = 3;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void everyClusterHasOnlyWhatIsThereAsItIsThere(long seed) {
        new Chaos(seed).run();
    }

    /** One run. */
    private static final class Chaos {

        private final Simulation simulation;
        private final SimulationRandom random;
        private final MemoryStateStore store;
        private final SimulatedCloud cloud;
        private final List<VirtualWorld> worlds = new ArrayList<>();
        private final List<Engine> engines = new ArrayList<>();
        private final Map<String, Integer> outcomes = new TreeMap<>();
        private int atOnce;

        Chaos(long seed) {
            simulation = new Simulation(seed);
            random = simulation.random("chaos");
            store = new MemoryStateStore(simulation::nanos);
            cloud = SimulatedCloud.in(simulation, Catalog.PLAIN);
            for (int i = 0; i < ENGINES; i++) {
                worlds.add(simulation.world("engine-" + i));
                engines.add(engine(i));
            }
        }

        private Engine engine(int i) {
            return Stowage.engine()
                    .name("engine-" + i)
                    .world(worlds.get(i))
                    .store(store)
                    .instanceProvider(new SimulatedInstanceProvider(cloud))
                    .build();
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                if (random.below(8) == 0) {
                    int victim = (int) random.below(ENGINES);
                    simulation.schedule(soon(), "kill", () -> simulation.afterThis(() -> replace(victim)));
                }
                for (long others = random.below(3); others > 0; others--) {
                    simulation.schedule(soon(), "meanwhile", () -> simulation.afterThis(this::anything));
                }
                anything();
                simulation.runFor(Duration.ofMillis(random.below(3_000)));
            }
            simulation.runFor(Duration.ofMinutes(5));
            check();
        }

        private Duration soon() {
            return Duration.ofMillis(random.below(60));
        }

        private void replace(int i) {
            worlds.get(i).crash();
            worlds.set(i, simulation.world("engine-" + i));
            engines.set(i, engine(i));
        }

        private void anything() {
            if (atOnce == MOST_AT_ONCE) {
                return;
            }
            atOnce++;
            int what = (int) random.below(8);
            try {
                carryOut(what, engines.get((int) random.below(ENGINES)));
                outcomes.merge(what + " done", 1, Integer::sum);
            } catch (EcsException refused) {
                outcomes.merge(what + " " + refused.getClass().getSimpleName(), 1, Integer::sum);
            } finally {
                atOnce--;
            }
        }

        private void carryOut(int what, Engine engine) {
            switch (what) {
                case 0, 1 ->
                    engine.capacityProviders().create(new CreateCapacityProviderRequest(provider(), pool(), null));
                case 2, 3 ->
                    engine.capacityProviders()
                            .update(new UpdateCapacityProviderRequest(
                                    provider(),
                                    InstancePoolProviderUpdate.builder()
                                            .maximumSize(1 + (int) random.below(100))
                                            .build()));
                case 4 -> engine.capacityProviders().delete(provider());
                case 5, 6 ->
                    engine.clusters()
                            .putClusterCapacityProviders(
                                    new PutClusterCapacityProvidersRequest(cluster(), some(), List.of()));
                default -> engine.clusters().create(new CreateClusterRequest(cluster(), null, null, some(), null));
            }
        }

        private String provider() {
            return "pool-" + random.below(3);
        }

        private String cluster() {
            return "cluster-" + random.below(3);
        }

        private List<String> some() {
            return random.below(2) == 0 ? List.of() : List.of(provider());
        }

        private static InstancePoolProvider pool() {
            return InstancePoolProvider.builder()
                    .instanceProvider(SimulatedInstanceProvider.NAME)
                    .maximumSize(10)
                    .build();
        }

        private void check() {
            Engine any = engines.get(0);
            Map<String, CapacityProvider> known = new TreeMap<>();
            any.capacityProviders().describe().capacityProviders().forEach(each -> known.put(each.name(), each));
            assertThat(known.values())
                    .allMatch(each -> each.status() == CapacityProviderStatus.ACTIVE)
                    .noneMatch(each -> each.updateStatus() == CapacityProviderUpdateStatus.UPDATE_IN_PROGRESS);
            for (String arn : any.clusters().list().clusterArns()) {
                Cluster cluster = any.clusters().describe(arn).clusters().get(0);
                List<CapacityProvider> copies = copies(cluster.clusterName());
                assertThat(copies)
                        .extracting(CapacityProvider::name)
                        .as("%s", outcomes)
                        .containsExactlyInAnyOrderElementsOf(cluster.capacityProviders())
                        .isSubsetOf(known.keySet());
                assertThat(copies)
                        .as("%s", outcomes)
                        .allSatisfy(copy -> assertThat(copy.instancePoolProvider())
                                .isEqualTo(known.get(copy.name()).instancePoolProvider()));
            }
            assertThat(outcomes).as("what came of it").containsKeys("4 done", "5 done");
        }

        private List<CapacityProvider> copies(String cluster) {
            List<CapacityProvider> copies = new ArrayList<>();
            for (StoredRecord record : store.read("cluster/" + cluster).records()) {
                if (record.kind().equals("capacityprovider")) {
                    AttachedProvider copy = record.payload().object(AttachedProvider.class, json -> {
                        throw new AssertionError("this store keeps objects");
                    });
                    copies.add(copy.provider());
                }
            }
            return copies;
        }
    }
}
