package io.stowage.core.registry;

import io.stowage.core.json.RecordCodec;
import io.stowage.model.CapacityProvider;
import io.stowage.model.Cluster;
import io.stowage.model.TaskDefinition;
import io.stowage.spi.Payload;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One operation at work: what it reads is committed, what it changes is collected. The state follows when the changes are committed, so
 * that an operation that another engine outran leaves no trace.
 */
public final class RegistryTurn {

    private final RegistryState state;
    private final String arnPrefix;
    private final Instant now;
    private final List<Write> writes = new ArrayList<>();
    private final List<Runnable> changes = new ArrayList<>();

    RegistryTurn(RegistryState state, String arnPrefix, Instant now) {
        this.state = state;
        this.arnPrefix = arnPrefix;
        this.now = now;
    }

    RegistryState state() {
        return state;
    }

    String arnPrefix() {
        return arnPrefix;
    }

    Instant now() {
        return now;
    }

    void put(Cluster cluster) {
        put(RegistryKey.of(cluster), cluster);
    }

    void put(InactiveCluster inactive) {
        put(RegistryKey.ofInactive(inactive.clusterName()), inactive);
    }

    void put(Family family) {
        put(RegistryKey.of(family), family);
    }

    void put(RegisteredDefinition registered) {
        put(RegistryKey.of(registered.definition()), registered);
    }

    void put(CapacityProvider provider) {
        put(RegistryKey.of(provider), provider);
    }

    private void put(RegistryKey key, Record value) {
        refuse(key);
        long version = state.version(key) + 1;
        Payload payload = Payload.ofObject(state.stored(key, value), RecordCodec::toJson);
        writes.add(new Write.Put(new StoredRecord(key.kind().storedName(), key.id(), version, payload)));
        changes.add(() -> state.put(key, value, version));
    }

    void delete(TaskDefinition definition) {
        RegistryKey key = RegistryKey.of(definition);
        writes.add(new Write.Delete(key.kind().storedName(), key.id()));
        changes.add(() -> state.deleteDefinition(key, definition.family(), definition.revision()));
    }

    void delete(CapacityProvider provider) {
        RegistryKey key = RegistryKey.of(provider);
        writes.add(new Write.Delete(key.kind().storedName(), key.id()));
        changes.add(() -> state.deleteProvider(key));
    }

    void deleteCluster(String name) {
        deleteCluster(new RegistryKey(RegistryKey.Kind.CLUSTER, name));
    }

    void deleteInactive(String name) {
        deleteCluster(RegistryKey.ofInactive(name));
    }

    private void deleteCluster(RegistryKey key) {
        writes.add(new Write.Delete(key.kind().storedName(), key.id()));
        changes.add(() -> state.deleteCluster(key));
    }

    boolean isSetAside(RegistryKey key) {
        return state.quarantine().holds(key.kind().storedName(), key.id());
    }

    /** Refuses what is to be done to a record that is set aside. */
    void refuse(RegistryKey key) {
        state.quarantine().refuse(key.kind().storedName(), key.id());
    }

    List<Write> writes() {
        return writes;
    }

    /** The changes are committed: the state takes them over. */
    void committed() {
        changes.forEach(Runnable::run);
    }
}
