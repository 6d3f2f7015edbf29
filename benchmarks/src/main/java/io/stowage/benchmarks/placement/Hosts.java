package io.stowage.benchmarks.placement;

import io.stowage.core.placement.Inventory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Hosts, and placement's inventory of them, which is told of each change. */
final class Hosts {

    final TreeMap<String, Host> byId = new TreeMap<>();
    private final Inventory inventory = new Inventory();
    private final Map<String, Inventory.Entry> entries = new LinkedHashMap<>();

    Inventory inventory() {
        return inventory;
    }

    void add(Host host) {
        byId.put(host.id, host);
        entries.put(host.id, inventory.join(host));
    }

    void remove(String id) {
        byId.remove(id);
        inventory.leave(entry(id));
        entries.remove(id);
    }

    Host get(String id) {
        return present(id, byId.get(id));
    }

    /** The host is not what it was. */
    void changed(String id) {
        entry(id).changed();
    }

    private Inventory.Entry entry(String id) {
        return present(id, entries.get(id));
    }

    private static <T> T present(String id, @Nullable T found) {
        if (found == null) {
            throw new IllegalStateException("there is no host " + id);
        }
        return found;
    }

    /** The same hosts with an inventory that has never been asked. */
    Hosts copy() {
        Hosts copy = new Hosts();
        byId.values().forEach(each -> copy.add(each.copy()));
        return copy;
    }
}
