package io.stowage.core.registry;

import io.stowage.model.CapacityProvider;
import io.stowage.model.Cluster;
import io.stowage.model.TaskDefinition;
import org.jspecify.annotations.Nullable;

/** Names a record of the registry. */
record RegistryKey(Kind kind, String id) {

    /** The kinds of records in the registry. */
    enum Kind {
        CLUSTER("cluster", Cluster.class),
        INACTIVE_CLUSTER("inactivecluster", InactiveCluster.class),
        FAMILY("family", Family.class),
        DEFINITION("taskdefinition", RegisteredDefinition.class),
        CAPACITY_PROVIDER("capacityprovider", CapacityProvider.class);

        private final String storedName;
        private final Class<? extends Record> type;

        Kind(String storedName, Class<? extends Record> type) {
            this.storedName = storedName;
            this.type = type;
        }

        /** What the store calls it. */
        String storedName() {
            return storedName;
        }

        /** The kind that the store calls so; null if there is none. */
        static @Nullable Kind of(String storedName) {
            for (Kind kind : values()) {
                if (kind.storedName.equals(storedName)) {
                    return kind;
                }
            }
            return null;
        }

        /** What its records hold. */
        Class<? extends Record> type() {
            return type;
        }
    }

    static RegistryKey of(Cluster cluster) {
        return new RegistryKey(Kind.CLUSTER, cluster.clusterName());
    }

    static RegistryKey ofInactive(String clusterName) {
        return new RegistryKey(Kind.INACTIVE_CLUSTER, clusterName);
    }

    static RegistryKey of(Family family) {
        return new RegistryKey(Kind.FAMILY, family.name());
    }

    static RegistryKey of(CapacityProvider provider) {
        return new RegistryKey(Kind.CAPACITY_PROVIDER, provider.name());
    }

    static RegistryKey of(TaskDefinition definition) {
        return new RegistryKey(Kind.DEFINITION, definition.familyRevision());
    }
}
