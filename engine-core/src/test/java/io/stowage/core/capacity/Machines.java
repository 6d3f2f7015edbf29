package io.stowage.core.capacity;

import io.stowage.spi.InstanceProvider.Access;
import io.stowage.spi.InstanceProvider.Machine;
import io.stowage.spi.InstanceProvider.MachineState;
import io.stowage.spi.InstanceProvider.Purchase;
import java.time.Instant;
import java.util.Map;

/** Machines as a provider describes them. */
final class Machines {

    static final String CLUSTER = "arn:aws:ecs:local:000000000000:cluster/harbour";

    private Machines() {}

    static Machine of(String id, MachineState state, Instant launchedAt, Map<String, String> tags) {
        return of(id, state, launchedAt, tags, null);
    }

    static Machine of(
            String id, MachineState state, Instant launchedAt, Map<String, String> tags, Instant interruption) {
        Access access = state == MachineState.RUNNING ? new Access("docker", Map.of()) : null;
        return new Machine(
                id, state, "m.large", "a", Purchase.ON_DEMAND, launchedAt, tags, Map.of(), access, interruption);
    }

    static Map<String, String> tags(String launch, int attempt) {
        return OwnTags.of(CLUSTER, "spot", launch, attempt, Map.of());
    }
}
