package io.stowage.core.service;

import io.stowage.model.Service;
import io.stowage.model.TaskStopCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a service needs, decided on one view of it. The launches and stops belong into one commit.
 *
 * @param launches tasks to create, where placement finds room
 * @param stops tasks whose desired status becomes STOPPED
 * @param changed the service as it is to be stored; null if it stays as it is
 * @param events texts of service events, the oldest first. What is started and stopped is told after placement, with {@link ServiceEvents}
 * @param lookAgainAt when the answer changes although nothing else does; null if never
 * @param budgetExhausted whether there was more to do than the budget allowed: to be asked again at once
 */
public record ServicePlan(
        List<Launch> launches,
        List<Stop> stops,
        @Nullable Service changed,
        List<String> events,
        @Nullable Instant lookAgainAt,
        boolean budgetExhausted) {

    /**
     * Tasks to create for a deployment.
     *
     * @param instanceIds the container instances on which they are to be, one on each; empty where placement chooses
     */
    public record Launch(String deploymentId, int count, List<String> instanceIds) {

        /** Copies the list. */
        public Launch {
            instanceIds = List.copyOf(instanceIds);
        }

        /** Where placement chooses. */
        public Launch(String deploymentId, int count) {
            this(deploymentId, count, List.of());
        }

        /** One on each of these instances. */
        Launch(String deploymentId, List<String> instanceIds) {
            this(deploymentId, instanceIds.size(), instanceIds);
        }
    }

    /** A task to stop, by the id in its ARN. */
    public record Stop(String taskId, TaskStopCode code, String reason) {}

    static final ServicePlan NOTHING = new ServicePlan(List.of(), List.of(), null, List.of(), null, false);

    /** Copies the lists. */
    public ServicePlan {
        launches = List.copyOf(launches);
        stops = List.copyOf(stops);
        events = List.copyOf(events);
    }

    /** The same, with one more thing to tell first. */
    ServicePlan telling(String event) {
        List<String> all = new ArrayList<>(events.size() + 1);
        all.add(event);
        all.addAll(events);
        return new ServicePlan(launches, stops, changed, all, lookAgainAt, budgetExhausted);
    }

    /** Whether there is nothing to commit. It may still be worth to look again later. */
    public boolean isEmpty() {
        return launches.isEmpty() && stops.isEmpty() && changed == null && events.isEmpty() && !budgetExhausted;
    }
}
