package io.stowage.testkit.runtime;

import io.stowage.spi.ContainerState;
import io.stowage.testkit.world.SimulationRandom;
import java.util.ArrayList;
import java.util.List;

/** What a daemon lists that doesn't tell the truth: as daemons do while they start, or when their own records are wrong. */
final class Lies {

    private Lies() {}

    /** Nothing, a part, what was there before the last change, or all of it with a trouble that is long past. */
    static List<ContainerState> tell(List<ContainerState> truth, List<ContainerState> before, SimulationRandom random) {
        return switch (random.between(0, 3)) {
            case 0 -> List.of();
            case 1 -> truth.stream().filter(container -> random.below(2) == 0).toList();
            case 2 -> before;
            default -> troubled(truth);
        };
    }

    /** As if each had been killed for its use of memory: those that run, too. */
    private static List<ContainerState> troubled(List<ContainerState> truth) {
        List<ContainerState> troubled = new ArrayList<>(truth.size());
        for (ContainerState state : truth) {
            troubled.add(new ContainerState(
                    state.name(),
                    state.labels(),
                    state.runtimeId(),
                    state.phase(),
                    state.exitCode(),
                    "OutOfMemoryError: container killed due to memory usage",
                    state.startedAt(),
                    state.finishedAt(),
                    state.networkBindings(),
                    state.health()));
        }
        return troubled;
    }
}
