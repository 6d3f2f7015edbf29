package io.stowage.testkit.provider;

import io.stowage.spi.InstanceProvider.MachineType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a simulated cloud has to offer.
 *
 * @param machineTypes each with the zones that it can be launched in
 */
public record Catalog(List<MachineType> machineTypes) {

    private static final List<String> ZONES = List.of("zone-a", "zone-b", "zone-c");

    /** Three sizes, each twice the one before at twice its price, in three zones; spot for a third of it. */
    public static final Catalog PLAIN =
            new Catalog(List.of(type("small", 2, 1), type("medium", 4, 2), type("large", 8, 4)));

    public Catalog {
        machineTypes = List.copyOf(machineTypes);
    }

    private static MachineType type(String name, int cpus, int times) {
        return new MachineType(
                name,
                1024 * cpus,
                3584 * times,
                ZONES,
                Map.of("ecs.instance-type", name, "ecs.os-type", "linux", "ecs.cpu-architecture", "x86_64"),
                0.06 * times,
                0.02 * times);
    }

    Optional<MachineType> find(String name) {
        for (MachineType type : machineTypes) {
            if (type.name().equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** Every zone, in alphabetical order. */
    public List<String> availabilityZones() {
        TreeSet<String> zones = new TreeSet<>();
        machineTypes.forEach(type -> zones.addAll(type.availabilityZones()));
        return List.copyOf(zones);
    }
}
