package io.stowage.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stowage.CapacityPlan;
import io.stowage.CapacityPlan.PlannedMachine;
import io.stowage.CreateCapacityProviderRequest;
import io.stowage.Engine;
import io.stowage.PlanCapacityRequest;
import io.stowage.PlanCapacityRequest.PlannedService;
import io.stowage.UpdateCapacityProviderRequest;
import io.stowage.core.FakeMachines;
import io.stowage.core.FakeStore;
import io.stowage.core.HandWorld;
import io.stowage.core.Stowage;
import io.stowage.core.operation.Pools;
import io.stowage.error.ClientException;
import io.stowage.error.InvalidParameterException;
import io.stowage.error.ServerException;
import io.stowage.model.InstancePoolProvider;
import io.stowage.model.InstancePoolProviderUpdate;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import io.stowage.model.PurchaseOption;
import io.stowage.spi.InstanceProvider.MachineType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which machines services would need, asked of a whole engine. */
class PlanCapacityTest {

    private final HandWorld world = new HandWorld();
    private final FakeStore store = new FakeStore();
    private final FakeMachines machines = new FakeMachines("cloud");
    private final Engine engine = Stowage.engine()
            .world(world)
            .store(store)
            .instanceProvider(machines)
            .build();

    @BeforeEach
    void begin() {
        machines.types.add(type("small", 1024, 2048, 1.0, 0.25, "x86_64"));
        machines.types.add(type("large", 4096, 8192, 3.0, 1.5, "x86_64"));
        machines.types.add(type("arm", 1024, 2048, 0.5, null, "arm64"));
        define("web", 1024, 1024, "");
        define("job", 512, 512, "");
    }

    private static MachineType type(String name, int cpu, int memory, Double price, Double spot, String architecture) {
        return new MachineType(
                name, cpu, memory, List.of("a", "b"), Map.of("ecs.cpu-architecture", architecture), price, spot);
    }

    private void define(String family, int cpu, int memory, String more) {
        engine.taskDefinitions().register("""
                { "family": "%s", "containerDefinitions": [ { "name": "main", "image": "web", "cpu": %d, "memory": %d%s } ] }
                """.formatted(family, cpu, memory, more));
    }

    private static InstancePoolProvider pool(String... types) {
        return Pools.asked().toBuilder().machineTypes(List.of(types)).build();
    }

    private static PlanCapacityRequest request(InstancePoolProvider pool, PlannedService... services) {
        return PlanCapacityRequest.builder()
                .instancePoolProvider(pool)
                .services(List.of(services))
                .build();
    }

    private CapacityPlan plan(InstancePoolProvider pool, PlannedService... services) {
        return engine.capacity().plan(request(pool, services));
    }

    private static PlannedService service(String name, int count, PlacementConstraint... constraints) {
        return new PlannedService(name, name, count, List.of(constraints));
    }

    private static PlacementConstraint only(String expression) {
        return new PlacementConstraint(PlacementConstraintType.MEMBER_OF, expression);
    }

    @Test
    void theCheapestMachinesAreTaken() {
        CapacityPlan plan = plan(pool("small", "large"), service("web", 5));

        assertThat(plan.machinesByType()).containsExactly(Map.entry("large", 1), Map.entry("small", 1));
        assertThat(plan.machines())
                .containsExactly(
                        new PlannedMachine("large", "", Map.of("web", 4)),
                        new PlannedMachine("small", "", Map.of("web", 1)));
        assertThat(plan.hourlyPrice()).isEqualTo(4.0);
        assertThat(plan.wastedCpu()).isZero();
        assertThat(plan.wastedMemory()).isEqualTo(0.5);
        assertThat(plan.unplaceable()).isEmpty();
        assertThat(plan.beyondMaximumSize()).isZero();
    }

    @Test
    void servicesShareMachines() {
        CapacityPlan plan = plan(pool("small"), service("web", 1), service("job", 3));

        assertThat(plan.machines()).hasSize(3);
        assertThat(plan.machines().stream()
                        .mapToInt(machine -> machine.tasks().getOrDefault("job", 0))
                        .sum())
                .isEqualTo(3);
        assertThat(plan.wastedCpu()).isCloseTo(512.0 / 3072, within(1e-9));
    }

    @Test
    void oneThatIsThereIsAskedByNameOrArn() {
        String arn = engine.capacityProviders()
                .create(new CreateCapacityProviderRequest("pool", pool("small"), null))
                .capacityProviderArn();
        int commits = store.commits().size();

        CapacityPlan plan = engine.capacity().plan("pool", "web:1", 12);

        assertThat(plan.machines())
                .hasSize(12)
                .allMatch(machine -> machine.tasks().equals(Map.of("web:1", 1)));
        assertThat(plan.beyondMaximumSize()).as("its maximumSize is 10").isEqualTo(2);
        assertThat(engine.capacity().plan(arn, "web:1", 12)).isEqualTo(plan);
        assertThat(store.commits()).as("nothing is changed").hasSize(commits);
        for (String other : List.of("nobody", "FARGATE")) {
            assertThatThrownBy(() -> engine.capacity().plan(other, "web", 1))
                    .isInstanceOf(InvalidParameterException.class)
                    .hasMessageContaining("'" + other + "'");
        }
    }

    @Test
    void onFargateEachTaskHasAMachine() {
        InstancePoolProviderUpdate large = InstancePoolProviderUpdate.builder()
                .instanceProvider("cloud")
                .machineTypes(List.of("large"))
                .maximumSize(2)
                .build();
        engine.capacityProviders().update(new UpdateCapacityProviderRequest("FARGATE", large));

        CapacityPlan plan = engine.capacity().plan("FARGATE", "web:1", 3);

        assertThat(plan.machinesByType()).containsExactly(Map.entry("large", 3));
        assertThat(plan.beyondMaximumSize()).isEqualTo(1);
    }

    @Test
    void constraintsHoldOnMachinesThatAreNotThereYet() {
        assertThat(plan(pool(), service("web", 2, only("attribute:ecs.cpu-architecture == arm64")))
                        .machinesByType())
                .containsExactly(Map.entry("arm", 2));
        assertThat(plan(pool(), service("web", 2, only("attribute:ecs.instance-type =~ l.*")))
                        .machinesByType())
                .containsExactly(Map.entry("large", 1));
        PlacementConstraint distinct = new PlacementConstraint(PlacementConstraintType.DISTINCT_INSTANCE, null);
        assertThat(plan(pool("large"), service("job", 3, distinct)).machines()).hasSize(3);
        define("port", 64, 64, ", \"portMappings\": [ { \"containerPort\": 80, \"hostPort\": 80 } ]");
        assertThat(plan(pool("large"), service("port", 3)).machines()).hasSize(3);
    }

    @Test
    void zonesOfTheCapacityProviderAreUsedEvenly() {
        InstancePoolProvider zoned = pool("small").toBuilder()
                .availabilityZones(List.of("b", "a", "c"))
                .build();
        assertThat(plan(zoned, service("web", 4)).machines())
                .extracting(PlannedMachine::availabilityZone)
                .containsExactlyInAnyOrder("a", "a", "b", "b");
        PlannedService there = service("web", 2, only("attribute:ecs.availability-zone == a"));
        assertThat(plan(zoned, there).machines())
                .extracting(PlannedMachine::availabilityZone)
                .containsOnly("a");
    }

    @Test
    void whatFitsNowhereIsSaid() {
        define("huge", 5000, 64, "");
        define("gpu", 64, 64, ", \"resourceRequirements\": [ { \"type\": \"GPU\", \"value\": \"1\" } ]");

        CapacityPlan plan = plan(pool(), service("huge", 2), service("gpu", 1), service("web", 0));

        assertThat(plan.unplaceable()).containsOnly(Map.entry("huge", 2), Map.entry("gpu", 1));
        assertThat(plan.machines()).isEmpty();
        assertThat(plan.wastedCpu()).isZero();
        assertThat(plan.hourlyPrice()).isZero();
    }

    @Test
    void pricesAreThoseOfThePurchaseAndNoneIfOneIsNotKnown() {
        InstancePoolProvider spot = pool("small", "large").toBuilder()
                .purchase(PurchaseOption.SPOT_WITH_FALLBACK)
                .build();
        CapacityPlan plan = plan(spot, service("web", 4));
        assertThat(plan.machinesByType()).containsExactly(Map.entry("small", 4));
        assertThat(plan.hourlyPrice()).isEqualTo(1.0);

        InstancePoolProvider unknown =
                pool("small", "arm").toBuilder().purchase(PurchaseOption.SPOT).build();
        assertThat(plan(unknown, service("web", 4)).hourlyPrice()).isNull();
    }

    @Test
    void badQuestionsAreRefused() {
        PlannedService web = service("web", 1);
        for (PlanCapacityRequest bad : List.of(
                PlanCapacityRequest.builder().services(List.of(web)).build(),
                PlanCapacityRequest.builder()
                        .capacityProvider("pool")
                        .instancePoolProvider(pool())
                        .services(List.of(web))
                        .build(),
                request(pool()),
                request(pool(), web, web),
                request(pool(), service("web", -1)),
                request(pool(), service("web", 10_001)),
                request(pool(), service("web", 9_000), service("job", 1_001)),
                request(pool(), service("web", 1, only("attribute:"))),
                request(pool().toBuilder().maximumSize(null).build(), web),
                request(pool().toBuilder().instanceProvider("sky").build(), web),
                request(pool().toBuilder().properties(Map.of("colour", "red")).build(), web),
                request(pool("tiny"), web),
                request(
                        pool("small").toBuilder()
                                .availabilityZones(List.of("z"))
                                .build(),
                        web))) {
            assertThatThrownBy(() -> engine.capacity().plan(bad))
                    .as("%s", bad)
                    .isInstanceOf(InvalidParameterException.class);
        }
        assertThatThrownBy(() -> plan(pool(), service("nobody", 1)))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("nobody");
    }

    @Test
    void anInstanceProviderThatFailsOrHangsIsNotWaitedForLong() {
        machines.beforeTypes(() -> {
            throw new IllegalStateException("no credentials");
        });
        assertThatThrownBy(() -> plan(pool(), service("web", 1)))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("did not say which types of machines it has")
                .hasMessageContaining("no credentials");
        machines.beforeTypes(() -> {
            throw new HandWorld.NoAnswer();
        });
        long before = world.monotonicNanos();
        assertThatThrownBy(() -> plan(pool(), service("web", 1))).isInstanceOf(ServerException.class);
        assertThat(Duration.ofNanos(world.monotonicNanos() - before)).isLessThanOrEqualTo(Duration.ofSeconds(31));
        machines.beforeTypes(() -> {});
        assertThat(plan(pool(), service("web", 1)).machines()).hasSize(1);
        engine.close();
        assertThatThrownBy(() -> plan(pool(), service("web", 1)))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("the engine is closed");
    }

    /** The most that may be asked for. */
    @Test
    void manyServicesOfManyTasksOnManyTypesArePlanned() {
        machines.types.clear();
        for (int i = 1; i <= 200; i++) {
            machines.types.add(type("t" + i, 1024 * (1 + i % 32), 1024 * (1 + i % 61), 1.0 + i % 32, 0.5, "x86_64"));
        }
        List<PlannedService> services = new ArrayList<>();
        IntStream.range(0, 100).forEach(i -> {
            define("s" + i, 100 + 37 * i, 64 + 23 * i, "");
            services.add(service("s" + i, 100));
        });

        CapacityPlan plan = plan(pool(), services.toArray(PlannedService[]::new));

        assertThat(plan.unplaceable()).isEmpty();
        assertThat(plan.machines().stream()
                        .flatMap(machine -> machine.tasks().values().stream())
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(10_000);
        assertThat(plan.wastedCpu()).isBetween(0.0, 1.0);
    }
}
