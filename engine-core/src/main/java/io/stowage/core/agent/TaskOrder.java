package io.stowage.core.agent;

import io.stowage.model.DesiredStatus;
import io.stowage.model.HealthStatus;
import io.stowage.model.NetworkBinding;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskOverride;
import io.stowage.model.TaskStatus;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the control plane has committed about one task, as far as its agent needs to know: the agent's licence to act.
 *
 * @param taskId the id in the task's ARN; container names are functions of it
 * @param desiredStatus RUNNING or STOPPED; never goes back from STOPPED
 * @param lastStatus the status that is committed: how far an earlier agent is known to have got. A task whose committed status is
 *     RUNNING or later is never started from scratch
 * @param lastHealth the health that is committed: it holds until this agent's own checks say otherwise
 * @param nextRuns the containers that are on their way from one run to the next, and to which: their last run was removed, or is to be, and
 *     is no witness of anything
 * @param runs the containers that run as far as is committed, and in which run: a list that shows an earlier one shows what was, and not what
 *     is, and none of them is made from scratch, however far the task has got
 * @param stopped the containers that have ended for good as far as is committed: none of them is started again, whatever their last run looks like
 * @param commit the number of the cluster's commit that the order rests on
 * @param overrides null if there are none
 */
public record TaskOrder(
        String taskId,
        String taskArn,
        String clusterName,
        TaskDefinition definition,
        @Nullable TaskOverride overrides,
        DesiredStatus desiredStatus,
        TaskStatus lastStatus,
        HealthStatus lastHealth,
        Map<String, Integer> nextRuns,
        Map<String, Run> runs,
        List<String> stopped,
        long commit) {

    /**
     * A run of a container, as its agent has reported it.
     *
     * @param number 0 for the first
     */
    public record Run(int number, String runtimeId, List<NetworkBinding> networkBindings) {

        /** Copies the list; those of an engine that did not know of it yet are empty. */
        public Run {
            networkBindings = networkBindings == null ? List.of() : List.copyOf(networkBindings);
        }
    }

    /** Copies the maps and the list; an engine that knows of no stopped containers says nothing of them. */
    public TaskOrder {
        nextRuns = copied(nextRuns);
        runs = copied(runs);
        stopped = stopped == null ? List.of() : List.copyOf(stopped);
    }

    /** Of nearly all tasks there is nothing to copy. */
    private static <T> Map<String, T> copied(Map<String, T> map) {
        return map.isEmpty() ? Collections.emptyMap() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
