package io.stowage.core.deployment;

import io.stowage.model.Container;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.ContainerImage;
import io.stowage.model.VersionConsistency;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the tags of a service revision's images are pinned to: what a tag stood for when the first task had its image pulled is what all
 * tasks that are created later run, wherever the tag points by then.
 */
public final class ImagePins {

    /** Nothing else names an image for certain, and is understood by every registry. */
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    private ImagePins() {}

    /**
     * The pins of a revision after one of its tasks was seen: the same list, if nothing new is pinned. What is pinned stays so.
     *
     * @param definitions of the revision's task definition
     * @param seen the task's containers
     */
    public static List<ContainerImage> after(
            List<ContainerImage> pins, List<ContainerDefinition> definitions, List<Container> seen) {
        List<ContainerImage> after = pins;
        for (Container container : seen) {
            String digest = container.imageDigest();
            if (digest == null || digest(after, container.name()) != null) {
                continue;
            }
            ContainerDefinition definition = definition(definitions, container.name());
            if (definition != null
                    && isPinnable(definition)
                    && DIGEST.matcher(digest).matches()) {
                after = after == pins ? new ArrayList<>(pins) : after;
                after.add(new ContainerImage(container.name(), definition.image(), digest));
            }
        }
        return after;
    }

    /** The image that a new task asks for: by its digest, if that is pinned. */
    public static String image(ContainerDefinition definition, List<ContainerImage> pins) {
        String digest = digest(pins, definition.name());
        return digest == null ? definition.image() : repository(definition.image()) + "@" + digest;
    }

    private static boolean isPinnable(ContainerDefinition definition) {
        return definition.versionConsistencyOrDefault() == VersionConsistency.ENABLED
                && definition.image().indexOf('@') < 0;
    }

    /** A colon before a slash is a port's. */
    private static String repository(String image) {
        int colon = image.lastIndexOf(':');
        return colon > image.lastIndexOf('/') ? image.substring(0, colon) : image;
    }

    private static @Nullable String digest(List<ContainerImage> pins, String container) {
        for (ContainerImage pin : pins) {
            if (pin.containerName().equals(container)) {
                return pin.imageDigest();
            }
        }
        return null;
    }

    private static @Nullable ContainerDefinition definition(List<ContainerDefinition> definitions, String container) {
        for (ContainerDefinition definition : definitions) {
            if (definition.name().equals(container)) {
                return definition;
            }
        }
        return null;
    }
}
