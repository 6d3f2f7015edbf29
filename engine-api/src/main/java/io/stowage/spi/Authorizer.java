package io.stowage.spi;

import java.util.Optional;

/**
 * Says who may change what. Asked for every operation that changes something, before anything else happens. Does not block;
 * called on the caller's thread.
 */
@FunctionalInterface
public interface Authorizer {

    /**
     * Whether an operation may go on.
     *
     * @param principal who asks, as the host application named it; empty if it named nobody
     * @param action ECS's name of the operation, for example {@code CreateService}
     * @param resource the cluster, service, task, … that it is about, by name or ARN as the caller gave it: a
     *     name alone doesn't say in which cluster it is
     * @return empty to allow it; else the reason for an {@link io.stowage.error.AccessDeniedException}
     */
    Optional<String> denies(String principal, String action, String resource);

    /** Allows everything: the host application does its own checks. */
    static Authorizer allowAll() {
        return (principal, action, resource) -> Optional.empty();
    }
}
