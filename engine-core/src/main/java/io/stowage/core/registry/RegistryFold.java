package io.stowage.core.registry;

import io.stowage.core.state.Quarantine;
import io.stowage.spi.Write;
import java.util.List;

/**
 * Takes over what other engines wrote to the registry. A change of a record that was set aside may have mended it: the registry is read
 * anew then, so that what is derived from such records is, too.
 */
final class RegistryFold {

    private RegistryFold() {}

    /** Whether the state can take over these changes; if not, nothing of it is changed and the registry is to be read anew. */
    static boolean isPossible(RegistryState state, List<Write> writes) {
        Quarantine quarantine = state.quarantine();
        return writes.stream()
                .allMatch(write ->
                        RegistryKey.Kind.of(write.kind()) != null && !quarantine.holds(write.kind(), write.id()));
    }

    static void fold(RegistryState state, List<Write> writes) {
        RegistryReader reader = new RegistryReader(state);
        for (Write write : writes) {
            if (write instanceof Write.Put put) {
                reader.read(put.record());
            } else {
                delete(state, write);
            }
        }
    }

    private static void delete(RegistryState state, Write write) {
        RegistryKey.Kind kind = RegistryKey.Kind.of(write.kind());
        if (kind == RegistryKey.Kind.CLUSTER || kind == RegistryKey.Kind.INACTIVE_CLUSTER) {
            state.deleteCluster(new RegistryKey(kind, write.id()));
        } else if (kind == RegistryKey.Kind.CAPACITY_PROVIDER) {
            state.deleteProvider(new RegistryKey(kind, write.id()));
        } else if (kind == RegistryKey.Kind.DEFINITION) {
            int colon = write.id().lastIndexOf(':');
            state.deleteDefinition(
                    new RegistryKey(kind, write.id()),
                    write.id().substring(0, colon),
                    Integer.parseInt(write.id().substring(colon + 1)));
        }
    }
}
