package io.stowage.runtime.docker.spec;

import io.stowage.model.TaskDefinition;
import java.util.List;
import java.util.Set;

/** Which fields of a task definition Docker can do something about. */
public final class DockerFields {

    /**
     * What of a definition is not as its author means it.
     *
     * @param field the field and its value's place, such as {@code containerDefinitions[1].linuxParameters.swappiness}
     * @param refused whether a container is refused for it; otherwise it runs without
     * @param text a sentence that begins with the field: why, and what to do
     */
    public record Finding(String field, boolean refused, String text) {}

    private DockerFields() {}

    /** The paths that are acted on where the host lets them. */
    public static Set<String> honoured(Conventions conventions) {
        return Set.of();
    }

    /** The paths that are acted on by this host. */
    public static Set<String> honoured(Conventions conventions, HostFacts host) {
        return honoured(conventions);
    }

    /** What this host can't do although Docker could, a sentence each; may be empty. */
    public static List<String> warnings(HostFacts host) {
        return List.of();
    }

    /** What of this definition would be refused, or have no effect, on such a host; may be empty. Calls no daemon. */
    public static List<Finding> findings(TaskDefinition definition, Conventions conventions, HostFacts host) {
        return List.of();
    }
}
