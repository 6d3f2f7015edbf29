package io.stowage.core.registry;

import io.stowage.core.placement.Fargate;
import io.stowage.core.state.AttachedProvider;
import io.stowage.model.CapacityProvider;
import java.util.ArrayList;
import java.util.List;

/** The capacity providers that a new cluster gets copies of: those asked for, in that order, and those that every cluster has. */
public record NewClusterProviders(List<String> namesOrArns) implements RegistryOperation<NewClusterProviders.Answer> {

    /**
     * Copies to make.
     *
     * @param asked those that the cluster is to have
     * @param everywhere those of the ones that are always there that have instances of their own: tasks may ask for them on any cluster
     */
    public record Answer(List<AttachedProvider> asked, List<AttachedProvider> everywhere) {
        /** Copies the lists. */
        public Answer {
            asked = List.copyOf(asked);
            everywhere = List.copyOf(everywhere);
        }
    }

    /** Copies the list. */
    public NewClusterProviders {
        namesOrArns = List.copyOf(namesOrArns);
    }

    @Override
    public Answer apply(RegistryTurn turn) {
        List<AttachedProvider> everywhere = new ArrayList<>();
        for (String name : Fargate.NAMES) {
            turn.refuse(new RegistryKey(RegistryKey.Kind.CAPACITY_PROVIDER, name));
            CapacityProvider known = turn.state().provider(name);
            if (known != null && known.instancePoolProvider() != null) {
                everywhere.add(ProviderNames.attached(turn, known));
            }
        }
        return new Answer(new UsableCapacityProviders(namesOrArns).apply(turn), everywhere);
    }
}
