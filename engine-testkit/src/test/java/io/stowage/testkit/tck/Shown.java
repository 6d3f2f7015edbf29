package io.stowage.testkit.tck;

import io.stowage.model.NetworkBinding;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** States of containers, but for one thing that is not true. */
final class Shown {

    private Shown() {}

    static ContainerState exitCode(ContainerState state, @Nullable Integer exitCode) {
        return copy(state, state.phase(), exitCode, state.reason(), state.networkBindings());
    }

    static ContainerState running(ContainerState state) {
        return copy(state, Phase.RUNNING, null, state.reason(), state.networkBindings());
    }

    static ContainerState reason(ContainerState state, String reason) {
        return copy(state, state.phase(), state.exitCode(), reason, state.networkBindings());
    }

    static ContainerState bindings(ContainerState state, List<NetworkBinding> bindings) {
        return copy(state, state.phase(), state.exitCode(), state.reason(), bindings);
    }

    private static ContainerState copy(
            ContainerState state,
            Phase phase,
            @Nullable Integer exitCode,
            @Nullable String reason,
            List<NetworkBinding> bindings) {
        return new ContainerState(
                state.name(),
                state.labels(),
                state.runtimeId(),
                phase,
                exitCode,
                reason,
                state.startedAt(),
                state.finishedAt(),
                bindings,
                state.health());
    }
}
