package io.stowage.event;

import java.time.Instant;
import java.util.List;

/**
 * Something that was committed, in the shape in which ECS publishes it through EventBridge. The names of components are those
 * of the JSON's fields.
 */
public sealed interface EcsEvent
        permits TaskStateChange, ContainerInstanceStateChange, ServiceAction, DeploymentStateChange {

    /** Unique: the same event has the same id wherever and however often it is seen. */
    String id();

    /** When the change was committed. */
    Instant time();

    /** The cluster that it happened in. */
    String clusterArn();

    /** What it is about, by ARN; never empty. */
    List<String> resources();

    /** EventBridge's {@code detail-type}, for example {@code ECS Task State Change}. */
    String detailType();

    /** EventBridge's {@code detail}: a record of the type that belongs to the {@link #detailType()}. */
    Record detail();
}
