package io.stowage.core.registry;

/**
 * One operation on the registry, as data. If another engine was faster, it is applied again to what that engine left: it must not
 * remember anything of an earlier attempt.
 *
 * @param <T> what it answers
 */
public interface RegistryOperation<T> {

    /**
     * Applies the operation.
     *
     * @throws io.stowage.error.EcsException if it can't be done; this is the caller's answer, and nothing is changed
     */
    T apply(RegistryTurn turn);
}
