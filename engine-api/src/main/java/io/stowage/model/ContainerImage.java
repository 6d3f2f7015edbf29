package io.stowage.model;

import java.util.Objects;

/**
 * What the image of a container is for all tasks of a service revision.
 *
 * @param containerName as in the task definition
 * @param image as the task definition names it
 * @param imageDigest {@code sha256:} and 64 hexadecimal digits: what the name stood for when the first task had it pulled
 */
public record ContainerImage(String containerName, String image, String imageDigest) {

    /** Checks what is required for null. */
    public ContainerImage {
        Objects.requireNonNull(containerName, "ContainerImage.containerName is required");
        Objects.requireNonNull(image, "ContainerImage.image is required");
        Objects.requireNonNull(imageDigest, "ContainerImage.imageDigest is required");
    }
}
