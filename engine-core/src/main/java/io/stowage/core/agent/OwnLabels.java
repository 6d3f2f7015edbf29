package io.stowage.core.agent;

import io.stowage.core.agent.spec.ContainerLabels;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Recognises a container by its labels. They hardly ever change: what was recognised last is compared first. */
final class OwnLabels {

    private final TaskPlan task;
    private final ContainerPlan plan;
    private @Nullable Map<String, String> recognised;
    private int run;

    OwnLabels(TaskPlan task, ContainerPlan plan) {
        this.task = task;
        this.plan = plan;
    }

    /** Whether these are the labels of this container, and not of another one that has its name. */
    boolean are(Map<String, String> labels) {
        if (!labels.equals(recognised)) {
            if (!task.owns(plan, labels)) {
                return false;
            }
            recognised = labels;
            run = ContainerLabels.run(labels);
        }
        return true;
    }

    /** The run that the labels name which were recognised last. */
    int run() {
        return run;
    }
}
