package io.stowage.benchmarks.placement;

import io.stowage.core.placement.Admission;
import io.stowage.core.placement.Compaction;
import io.stowage.core.placement.Emptying;
import io.stowage.core.placement.TaskRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Nodes with pods on them, as what the engine says of a cluster that could do with fewer is worked out from. */
record Occupation(List<Emptying.Occupied> nodes) {

    /** Those that were filled, and those that nothing was placed on. All pods are as much the same as the trace tells. */
    static Occupation of(Filling filled) {
        Admission anywhere = new Admission(Workload.GROUP, List.of(), TaskRules.NONE);
        Map<String, List<Emptying.Mover>> pods = new LinkedHashMap<>();
        for (Filling.Booked each : filled.booked()) {
            List<Emptying.Mover> there = pods.computeIfAbsent(each.host(), host -> new ArrayList<>());
            there.add(new Emptying.Mover(each.host() + "/" + there.size(), each.demand(), anywhere));
        }
        List<Emptying.Occupied> nodes = new ArrayList<>();
        filled.hosts()
                .byId
                .forEach((id, host) ->
                        nodes.add(new Emptying.Occupied(host.copy(), pods.getOrDefault(id, List.of()), false)));
        return new Occupation(nodes);
    }

    /** How few nodes would hold everything if all were placed anew; all of them if no way was found. */
    int fewest(long seed) {
        List<Emptying.Occupied> shuffled = new ArrayList<>(nodes);
        Collections.shuffle(shuffled, new Random(seed));
        return Compaction.of(shuffled).orElse(nodes.size());
    }

    /** How many have pods when whole nodes are emptied and all others keep theirs. The nodes are left as they are then: it is asked once, and on a copy. */
    int leftWhenEmptied() {
        List<Emptying.Occupied> used = new ArrayList<>();
        for (Emptying.Occupied each : nodes) {
            if (!each.movers().isEmpty()) {
                used.add(new Emptying.Occupied(((Host) each.instance()).copy(), each.movers(), each.fixed()));
            }
        }
        return used.size() - Emptying.of(used).emptied().size();
    }
}
