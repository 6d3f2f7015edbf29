package io.stowage.core.engine;

import io.stowage.core.world.Lane;
import io.stowage.core.world.Outcome;
import io.stowage.core.world.Strand;
import io.stowage.core.world.World;
import io.stowage.error.ServerException;
import io.stowage.spi.InstanceProvider;
import io.stowage.spi.InstanceProvider.MachineType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Asks instance providers which types of machines they have, for callers that wait for it. Thread-safe. */
final class MachineTypes {

    /** One that hangs doesn't keep the callers of others waiting at once. */
    private static final int AT_ONCE = 4;

    private final Strand strand;
    private final Lane lane;
    private final Duration deadline;

    MachineTypes(World world, Duration deadline) {
        this.strand = world.strand("machine-types");
        this.lane = world.lane("machine-types", AT_ONCE);
        this.deadline = deadline;
    }

    /**
     * The types that an instance provider has.
     *
     * @param names empty for all
     * @return completes with a {@link ServerException} if there is no answer
     */
    CompletableFuture<List<MachineType>> ask(
            InstanceProvider provider, List<String> names, Map<String, String> properties) {
        CompletableFuture<List<MachineType>> answer = new CompletableFuture<>();
        strand.execute(() -> strand.call(
                lane,
                deadline,
                () -> List.copyOf(provider.machineTypes(names, properties)),
                (Outcome<List<MachineType>> outcome) -> {
                    if (outcome instanceof Outcome.Success<List<MachineType>> success && success.value() != null) {
                        answer.complete(success.value());
                    } else {
                        answer.completeExceptionally(new ServerException("Instance provider "
                                + provider.getClass().getName() + " did not say which types of machines it has: "
                                + outcome + ". Nothing was changed; try again."));
                    }
                }));
        return answer;
    }
}
