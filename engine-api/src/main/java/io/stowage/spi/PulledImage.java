package io.stowage.spi;

import org.jspecify.annotations.Nullable;

/**
 * An image that is on the host.
 *
 * @param digest what identifies its content, such as {@code sha256:…}; null where the runtime has no such thing
 */
public record PulledImage(@Nullable String digest) {}
