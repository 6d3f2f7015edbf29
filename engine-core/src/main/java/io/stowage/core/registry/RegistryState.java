package io.stowage.core.registry;

import io.stowage.core.json.Document;
import io.stowage.core.state.Quarantine;
import io.stowage.model.CapacityProvider;
import io.stowage.model.Cluster;
import io.stowage.model.TaskDefinitionStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the registry holds, as it was committed. Belongs to the registry's strand. */
final class RegistryState {

    /** The revisions of one family, the first one first. */
    private static final class FamilyState {
        int lastRevision;
        /** The newest one that was set aside; 0 if none was. */
        int lastAside;

        final TreeMap<Integer, RegisteredDefinition> revisions = new TreeMap<>();
    }

    private static final Pattern REVISION = Pattern.compile("([A-Za-z0-9_-]{1,255}):([0-9]{1,9})");

    private final TreeMap<String, Cluster> clusters = new TreeMap<>();
    private final TreeMap<String, InactiveCluster> inactiveClusters = new TreeMap<>();
    private final TreeMap<String, FamilyState> families = new TreeMap<>();
    private final TreeMap<String, CapacityProvider> providers = new TreeMap<>();
    /** The revision of the registry at which each was last written, or at which it was read. */
    private final Map<String, Long> providersWrittenAt = new LinkedHashMap<>();

    private final Map<RegistryKey, Long> versions = new LinkedHashMap<>();
    /** Records that were stored with fields that this version does not know, and which are written back with them. */
    private final Map<RegistryKey, Document<?>> unknownFields = new LinkedHashMap<>();

    private final Quarantine quarantine = new Quarantine();
    private long revision;

    /** What is taken over next was committed at this revision of the registry, or before. */
    void at(long number) {
        revision = number;
    }

    /** The revision of the registry that this is. */
    long revision() {
        return revision;
    }

    /** Whether a capacity provider is there and was not written since this revision, as far as is known. */
    boolean isProviderSince(String name, long seenAt) {
        Long writtenAt = providersWrittenAt.get(name);
        return writtenAt != null && writtenAt <= seenAt;
    }

    /** The records that can't be relied on. */
    Quarantine quarantine() {
        return quarantine;
    }

    /** A record can't be relied on. The number of a revision is not given out again, whatever else is wrong with it. */
    void setAside(String kind, String id, String reason) {
        quarantine.add(kind, id, reason);
        Matcher revision = REVISION.matcher(id);
        if (kind.equals(RegistryKey.Kind.DEFINITION.storedName()) && revision.matches()) {
            FamilyState family = family(revision.group(1));
            family.lastAside = Math.max(family.lastAside, Integer.parseInt(revision.group(2)));
        }
    }

    @Nullable
    Cluster cluster(String name) {
        return clusters.get(name);
    }

    /** An entry with its version. */
    RegisteredCluster registered(Cluster entry) {
        return new RegisteredCluster(entry, version(RegistryKey.of(entry)));
    }

    Collection<Cluster> clusters() {
        return clusters.values();
    }

    int lastRevision(String family) {
        FamilyState state = families.get(family);
        if (state == null) {
            return 0;
        }
        int newest = state.revisions.isEmpty() ? 0 : state.revisions.lastKey();
        return Math.max(state.lastRevision, Math.max(state.lastAside, newest));
    }

    /** The names of the families that have a revision left. */
    List<String> families() {
        List<String> names = new ArrayList<>();
        families.forEach((name, state) -> {
            if (!state.revisions.isEmpty()) {
                names.add(name);
            }
        });
        return names;
    }

    @Nullable
    RegisteredDefinition definition(String family, int revision) {
        FamilyState state = families.get(family);
        return state == null ? null : state.revisions.get(revision);
    }

    /**
     * The newest ACTIVE revision; null if there is none.
     *
     * @throws io.stowage.error.ServerException if a newer one can't be relied on, which may be ACTIVE
     */
    @Nullable
    RegisteredDefinition latestActive(String family) {
        FamilyState state = families.get(family);
        if (state != null) {
            for (RegisteredDefinition revision : state.revisions.descendingMap().values()) {
                if (revision.definition().status() == TaskDefinitionStatus.ACTIVE) {
                    refuseAside(family, state.lastAside, revision.definition().revision());
                    return revision;
                }
            }
        }
        return null;
    }

    private void refuseAside(String family, int lastAside, int found) {
        if (lastAside > found) {
            quarantine.refuse(RegistryKey.Kind.DEFINITION.storedName(), family + ":" + lastAside);
        }
    }

    /** The revisions of a family in their order; of all families, in the order of their names, if it is null. */
    List<RegisteredDefinition> definitions(@Nullable String family) {
        List<RegisteredDefinition> all = new ArrayList<>();
        families.forEach((name, state) -> {
            if (family == null || family.equals(name)) {
                all.addAll(state.revisions.values());
            }
        });
        return all;
    }

    long version(RegistryKey key) {
        return versions.getOrDefault(key, 0L);
    }

    /** Takes over a record as it is stored. */
    void read(RegistryKey key, Object stored, long version) {
        if (stored instanceof Document<?> document) {
            unknownFields.put(key, document);
            put(key, document.value(), version);
        } else {
            put(key, stored, version);
        }
    }

    /** What to store of a record: with the fields it has that this version does not know. */
    Object stored(RegistryKey key, Object value) {
        Document<?> document = unknownFields.get(key);
        return document == null ? value : document.withAny(value);
    }

    /** Takes over a record as it was committed. */
    void put(RegistryKey key, Object value, long version) {
        versions.put(key, version);
        switch (key.kind()) {
            case CLUSTER -> clusters.put(key.id(), (Cluster) value);
            case INACTIVE_CLUSTER -> inactiveClusters.put(key.id(), (InactiveCluster) value);
            case FAMILY -> family(key.id()).lastRevision = ((Family) value).lastRevision();
            case CAPACITY_PROVIDER -> {
                providers.put(key.id(), (CapacityProvider) value);
                providersWrittenAt.put(key.id(), revision);
            }
            case DEFINITION -> {
                RegisteredDefinition registered = (RegisteredDefinition) value;
                family(registered.definition().family())
                        .revisions
                        .put(registered.definition().revision(), registered);
            }
        }
    }

    /** Since when a cluster is known to be INACTIVE; null if it isn't. */
    @Nullable
    InactiveCluster inactiveCluster(String clusterName) {
        return inactiveClusters.get(clusterName);
    }

    /** Forgets the entry of a cluster, or since when it is INACTIVE. */
    void deleteCluster(RegistryKey key) {
        forget(key);
        if (key.kind() == RegistryKey.Kind.CLUSTER) {
            clusters.remove(key.id());
        } else {
            inactiveClusters.remove(key.id());
        }
    }

    /** A capacity provider that was made; null if there is none of the name. */
    @Nullable
    CapacityProvider provider(String name) {
        return providers.get(name);
    }

    /** Those that were made, in the order of their names. */
    Collection<CapacityProvider> providers() {
        return providers.values();
    }

    void deleteProvider(RegistryKey key) {
        forget(key);
        providers.remove(key.id());
        providersWrittenAt.remove(key.id());
    }

    /** Forgets a revision; its family stays. */
    void deleteDefinition(RegistryKey key, String family, int revision) {
        forget(key);
        family(family).revisions.remove(revision);
    }

    private void forget(RegistryKey key) {
        versions.remove(key);
        unknownFields.remove(key);
    }

    private FamilyState family(String name) {
        return families.computeIfAbsent(name, n -> new FamilyState());
    }
}
