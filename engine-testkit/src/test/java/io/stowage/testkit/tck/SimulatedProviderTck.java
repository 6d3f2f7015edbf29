package io.stowage.testkit.tck;

import io.stowage.spi.InstanceProvider;
import io.stowage.spi.InstanceProvider.MachineType;
import io.stowage.spi.InstanceProvider.Purchase;
import io.stowage.testkit.provider.Catalog;
import io.stowage.testkit.provider.CloudFaults;
import io.stowage.testkit.provider.SimulatedCloud;
import io.stowage.testkit.provider.SimulatedInstanceProvider;
import io.stowage.testkit.provider.SimulatedMachine;
import io.stowage.testkit.world.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The contract tests of the simulated provider, and of providers made of it. */
abstract class SimulatedProviderTck extends InstanceProviderTck {

    private static final int ALWAYS = 1_000_000;
    private static final Duration FOR_EVER = Duration.ofDays(3650);

    private final Simulation simulation = new Simulation(42);
    private final SimulatedCloud cloud = SimulatedCloud.in(simulation, Catalog.PLAIN);

    Simulation simulation() {
        return simulation;
    }

    SimulatedCloud simulated() {
        return cloud;
    }

    abstract InstanceProvider decorated(InstanceProvider sound);

    @Override
    protected SteeredCloud cloud() {
        return new Steered();
    }

    private final class Steered implements SteeredCloud {

        @Override
        public InstanceProvider connect() {
            return decorated(new SimulatedInstanceProvider(cloud));
        }

        @Override
        public Map<String, String> properties() {
            return Map.of(SimulatedInstanceProvider.IMAGE, "ami-1");
        }

        @Override
        public List<String> machineTypes() {
            return cloud.catalog().machineTypes().stream()
                    .map(MachineType::name)
                    .toList();
        }

        @Override
        public List<String> availabilityZones() {
            return cloud.catalog().availabilityZones();
        }

        @Override
        public String addStranger(Map<String, String> tags) {
            return cloud.addStranger(tags);
        }

        @Override
        public void letRun(String machineId) {
            cloud.letRun(machineId);
        }

        @Override
        public void hide(String machineId, Duration duration) {
            cloud.hide(machineId, duration);
        }

        @Override
        public void giveNotice(String machineId) {
            cloud.giveNotice(machineId);
        }

        @Override
        public void withdrawNotice(String machineId) {
            cloud.withdrawNotice(machineId);
        }

        @Override
        public void takeBack(String machineId) {
            cloud.takeBack(machineId);
        }

        @Override
        public void failCalls(boolean now) {
            cloud.faults(CloudFaults.NONE.withFailingCalls(now ? ALWAYS : 0));
        }

        @Override
        public void loseReplies(boolean now) {
            cloud.faults(CloudFaults.NONE.withLostReplies(now ? ALWAYS : 0));
        }

        @Override
        public void noCapacity(String machineType, String availabilityZone) {
            cloud.noCapacity(machineType, availabilityZone, List.of(Purchase.values()), FOR_EVER);
        }

        @Override
        public void capacityAgain() {
            cloud.capacityAgain();
        }

        @Override
        public void limit(int most) {
            cloud.limit(most);
        }

        @Override
        public void letTimePass(Duration time) {
            simulation.runFor(time);
        }

        @Override
        public Set<String> alive() {
            return cloud.machines().stream()
                    .filter(machine -> machine.isAlive(simulation.time()))
                    .map(SimulatedMachine::id)
                    .collect(Collectors.toSet());
        }

        @Override
        public int callers() {
            return 1;
        }
    }
}
