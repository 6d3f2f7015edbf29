package io.stowage.core.engine;

import io.stowage.core.state.Reply;
import io.stowage.event.EcsEvent;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Whether a request is answered. What it led to mostly makes an event; that it was refused makes none. */
record EnlistedQuestion(Supplier<CompletableFuture<Optional<Reply>>> asks) implements Wait.Question<Optional<Reply>> {

    private static final Duration EVERY_SECOND = Duration.ofSeconds(1);

    @Override
    public CompletableFuture<Optional<Reply>> look() {
        return asks.get();
    }

    @Override
    public boolean settled(Optional<Reply> seen) {
        return seen.isPresent();
    }

    @Override
    public boolean concerns(EcsEvent event) {
        return true;
    }

    @Override
    public Duration lookEvery() {
        return EVERY_SECOND;
    }
}
