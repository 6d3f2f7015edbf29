package io.stowage.runtime.ec2.fake;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of an instance of the fake, as nobody but the fake itself can tell.
 *
 * @param address its private address: no other instance has ever had it
 * @param state in EC2's words, from {@code pending} to {@code terminated}
 * @param endedAt when it was told to end, after which it isn't paid for; null if it never was
 */
public record FakeMachine(
        String id,
        String type,
        String address,
        String state,
        Instant launchedAt,
        @Nullable Instant endedAt) {}
