package io.stowage.runtime.ec2;

import io.stowage.spi.InstanceProvider.Machine;
import io.stowage.spi.InstanceProvider.MachineState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSpotInstanceRequestsResponse;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Reservation;
import software.amazon.awssdk.services.ec2.model.SpotInstanceRequest;

/**
 * What there is, page by page, whole or not at all: half a list would be evidence of what isn't on it.
 *
 * <p>A page's token may be refused because it has grown old; the list begins anew then. A machine may move from one page to another while
 * they are read; it is listed once.
 */
final class Listing {

    /** Between a spot notice and the interruption. */
    private static final Duration NOTICE = Duration.ofMinutes(2);

    private static final int PAGE = 200;
    private static final int MOST_PAGES = 1_000;
    private static final int BEGINNINGS = 3;

    private final Api api;

    Listing(Api api) {
        this.api = api;
    }

    /** Every machine that has all of the tags. */
    List<Machine> machines(Map<String, String> tags, MachineAccess access) {
        List<Instance> instances = instances(filters(tags)).stream()
                .filter(instance -> Machines.tags(instance).entrySet().containsAll(tags.entrySet()))
                .toList();
        boolean hasSpot = instances.stream()
                .anyMatch(instance -> Machines.isSpot(instance) && Machines.state(instance) == MachineState.RUNNING);
        Map<String, Instant> interruptions = hasSpot ? interruptions() : Map.of();
        return instances.stream()
                .map(instance -> Machines.of(instance, access, interruptions.get(instance.instanceId())))
                .toList();
    }

    /** The machine that a token launched, whatever its state; empty if it can't be found. */
    Optional<Instance> launchedBy(String clientToken) {
        return instances(List.of(filter("client-token", clientToken))).stream()
                .filter(instance -> clientToken.equals(instance.clientToken()))
                .findFirst();
    }

    private List<Instance> instances(List<Filter> filters) {
        return Api.orUnknown(
                "describing instances",
                () -> whole((token, into) -> {
                    DescribeInstancesResponse page = api.describe(
                            "describing instances",
                            ec2 -> ec2.describeInstances(request ->
                                    request.filters(filters).maxResults(PAGE).nextToken(token)));
                    for (Reservation reservation : page.reservations()) {
                        reservation.instances().forEach(instance -> into.put(instance.instanceId(), instance));
                    }
                    return page.nextToken();
                }));
    }

    /**
     * When machines are going to be taken back, by their ids. One call for all: there are few notices in an account at a time, and a request
     * that is marked no more is withdrawn.
     */
    private Map<String, Instant> interruptions() {
        List<Filter> marked = List.of(filter("status-code", "marked-for-termination"), filter("state", "active"));
        List<SpotInstanceRequest> requests = Api.orUnknown(
                "describing spot requests",
                () -> whole((token, into) -> {
                    DescribeSpotInstanceRequestsResponse page = api.describe(
                            "describing spot requests",
                            ec2 -> ec2.describeSpotInstanceRequests(request ->
                                    request.filters(marked).maxResults(PAGE).nextToken(token)));
                    page.spotInstanceRequests().forEach(request -> into.put(request.spotInstanceRequestId(), request));
                    return page.nextToken();
                }));
        Map<String, Instant> interruptions = new HashMap<>();
        for (SpotInstanceRequest request : requests) {
            if (request.instanceId() != null) {
                interruptions.put(request.instanceId(), noticedAt(request).plus(NOTICE));
            }
        }
        return interruptions;
    }

    private static Instant noticedAt(SpotInstanceRequest request) {
        boolean said = request.status() != null && request.status().updateTime() != null;
        return said ? request.status().updateTime() : request.createTime();
    }

    /** Reads one page, and gives the token of the next; null or empty if there is none. */
    interface Pages<T> {
        @Nullable
        String read(@Nullable String token, Map<String, T> into);
    }

    static <T> List<T> whole(Pages<T> pages) {
        for (int beginning = 1; ; beginning++) {
            try {
                return inOneGo(pages);
            } catch (Ec2Exception error) {
                boolean isOldToken = Refusals.code(error).equals("InvalidNextToken")
                        || Refusals.code(error).startsWith("InvalidPaginationToken");
                if (!isOldToken || beginning == BEGINNINGS) {
                    throw error;
                }
            }
        }
    }

    private static <T> List<T> inOneGo(Pages<T> pages) {
        Map<String, T> all = new LinkedHashMap<>();
        String token = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            token = pages.read(token, all);
            if (token == null || token.isEmpty()) {
                return new ArrayList<>(all.values());
            }
        }
        throw new OutcomeUnknownException("a list has no end: " + MOST_PAGES + " pages were read", null);
    }

    private static List<Filter> filters(Map<String, String> tags) {
        List<Filter> filters = new ArrayList<>();
        // A value that is empty is looked for by its key: EC2 would take it for no value.
        tags.forEach((key, value) -> filters.add(
                value.isEmpty()
                        ? Filter.builder()
                                .name("tag-key")
                                .values(literally(key))
                                .build()
                        : Filter.builder()
                                .name("tag:" + key)
                                .values(literally(value))
                                .build()));
        return filters;
    }

    static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }

    /** EC2 takes {@code *} and {@code ?} for any characters unless there is a backslash before them. */
    static String literally(String value) {
        return value.replace("\\", "\\\\").replace("*", "\\*").replace("?", "\\?");
    }
}
