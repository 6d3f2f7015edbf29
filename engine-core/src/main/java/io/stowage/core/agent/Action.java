package io.stowage.core.agent;

import io.stowage.model.TaskStatus;
import io.stowage.model.TaskStopCode;
import org.jspecify.annotations.Nullable;

/** What is to be done next about a task. */
sealed interface Action {

    /** Calls the runtime for a container. */
    record Call(Verb verb, String container) implements Action {}

    /** Has a complete list made that begins after this tick. */
    record Confirm(long tick) implements Action {}

    /** Something that is to be remembered about the task; what comes after it is decided anew. */
    sealed interface Mark extends Action {}

    /** The task has got this far. */
    record Advance(TaskStatus status) implements Mark {}

    /** The task begins to stop. Without code and reason it does so because that is desired. */
    record Stop(@Nullable TaskStopCode stopCode, @Nullable String stoppedReason) implements Mark {}

    /** A container that exited is run once more. */
    record Restart(String container) implements Mark {}

    /** A container that exited has run for the last time in this task. */
    record End(String container) implements Mark {}

    /** A container can't be started in this task. */
    record GiveUp(String container, String reason) implements Mark {}

    /** Nothing is left of the task. */
    record Forget() implements Mark {}
}
