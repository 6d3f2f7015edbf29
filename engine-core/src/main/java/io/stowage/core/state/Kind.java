package io.stowage.core.state;

import io.stowage.core.agent.Attachment;
import io.stowage.model.Cluster;
import io.stowage.model.ContainerInstance;
import io.stowage.model.Service;
import io.stowage.model.ServiceEvent;
import io.stowage.model.Task;
import io.stowage.model.TaskDefinition;

/** The kinds of records in a cluster partition, in the order in which they are read back: what is referred to comes first. */
public enum Kind {
    META("meta", PartitionMeta.class, Versions.OWN),
    CLUSTER("cluster", Cluster.class, Versions.COUNTED),
    CAPACITY_PROVIDER("capacityprovider", AttachedProvider.class, Versions.COUNTED),
    DEFINITION("definition", TaskDefinition.class, Versions.FIRST),
    LAUNCH("launch", MachineLaunch.class, Versions.COUNTED),
    PROVIDER_MEMORY("providermemory", ProviderMemory.class, Versions.COUNTED),
    ATTACHMENT("attachment", Attachment.class, Versions.COUNTED),
    INSTANCE("instance", ContainerInstance.class, Versions.COUNTED),
    SERVICE("service", Service.class, Versions.COUNTED),
    INACTIVE_SERVICE("inactiveservice", InactiveService.class, Versions.COUNTED),
    PAST_DEPLOYMENT("pastdeployment", PastDeployment.class, Versions.COUNTED),
    EVENT("event", ServiceEvent.class, Versions.FIRST),
    TASK("task", Task.class, Versions.OWN),
    TOKEN("token", ClientToken.class, Versions.COUNTED),
    REPLY("reply", Reply.class, Versions.FIRST);

    /** Where the version of a record is known from. */
    private enum Versions {
        /** It carries its own. */
        OWN,
        /** The state counts them. */
        COUNTED,
        /** It never changes. */
        FIRST
    }

    private final String storedName;
    private final Class<?> type;
    private final Versions versions;

    Kind(String storedName, Class<?> type, Versions versions) {
        this.storedName = storedName;
        this.type = type;
        this.versions = versions;
    }

    /** What the store calls it. */
    public String storedName() {
        return storedName;
    }

    /** Whether the state has to remember the versions of its records: they change, and don't carry them. */
    boolean countsVersions() {
        return versions == Versions.COUNTED;
    }

    /** Whether its records are written once. */
    boolean neverChanges() {
        return versions == Versions.FIRST;
    }

    /** What its records hold. */
    public Class<?> type() {
        return type;
    }
}
