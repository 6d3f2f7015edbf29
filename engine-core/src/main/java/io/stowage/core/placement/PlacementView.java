package io.stowage.core.placement;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What placement sees of a cluster, at one moment. */
public interface PlacementView {

    /** Every container instance, ordered by id. */
    Collection<? extends InstanceView> instances();

    @Nullable
    InstanceView instance(String id);
}
