package io.stowage.runtime.ec2.fake;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Answers in pages. A token is good for one time, for the same request, and for a while. */
final class FakePages {

    static final Duration GOOD_FOR = Duration.ofMinutes(5);
    private static final int LEAST_RESULTS = 5;

    private record Place(String request, int from, Instant issuedAt) {}

    private final Map<String, Place> places = new HashMap<>();
    private int issued;
    private int toExpire;

    /** The next so many tokens that come back have expired. */
    void expire(int tokens) {
        toExpire = tokens;
    }

    /**
     * Which page is asked for.
     *
     * @param request everything else that is: a token is good for the same request only
     */
    record Paging(String request, int from, int size, Instant now) {}

    /** Which page a request asks for; {@code most} is the most that {@code MaxResults} may be. */
    Paging take(QueryParameters parameters, int most, Instant now) {
        Map<String, String> all = parameters.all();
        all.remove("NextToken");
        Integer size = parameters.takeNumber("MaxResults", LEAST_RESULTS, most);
        int from = from(parameters.take("NextToken"), all.toString(), now);
        return new Paging(all.toString(), from, size == null ? most : size, now);
    }

    /** Writes one page of all that there is. */
    <T> void write(Paging paging, List<T> all, Xml xml, String set, BiConsumer<Xml, T> item) {
        int end = Math.min(all.size(), paging.from() + paging.size());
        xml.open(set);
        for (T one : all.subList(Math.min(paging.from(), end), end)) {
            xml.open("item");
            item.accept(xml, one);
            xml.close("item");
        }
        xml.close(set);
        if (end < all.size()) {
            xml.leaf("nextToken", issue(new Place(paging.request(), end, paging.now())));
        }
    }

    private String issue(Place place) {
        issued++;
        String token = "page-" + issued;
        places.put(token, place);
        return token;
    }

    private int from(String token, String request, Instant now) {
        if (token == null) {
            return 0;
        }
        Place place = places.remove(token);
        boolean isGood = place != null
                && place.request().equals(request)
                && now.isBefore(place.issuedAt().plus(GOOD_FOR))
                && toExpire == 0;
        toExpire = Math.max(0, toExpire - 1);
        if (!isGood) {
            throw Ec2Error.client("InvalidNextToken", "The specified NextToken is not valid.");
        }
        return place.from();
    }
}
