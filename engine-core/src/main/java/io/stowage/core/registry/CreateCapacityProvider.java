package io.stowage.core.registry;

import io.stowage.error.InvalidParameterException;
import io.stowage.error.UpdateInProgressException;
import io.stowage.model.CapacityProvider;
import io.stowage.model.CapacityProviderStatus;
import io.stowage.model.CapacityProviderUpdateStatus;
import io.stowage.model.InstancePoolProvider;
import io.stowage.model.Tag;
import java.util.List;
import java.util.Objects;

/** ECS: CreateCapacityProvider. What is asked for was checked before, and has its defaults. */
public record CreateCapacityProvider(String name, InstancePoolProvider pool, List<Tag> tags)
        implements RegistryOperation<CapacityProvider> {

    /** Copies the list. */
    public CreateCapacityProvider {
        tags = List.copyOf(tags);
    }

    @Override
    public CapacityProvider apply(RegistryTurn turn) {
        turn.refuse(new RegistryKey(RegistryKey.Kind.CAPACITY_PROVIDER, name));
        CapacityProvider known = turn.state().provider(name);
        if (known != null) {
            return answerKnown(known);
        }
        CapacityProvider made = CapacityProvider.builder()
                .capacityProviderArn(ProviderNames.arn(name, turn.arnPrefix()))
                .name(name)
                .status(CapacityProviderStatus.ACTIVE)
                .updateStatus(CapacityProviderUpdateStatus.CREATE_COMPLETE)
                .instancePoolProvider(pool)
                .tags(tags)
                .build();
        turn.put(made);
        return made;
    }

    private CapacityProvider answerKnown(CapacityProvider known) {
        if (known.status() == CapacityProviderStatus.DEPROVISIONING) {
            throw new UpdateInProgressException(
                    "The capacity provider '" + name + "' is being deleted; delete it again, and create it then");
        }
        if (!Objects.equals(known.instancePoolProvider(), pool) || !known.tags().equals(tags)) {
            throw new InvalidParameterException("The specified capacity provider already exists: '" + name
                    + "' has other settings. To change them, update the capacity provider.");
        }
        return known;
    }
}
