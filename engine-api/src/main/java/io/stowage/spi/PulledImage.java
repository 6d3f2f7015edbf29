package io.stowage.spi;

import org.jspecify.annotations.Nullable;

/**
 * An image that is on the host.
 *
 * @param digest what identifies its content; null where the runtime has no such thing. One of {@code sha256:} and 64 hexadecimal digits is
 *     pinned: later tasks of a service's deployment ask for {@code repository@digest}, and the runtime has to have it under that name. Any
 *     other is shown, and no more
 */
public record PulledImage(@Nullable String digest) {}
