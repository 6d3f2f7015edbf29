package io.stowage.core.registry;

import io.stowage.error.ServerException;
import io.stowage.model.CapacityProvider;
import io.stowage.model.CapacityProviderStatus;

/**
 * Removes a capacity provider that is DEPROVISIONING and that no cluster has. A cluster whose entry can't be read may have any. Answers whether
 * it is gone; false if it was changed since it was decided on.
 *
 * @param seenAt the revision of the registry at which it was DEPROVISIONING, before the clusters were asked
 */
public record RemoveCapacityProvider(String name, long seenAt) implements RegistryOperation<Boolean> {

    @Override
    public Boolean apply(RegistryTurn turn) {
        turn.refuse(new RegistryKey(RegistryKey.Kind.CAPACITY_PROVIDER, name));
        CapacityProvider known = turn.state().provider(name);
        if (known == null) {
            return true;
        }
        if (known.status() != CapacityProviderStatus.DEPROVISIONING
                || !turn.state().isProviderSince(name, seenAt)) {
            return false;
        }
        if (turn.state().quarantine().holdsAny(RegistryKey.Kind.CLUSTER.storedName())) {
            throw new ServerException("The capacity provider '" + name
                    + "' cannot be deleted while the record of a cluster can't be read, which may use it."
                    + " Mend or remove that record in the store first; it is deleted by itself then.");
        }
        turn.delete(known);
        return true;
    }
}
