package io.stowage.core.state;

import com.google.common.collect.Multiset;
import com.google.common.collect.TreeMultiset;
import io.stowage.core.service.ZoneBalance;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The availability zones of those instances that take tasks. */
final class Zones {

    private final Map<String, String> byInstance = new LinkedHashMap<>();
    private final Multiset<String> zones = TreeMultiset.create();

    /** Takes in what an instance is now, null if it is gone. Yields whether there is a zone more or less by that. */
    boolean changed(String id, @Nullable InstanceState instance) {
        String zone = instance != null && takesTasks(instance) ? instance.attribute(ZoneBalance.ZONE) : null;
        String before = zone == null ? byInstance.remove(id) : byInstance.put(id, zone);
        if (Objects.equals(zone, before)) {
            return false;
        }
        boolean lost = before != null && zones.remove(before, 1) == 1;
        boolean gained = zone != null && zones.add(zone, 1) == 0;
        return lost || gained;
    }

    private static boolean takesTasks(InstanceState instance) {
        return instance.active() && instance.connected() && !instance.forOneTask();
    }

    Set<String> all() {
        return zones.elementSet();
    }
}
