package io.stowage.core.task;

import io.stowage.core.task.TaskLifecycle.Cause;
import io.stowage.core.task.TaskLifecycle.Owner;
import io.stowage.core.task.TaskLifecycle.Transition;
import io.stowage.model.TaskStatus;
import java.util.List;

/** Draws the table of {@link TaskLifecycle} as a page: {@code docs/task-lifecycle.md}. */
final class TaskLifecycleDiagram {

    private static final String INTRODUCTION = """
            # The life of a task

            Generated from the table in `TaskLifecycle`; a test fails when this page and the table differ.

            `lastStatus` only moves forward. The control plane owns a task in PROVISIONING and in STOPPED, the agent of its container
            instance in every status between: only the owner of a status takes a task out of it. The one exception is
            `INSTANCE_DEREGISTERED`: no agent is left to report, and the control plane takes the task to STOPPED by itself.

            The diagram shows the steps of a life. The table below it has every edge: an agent's reports may be coalesced, so a task may
            be seen to skip any number of steps, and from everywhere an instance that is gone ends it.

            """;

    private TaskLifecycleDiagram() {}

    static String render(List<Transition> table) {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        page.append("```mermaid\nstateDiagram-v2\n");
        page.append("    [*] --> PROVISIONING: waits for capacity\n");
        page.append("    [*] --> PENDING: placed at once\n");
        for (Transition row : table) {
            if (isStep(row)) {
                page.append("    %s --> %s: %s%n"
                        .formatted(row.from(), row.to(), row.cause().text()));
            }
        }
        page.append("    DELETED --> [*]\n```\n\n");
        page.append("| from | to | cause | owner |\n|---|---|---|---|\n");
        for (Transition row : table) {
            page.append("| %s | %s | %s: %s | %s |%n"
                    .formatted(row.from(), row.to(), row.cause(), row.cause().text(), words(row.owner())));
        }
        return page.toString().replace("\r\n", "\n");
    }

    /** From a status to the next one; the forced and the skipping edges would hide these. */
    private static boolean isStep(Transition row) {
        List<TaskStatus> order = List.of(TaskStatus.values());
        boolean next = order.indexOf(row.to()) == order.indexOf(row.from()) + 1;
        boolean waiting = row.from() == TaskStatus.PROVISIONING;
        return (next || waiting) && row.cause() != Cause.INSTANCE_DEREGISTERED;
    }

    private static String words(Owner owner) {
        return owner == Owner.AGENT ? "agent" : "control plane";
    }
}
