package io.stowage.core.state;

import io.stowage.core.deployment.TaskHealth;
import io.stowage.core.placement.Demand;
import io.stowage.model.TaskDefinition;

/** A revision that the partition holds a copy of, with what tasks of it need to know. */
final class DefinitionState {

    final TaskDefinition definition;
    final Demand demand;
    final boolean checked;
    /** Tasks and deployments that refer to it. */
    int users;

    DefinitionState(TaskDefinition definition) {
        this.definition = definition;
        this.demand = Demand.of(definition, null);
        this.checked = TaskHealth.checked(definition);
    }
}
