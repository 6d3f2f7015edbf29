package io.stowage.runtime.docker;

import org.jspecify.annotations.Nullable;

/** Hears how pulls of images come on. */
@FunctionalInterface
public interface PullListener {

    /**
     * Something of an image has come on. Called by threads of the runtime, often; has to return at once.
     *
     * @param image the image as the container definition names it
     * @param layer the layer in the registry's short form; null if it is about the whole image
     * @param status what the daemon says, such as {@code Downloading}
     * @param current how many bytes of the layer are done; 0 if that is not known
     * @param total how many bytes the layer has; 0 if that is not known
     */
    void progress(String image, @Nullable String layer, String status, long current, long total);
}
