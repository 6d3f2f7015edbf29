package io.stowage.core.event;

import io.stowage.event.EventName;
import org.jspecify.annotations.Nullable;

/** Which of a service's event texts EventBridge has a name for. */
final class ServiceEventNames {

    private ServiceEventNames() {}

    static @Nullable EventName of(String message) {
        if (message.contains(" has reached a steady state.")) {
            return EventName.SERVICE_STEADY_STATE;
        }
        if (message.contains(" was unable to place a task")) {
            return EventName.SERVICE_TASK_PLACEMENT_FAILURE;
        }
        if (message.contains(" is unable to consistently start tasks successfully.")) {
            return EventName.SERVICE_TASK_START_IMPAIRED;
        }
        if (message.contains(" is not AZ balanced with ")) {
            return EventName.SERVICE_REBALANCING_STARTED;
        }
        if (message.contains(" is AZ balanced with ")) {
            return EventName.SERVICE_REBALANCING_COMPLETED;
        }
        if (message.contains(" has started ")) {
            return EventName.TASKS_STARTED;
        }
        return message.contains(" has stopped ") ? EventName.TASKS_STOPPED : null;
    }
}
