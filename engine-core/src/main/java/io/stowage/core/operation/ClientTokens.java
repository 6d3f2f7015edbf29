package io.stowage.core.operation;

import com.google.common.hash.Hashing;
import io.stowage.core.json.RecordCodec;
import io.stowage.core.state.ClientToken;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.Transaction;
import io.stowage.error.ConflictException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes operations idempotent by client token. What a token made is remembered for 24 hours at most, and is forgotten earlier if
 * nothing of it is left: a STOPPED task is kept for some time, which is ECS's "task lifetime plus an hour".
 */
public final class ClientTokens {

    private static final Duration KEPT = Duration.ofHours(24);

    private ClientTokens() {}

    /** Forgets tokens that have been kept long enough, as many as there are. */
    public static void expire(Transaction transaction, Instant now) {
        ClientToken oldest = transaction.state().oldestToken();
        while (oldest != null && !oldest.createdAt().plus(KEPT).isAfter(now)) {
            transaction.deleteToken(oldest.id());
            oldest = transaction.state().oldestToken();
        }
    }

    /** When {@link #expire} will have something to forget; null if there is nothing. */
    public static @Nullable Instant nextDue(ClusterState state) {
        ClientToken oldest = state.oldestToken();
        return oldest == null ? null : oldest.createdAt().plus(KEPT);
    }

    /**
     * What the operation made when it was asked for under this token before; null if it is new.
     *
     * @throws ConflictException if it was asked for with other parameters
     */
    static @Nullable List<String> made(OperationTurn turn, String operation, String token, Record request) {
        ClientToken known = turn.state().token(id(operation, token));
        if (known == null || !known.createdAt().plus(KEPT).isAfter(turn.now())) {
            return null;
        }
        if (!known.requestHash().equals(hash(request))) {
            throw new ConflictException(
                    "clientToken '" + token + "' was used for a " + operation
                            + " with other parameters; use a new token for a new request",
                    known.resourceArns());
        }
        return known.resourceArns();
    }

    static void remember(OperationTurn turn, String operation, String token, Record request, List<String> made) {
        String id = id(operation, token);
        turn.transaction().deleteToken(id);
        turn.transaction().putToken(new ClientToken(id, hash(request), made, turn.now()));
    }

    private static String id(String operation, String token) {
        return operation + "/" + token;
    }

    private static String hash(Record request) {
        return Hashing.sha256()
                .hashString(RecordCodec.toJson(request), StandardCharsets.UTF_8)
                .toString();
    }
}
