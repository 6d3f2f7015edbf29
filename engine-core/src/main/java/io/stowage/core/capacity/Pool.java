package io.stowage.core.capacity;

import io.stowage.spi.InstanceProvider.Purchase;
import java.util.ArrayList;
import java.util.List;

/** Where a provider has machines, or has none: of a type, in a zone, paid for in a way. */
public record Pool(String machineType, String zone, Purchase purchase) {

    /** How a capacity provider pays for its machines. */
    public enum Buying {
        /** On demand alone. */
        ON_DEMAND,
        /** What may be taken back, and nothing if there is none of that. */
        SPOT,
        /** What may be taken back, and on demand where there is none of that. */
        SPOT_WITH_FALLBACK
    }

    /** All pools of one purchase: what a limit of the whole account stands for. */
    static Pool all(Purchase purchase) {
        return new Pool("", "", purchase);
    }

    /**
     * The pools of these offers in the order in which they are tried: as the offers are, and on demand only after all that may be taken back.
     *
     * @param offers the preferred ones first
     */
    public static List<Pool> of(List<Offer> offers, Buying buying) {
        List<Pool> pools = new ArrayList<>();
        if (buying != Buying.ON_DEMAND) {
            offers.forEach(offer -> pools.add(new Pool(offer.machineType(), offer.zone(), Purchase.SPOT)));
        }
        if (buying != Buying.SPOT) {
            offers.forEach(offer -> pools.add(new Pool(offer.machineType(), offer.zone(), Purchase.ON_DEMAND)));
        }
        return pools;
    }
}
