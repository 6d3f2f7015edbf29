package io.stowage.core.engine;

import io.stowage.core.engine.ProviderCalls.Matter;
import io.stowage.core.operation.CapacityWork.Types;
import io.stowage.core.operation.DecideCapacity.Known;
import io.stowage.core.world.Outcome;
import io.stowage.core.world.World;
import io.stowage.spi.InstanceProvider.MachineType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The machine types that instance providers have told. They are asked for when they are wanted for the first time, and rarely after that; what was
 * told before holds while a provider doesn't answer. Belongs to its strand.
 */
final class KnownTypes {

    private static final long REFRESH = Duration.ofHours(1).toNanos();
    private static final long AFTER_FAILURE = Duration.ofMinutes(1).toNanos();
    private static final int MOST = 200;

    private static final class Entry {
        @Nullable
        List<MachineType> types;

        boolean asked;
        long dueAt;
    }

    private final World world;
    private final Map<String, ProviderCalls> providers;
    private final Runnable onNews;
    /** What was wanted longest ago first. */
    private final Map<Types, Entry> entries = new LinkedHashMap<>(16, 0.75F, true);

    /**
     * @param providers by name
     * @param onNews called when types are known that weren't
     */
    KnownTypes(World world, Map<String, ProviderCalls> providers, Runnable onNews) {
        this.world = world;
        this.providers = providers;
        this.onNews = onNews;
    }

    /** Those of the wanted ones that are known. The others are asked for. */
    List<Known> known(List<Types> wanted) {
        List<Known> known = new ArrayList<>();
        for (Types types : wanted) {
            Entry entry = entries.computeIfAbsent(types, this::fresh);
            askIfDue(types, entry);
            if (entry.types != null) {
                known.add(new Known(types, entry.types));
            }
        }
        while (entries.size() > MOST) {
            entries.remove(entries.keySet().iterator().next());
        }
        return known;
    }

    private Entry fresh(Types types) {
        Entry entry = new Entry();
        entry.dueAt = world.monotonicNanos();
        return entry;
    }

    private void askIfDue(Types wanted, Entry entry) {
        ProviderCalls calls = providers.get(wanted.place().instanceProvider());
        if (calls == null || entry.asked || world.monotonicNanos() - entry.dueAt < 0) {
            return;
        }
        entry.asked = true;
        CompletableFuture<Void> unused = calls.call(
                        Matter.ASK,
                        wanted,
                        "machineTypes",
                        provider -> List.copyOf(provider.machineTypes(
                                wanted.names(), wanted.place().properties())))
                .thenAccept(outcome -> told(entry, outcome));
    }

    private void told(Entry entry, Outcome<List<MachineType>> outcome) {
        entry.asked = false;
        if (outcome instanceof Outcome.Success<List<MachineType>> success) {
            boolean news = entry.types == null;
            entry.types = success.value();
            entry.dueAt = world.monotonicNanos() + REFRESH;
            if (news) {
                onNews.run();
            }
        } else {
            entry.dueAt = world.monotonicNanos() + AFTER_FAILURE;
        }
    }
}
