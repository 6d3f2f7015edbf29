package io.stowage.core.placement;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Why tasks fit nowhere, for as long as nothing changes: what asks again and again costs no more than the first time. */
final class Explanations {

    private static final int MOST = 64;

    private final Map<Demand, PlacementFailure> known = new LinkedHashMap<>();

    PlacementFailure of(Demand demand, Function<Demand, PlacementFailure> why) {
        PlacementFailure failure = known.get(demand);
        if (failure == null) {
            failure = why.apply(demand);
            if (known.size() == MOST) {
                known.clear();
            }
            known.put(demand, failure);
        }
        return failure;
    }

    void changedIf(boolean changed) {
        if (changed && !known.isEmpty()) {
            known.clear();
        }
    }

    void clear() {
        known.clear();
    }
}
