package io.stowage.core.registry;

import io.stowage.core.json.Document;
import io.stowage.model.Cluster;
import io.stowage.model.TaskDefinitionStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the registry holds, as it was committed. Belongs to the registry's strand. */
final class RegistryState {

    /** The revisions of one family, the first one first. */
    private static final class FamilyState {
        int lastRevision;
        final TreeMap<Integer, RegisteredDefinition> revisions = new TreeMap<>();
    }

    private final TreeMap<String, Cluster> clusters = new TreeMap<>();
    private final TreeMap<String, FamilyState> families = new TreeMap<>();
    private final Map<RegistryKey, Long> versions = new LinkedHashMap<>();
    /** Records that were stored with fields that this version does not know, and which are written back with them. */
    private final Map<RegistryKey, Document<?>> unknownFields = new LinkedHashMap<>();

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
        return state == null ? 0 : state.lastRevision;
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

    /** The newest ACTIVE revision; null if there is none. */
    @Nullable
    RegisteredDefinition latestActive(String family) {
        FamilyState state = families.get(family);
        if (state != null) {
            for (RegisteredDefinition revision : state.revisions.descendingMap().values()) {
                if (revision.definition().status() == TaskDefinitionStatus.ACTIVE) {
                    return revision;
                }
            }
        }
        return null;
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
            case FAMILY -> family(key.id()).lastRevision = ((Family) value).lastRevision();
            case DEFINITION -> {
                RegisteredDefinition registered = (RegisteredDefinition) value;
                family(registered.definition().family())
                        .revisions
                        .put(registered.definition().revision(), registered);
            }
        }
    }

    /** Forgets a revision: nothing else is ever removed. */
    void deleteDefinition(RegistryKey key, String family, int revision) {
        versions.remove(key);
        unknownFields.remove(key);
        family(family).revisions.remove(revision);
    }

    private FamilyState family(String name) {
        return families.computeIfAbsent(name, n -> new FamilyState());
    }
}
