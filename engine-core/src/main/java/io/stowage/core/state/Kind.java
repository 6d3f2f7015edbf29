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
    META("meta", PartitionMeta.class),
    CLUSTER("cluster", Cluster.class),
    DEFINITION("definition", TaskDefinition.class),
    ATTACHMENT("attachment", Attachment.class),
    INSTANCE("instance", ContainerInstance.class),
    SERVICE("service", Service.class),
    EVENT("event", ServiceEvent.class),
    TASK("task", Task.class),
    TOKEN("token", ClientToken.class);

    private final String storedName;
    private final Class<?> type;

    Kind(String storedName, Class<?> type) {
        this.storedName = storedName;
        this.type = type;
    }

    /** What the store calls it. */
    public String storedName() {
        return storedName;
    }

    /** What its records hold. */
    public Class<?> type() {
        return type;
    }
}
