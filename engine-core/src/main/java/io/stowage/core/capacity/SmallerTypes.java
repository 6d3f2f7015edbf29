package io.stowage.core.capacity;

import io.stowage.spi.InstanceProvider.MachineType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The machine types of which a machine that became a container instance has less than the instance provider says. They count as having that, so that
 * none is launched for what doesn't fit on it: for an hour, and twice as long each time when that is over and the next machine is no larger, at most
 * for a day. The machine that came last is the one that counts. Stored with the capacity provider.
 *
 * @param types at most one entry of a type
 */
public record SmallerTypes(List<Smaller> types) {

    /** No type is. */
    public static final SmallerTypes NONE = new SmallerTypes(List.of());

    private static final Duration FIRST = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final int MOST_TOLD = 3;

    /** CPU units and MiB. */
    public record Size(int cpu, int memory) {

        /** What both have. */
        Size least(Size other) {
            return new Size(Math.min(cpu, other.cpu), Math.min(memory, other.memory));
        }

        boolean holds(int cpuUnits, int mebibytes) {
            return cpuUnits <= cpu && mebibytes <= memory;
        }
    }

    /**
     * A type of which the last machine was smaller.
     *
     * @param properties that it was launched with
     * @param said what the instance provider says that it has
     * @param has what its machine registered
     * @param times how often that was found, the time before being over; from 1
     * @param at when the machine became a container instance
     */
    public record Smaller(
            String machineType, Map<String, String> properties, Size said, Size has, int times, Instant at) {

        /** Copies the map. */
        public Smaller {
            properties = Ordered.copy(properties);
        }

        private boolean holds(Instant now) {
            return now.isBefore(at.plus(Doubling.of(FIRST, times - 1, LONGEST)));
        }

        private String text() {
            return "Machine type " + machineType + " registered " + has.cpu() + " CPU units and " + has.memory()
                    + " MiB, but the instance provider said " + said.cpu() + " CPU units and " + said.memory()
                    + " MiB.";
        }
    }

    /** Copies the list. */
    public SmallerTypes {
        types = List.copyOf(types);
    }

    /** Without what was found of machines that were launched with other properties, or of types that are said to have something else by now. */
    public SmallerTypes still(Map<String, String> properties, List<MachineType> known) {
        return types.isEmpty()
                ? this
                : new SmallerTypes(types.stream()
                        .filter(each -> each.properties().equals(properties)
                                && known.stream().allMatch(type -> isAsBefore(each, type)))
                        .toList());
    }

    private static boolean isAsBefore(Smaller smaller, MachineType type) {
        return !smaller.machineType().equals(type.name()) || smaller.said().equals(said(type));
    }

    private static Size said(MachineType type) {
        return new Size(type.cpu(), type.memory());
    }

    /**
     * After a machine of a type became a container instance. It may be told again.
     *
     * @param properties that it was launched with
     * @param has what it registered
     * @param at when it became a container instance
     */
    public SmallerTypes registered(
            MachineType type, Map<String, String> properties, Size has, Instant at, Instant now) {
        Optional<Smaller> before = of(type.name());
        if (before.isPresent() && !at.isAfter(before.get().at())) {
            return this;
        }
        List<Smaller> changed = new ArrayList<>(types);
        before.ifPresent(changed::remove);
        Size said = said(type);
        if (!has.holds(said.cpu(), said.memory())) {
            int times = before.map(known -> known.holds(now) ? known.times() : known.times() + 1)
                    .orElse(1);
            changed.add(new Smaller(type.name(), properties, said, has, times, at));
        }
        return changed.equals(types) ? this : new SmallerTypes(changed);
    }

    private Optional<Smaller> of(String machineType) {
        return types.stream()
                .filter(each -> each.machineType().equals(machineType))
                .findFirst();
    }

    /** What a machine of the type is expected to have. */
    public MachineType expected(MachineType type, Instant now) {
        return of(type.name())
                .filter(each -> each.holds(now))
                .map(each -> sized(type, each.has().least(said(type))))
                .orElse(type);
    }

    /** The type with this size. */
    public static MachineType sized(MachineType type, Size size) {
        return new MachineType(
                type.name(),
                size.cpu(),
                size.memory(),
                type.availabilityZones(),
                type.attributes(),
                type.hourlyPrice(),
                type.hourlySpotPrice());
    }

    /** Whether a machine of the type may have so much, as far as is known. */
    public boolean mayHold(String machineType, int cpu, int memory, Instant now) {
        return of(machineType)
                .filter(each -> each.holds(now))
                .map(each -> each.has().holds(cpu, memory))
                .orElse(true);
    }

    /** Of the types that were said to hold so much, and don't, what they have instead: for people. Empty if there is none. */
    public Optional<String> whyNot(int cpu, int memory) {
        List<String> texts = types.stream()
                .filter(each -> each.said().holds(cpu, memory) && !each.has().holds(cpu, memory))
                .map(Smaller::text)
                .toList();
        return texts.isEmpty()
                ? Optional.empty()
                : Optional.of(texts.stream().limit(MOST_TOLD).collect(Collectors.joining(" ")));
    }
}
