package io.stowage.core.operation;

import io.stowage.core.capacity.Offer;
import io.stowage.core.capacity.Pool.Buying;
import io.stowage.model.InstancePoolProvider;
import io.stowage.spi.InstanceProvider.MachineType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a capacity provider may launch, of what its instance provider has. */
final class MachineOffers {

    /** The provider's choice. */
    private static final List<String> ANY_ZONE = List.of("");

    private MachineOffers() {}

    /**
     * The offers, in the order in which the capacity provider names the types; where it names none, in the instance provider's.
     *
     * @param types as the instance provider told them; one that it doesn't have is missing
     */
    static List<Offer> of(InstancePoolProvider pool, List<MachineType> types) {
        List<MachineType> wanted = wanted(pool, types);
        boolean priced = wanted.stream().allMatch(type -> isPrice(price(pool, type)));
        List<Offer> offers = new ArrayList<>();
        for (MachineType type : wanted) {
            double price =
                    priced ? Objects.requireNonNull(price(pool, type)) : Offer.guessedPrice(type.cpu(), type.memory());
            for (String zone : zones(pool, type)) {
                offers.add(new Offer(type.name(), zone, type.cpu(), type.memory(), price));
            }
        }
        return offers;
    }

    private static List<MachineType> wanted(InstancePoolProvider pool, List<MachineType> types) {
        List<MachineType> sound = types.stream()
                .filter(type -> type.cpu() >= 0 && type.memory() >= 0)
                .toList();
        if (pool.machineTypes().isEmpty()) {
            return sound;
        }
        List<MachineType> wanted = new ArrayList<>();
        for (String name : pool.machineTypes()) {
            sound.stream().filter(type -> type.name().equals(name)).findFirst().ifPresent(wanted::add);
        }
        return wanted;
    }

    private static List<String> zones(InstancePoolProvider pool, MachineType type) {
        List<String> asked = pool.availabilityZones();
        if (asked.isEmpty()) {
            return ANY_ZONE;
        }
        boolean known = !type.availabilityZones().isEmpty();
        return asked.stream()
                .filter(zone -> !known || type.availabilityZones().contains(zone))
                .toList();
    }

    private static @Nullable Double price(InstancePoolProvider pool, MachineType type) {
        return PoolTerms.buying(pool) == Buying.ON_DEMAND ? type.hourlyPrice() : type.hourlySpotPrice();
    }

    /** What isn't a price is as one that isn't known. */
    private static boolean isPrice(@Nullable Double price) {
        return price != null && price >= 0 && Double.isFinite(price);
    }
}
