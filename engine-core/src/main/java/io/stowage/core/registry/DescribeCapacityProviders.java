package io.stowage.core.registry;

import io.stowage.DescribeCapacityProvidersRequest;
import io.stowage.DescribeCapacityProvidersResponse;
import io.stowage.core.operation.Check;
import io.stowage.core.operation.Page;
import io.stowage.core.state.AttachedProvider;
import io.stowage.error.InvalidParameterException;
import io.stowage.model.CapacityProvider;
import io.stowage.model.Failure;
import java.util.ArrayList;
import java.util.List;

/** ECS: DescribeCapacityProviders. Those that are always there are among all of them. */
public record DescribeCapacityProviders(DescribeCapacityProvidersRequest request)
        implements RegistryOperation<DescribeCapacityProvidersResponse> {

    private static final int MOST_NAMES = 100;
    private static final int PAGE = 10;

    @Override
    public DescribeCapacityProvidersResponse apply(RegistryTurn turn) {
        Check.range("maxResults", request.maxResults(), 1, PAGE);
        List<String> asked = request.capacityProviders();
        return asked == null || asked.isEmpty() ? page(turn) : named(asked, turn);
    }

    private DescribeCapacityProvidersResponse page(RegistryTurn turn) {
        List<CapacityProvider> all = new ArrayList<>(turn.state().providers());
        ProviderNames.unwritten(turn).forEach(each -> all.add(each.provider()));
        int most = request.maxResults() == null ? PAGE : request.maxResults();
        Page<CapacityProvider> page = Page.of(all, CapacityProvider::name, new Page.Request(request.nextToken(), most));
        return new DescribeCapacityProvidersResponse(page.entries(), List.of(), page.nextToken());
    }

    private static DescribeCapacityProvidersResponse named(List<String> asked, RegistryTurn turn) {
        if (asked.size() > MOST_NAMES) {
            throw new InvalidParameterException(
                    "capacityProviders has " + asked.size() + " elements; give at most " + MOST_NAMES + " at a time");
        }
        List<CapacityProvider> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String given : asked) {
            AttachedProvider known = ProviderNames.find(turn, given);
            if (known == null) {
                String name = ProviderNames.of(given, turn.arnPrefix());
                failures.add(new Failure(ProviderNames.arn(name, turn.arnPrefix()), "MISSING", null));
            } else {
                found.add(known.provider());
            }
        }
        return new DescribeCapacityProvidersResponse(found, failures, null);
    }
}
