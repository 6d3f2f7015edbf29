package io.stowage.core.capacity;

import java.util.ArrayList;
import java.util.List;

/** Puts offers together that are the same to every task. */
final class Kinds {

    private Kinds() {}

    /** In the order of the first offer of each. */
    static List<Kind> of(Waiting waiting, List<Offer> offers) {
        List<Kind> kinds = new ArrayList<>();
        for (Offer offer : offers) {
            Kind alone = new Kind(
                    offer.cpu(),
                    offer.memory(),
                    Kind.cost(offer.price()),
                    waiting.suits(offer.machineType(), offer.zone()),
                    List.of(offer));
            add(kinds, alone);
        }
        return kinds;
    }

    private static void add(List<Kind> kinds, Kind alone) {
        for (int k = 0; k < kinds.size(); k++) {
            if (kinds.get(k).isLike(alone)) {
                kinds.set(k, kinds.get(k).with(alone.offers().get(0)));
                return;
            }
        }
        kinds.add(alone);
    }
}
