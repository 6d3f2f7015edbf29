package io.stowage.core.registry;

import io.stowage.model.CapacityProvider;
import io.stowage.model.CapacityProviderStatus;

/** Removes a capacity provider that is DEPROVISIONING and that no cluster has. Answers whether it did. */
public record RemoveCapacityProvider(String name) implements RegistryOperation<Boolean> {

    @Override
    public Boolean apply(RegistryTurn turn) {
        turn.refuse(new RegistryKey(RegistryKey.Kind.CAPACITY_PROVIDER, name));
        CapacityProvider known = turn.state().provider(name);
        if (known == null || known.status() != CapacityProviderStatus.DEPROVISIONING) {
            return false;
        }
        turn.delete(known);
        return true;
    }
}
