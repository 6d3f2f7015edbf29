package io.stowage.core.agent;

import io.stowage.model.ContainerInstance;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which engine runs the agent of a container instance.
 *
 * @param engineId the engine, unique to one process
 * @param epoch rises with each attachment of the instance
 * @param place where the instance's host is, if it can be reached from there only; null if any engine reaches it
 * @param former set once the instance is deregistered, until nothing is left of its tasks on its host
 */
public record Attachment(
        String containerInstanceId,
        String engineId,
        long epoch,
        @Nullable String place,
        @Nullable Former former) {

    /** An instance that was deregistered, as it was last, and since when it is. */
    public record Former(ContainerInstance instance, Instant since) {}

    /** The attachment of a registered instance. */
    public Attachment(String containerInstanceId, String engineId, long epoch, @Nullable String place) {
        this(containerInstanceId, engineId, epoch, place, null);
    }

    /** The next attachment of the same instance at the same place, to an engine. */
    public Attachment to(String nextEngineId) {
        return new Attachment(containerInstanceId, nextEngineId, epoch + 1, place, former);
    }

    /** The same attachment once the instance is deregistered. */
    public Attachment deregistered(ContainerInstance last, Instant since) {
        return new Attachment(containerInstanceId, engineId, epoch, place, new Former(last, since));
    }

    /** Whether only engines of one place can run the agent. */
    public boolean local() {
        return place != null;
    }
}
