package io.stowage.core.operation;

import io.stowage.error.InvalidParameterException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing. Entries are ordered by a key that each keeps for ever, and the token names the last key of the page: what is
 * created or removed between two pages shifts nothing. Only the page is sorted, not everything that is listed.
 *
 * @param nextToken asks for what comes after this page; null if nothing does
 */
public record Page<T>(List<T> entries, @Nullable String nextToken) {

    /** The most entries of a page, and as many as there are without {@code maxResults}. */
    public static final int MOST = 100;

    /** Every token begins with it, so that what is none is not taken for one. */
    private static final String MARK = "page:";

    /** Copies the list. */
    public Page {
        entries = List.copyOf(entries);
    }

    /** What a listing is asked for. */
    public record Request(
            @Nullable String nextToken, @Nullable Integer maxResults) {}

    /**
     * The page of those entries that was asked for.
     *
     * @param key unique among the entries
     * @throws InvalidParameterException if {@code maxResults} isn't 1 to 100, or the token isn't one
     */
    public static <T> Page<T> of(Iterable<T> entries, Function<T, String> key, Request request) {
        return of(entries, key, Comparator.naturalOrder(), request);
    }

    /** The same in another order of the keys. */
    public static <T> Page<T> of(
            Iterable<T> entries, Function<T, String> key, Comparator<String> order, Request request) {
        Check.range("maxResults", request.maxResults(), 1, MOST);
        int most = request.maxResults() == null ? MOST : request.maxResults();
        String after = request.nextToken() == null ? null : decode(request.nextToken());
        // The head is the last of those kept; one more than the page tells whether anything comes after it.
        PriorityQueue<T> kept =
                new PriorityQueue<>(most + 2, Comparator.comparing(key, order).reversed());
        for (T entry : entries) {
            if (after == null || order.compare(key.apply(entry), after) > 0) {
                kept.add(entry);
                if (kept.size() > most + 1) {
                    kept.remove();
                }
            }
        }
        boolean more = kept.size() > most;
        if (more) {
            kept.remove();
        }
        List<T> page = new ArrayList<>(kept);
        page.sort(Comparator.comparing(key, order));
        return new Page<>(page, more ? encode(key.apply(page.get(page.size() - 1))) : null);
    }

    private static String encode(String lastKey) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((MARK + lastKey).getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String token) {
        String decoded;
        try {
            decoded = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw notOurs(token, e);
        }
        if (!decoded.startsWith(MARK)) {
            throw notOurs(token, null);
        }
        return decoded.substring(MARK.length());
    }

    private static InvalidParameterException notOurs(String token, @Nullable Exception cause) {
        return new InvalidParameterException(
                "nextToken is '" + token + "'; give one from the answer before, or none for the first page", cause);
    }
}
