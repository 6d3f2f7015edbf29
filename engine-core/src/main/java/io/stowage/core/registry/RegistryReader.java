package io.stowage.core.registry;

import io.stowage.core.json.Document;
import io.stowage.core.json.RecordCodec;
import io.stowage.core.state.DefinitionRules;
import io.stowage.core.state.Ids;
import io.stowage.core.state.Plausible;
import io.stowage.core.state.ProviderRules;
import io.stowage.model.CapacityProvider;
import io.stowage.model.Cluster;
import io.stowage.model.TaskDefinition;
import io.stowage.spi.StoredRecord;
import org.jspecify.annotations.Nullable;

/** Reads the records of the registry. What can't be relied on is set aside: it is kept as it is, and everything else goes on. */
final class RegistryReader {

    private static final int MOST_REVISIONS = RegisterTaskDefinition.MOST_REVISIONS;

    private final RegistryState state;

    RegistryReader(RegistryState state) {
        this.state = state;
    }

    void read(StoredRecord stored) {
        RegistryKey.Kind kind = RegistryKey.Kind.of(stored.kind());
        String wrong = kind == null ? "this version knows no such kind of record" : read(stored, kind);
        if (wrong != null) {
            state.setAside(stored.kind(), stored.id(), wrong);
        }
    }

    /** What is wrong with it; null if it was read. */
    private @Nullable String read(StoredRecord stored, RegistryKey.Kind kind) {
        try {
            Object payload = stored.payload().object(Object.class, json -> RecordCodec.readStored(json, kind.type()));
            Object value = payload instanceof Document<?> document ? document.value() : payload;
            String wrong = wrongWith(value, stored.id());
            if (wrong == null) {
                state.read(new RegistryKey(kind, stored.id()), payload, stored.version());
            }
            return wrong;
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError unreadable) {
            return String.valueOf(unreadable.getMessage());
        }
    }

    private static @Nullable String wrongWith(Object value, String id) {
        Plausible plausible = new Plausible();
        if (value instanceof Cluster cluster) {
            return plausible
                    .names("clusterName", cluster.clusterName(), id)
                    .names("clusterArn", Ids.shortId(cluster.clusterArn()), id)
                    .wrong();
        }
        if (value instanceof Family family) {
            int last = family.lastRevision();
            return plausible
                    .names("name", family.name(), id)
                    .that(last >= 1 && last <= MOST_REVISIONS, "lastRevision", last, "it counts from 1")
                    .wrong();
        }
        if (value instanceof InactiveCluster inactive) {
            return plausible
                    .names("clusterName", inactive.clusterName(), id)
                    .has("since", inactive.since())
                    .time("since", inactive.since())
                    .wrong();
        }
        if (value instanceof CapacityProvider provider) {
            return ProviderRules.wrongWith(provider, id);
        }
        return wrongWith(((RegisteredDefinition) value).definition(), id);
    }

    private static @Nullable String wrongWith(@Nullable TaskDefinition definition, String id) {
        Plausible plausible = new Plausible().has("definition", definition);
        if (definition == null) {
            return plausible.wrong();
        }
        plausible
                .names("family:revision", definition.familyRevision(), id)
                .names("taskDefinitionArn", Ids.shortId(String.valueOf(definition.taskDefinitionArn())), id)
                .has("status", definition.status());
        return plausible.wrong() != null ? plausible.wrong() : DefinitionRules.wrongWith(definition);
    }
}
