package io.stowage.testkit.provider;

import io.stowage.spi.InstanceProvider.Purchase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a cloud has none of, and until when. */
final class Shortages {

    private record Shortage(String machineType, String availabilityZone, List<Purchase> purchases, Instant until) {
        boolean concerns(String type, String zone, Purchase purchase, Instant now) {
            return now.isBefore(until)
                    && (machineType.isEmpty() || machineType.equals(type))
                    && (availabilityZone.isEmpty() || availabilityZone.equals(zone))
                    && purchases.contains(purchase);
        }
    }

    private final List<Shortage> shortages = new ArrayList<>();

    /** Empty words stand for all types and all zones. */
    void add(String machineType, String availabilityZone, List<Purchase> purchases, Instant until) {
        shortages.add(new Shortage(machineType, availabilityZone, List.copyOf(purchases), until));
    }

    void clear() {
        shortages.clear();
    }

    boolean concern(String machineType, String availabilityZone, Purchase purchase, Instant now) {
        return shortages.stream().anyMatch(one -> one.concerns(machineType, availabilityZone, purchase, now));
    }
}
