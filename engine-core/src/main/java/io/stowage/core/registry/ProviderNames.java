package io.stowage.core.registry;

import io.stowage.core.placement.Fargate;
import io.stowage.core.state.AttachedProvider;
import io.stowage.core.state.Ids;
import io.stowage.error.InvalidParameterException;
import io.stowage.model.CapacityProvider;
import io.stowage.model.CapacityProviderStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names of capacity providers, and the two that are always there. */
public final class ProviderNames {

    private ProviderNames() {}

    /** Whether it is one of the two that are always there. */
    public static boolean isPredefined(String name) {
        return Fargate.is(name);
    }

    /** The name in a name or an ARN. An ARN of something else is no name of anything. */
    public static String of(String nameOrArn, String arnPrefix) {
        return Ids.capacityProviderName(nameOrArn, arnPrefix);
    }

    /** The ARN of a name. */
    public static String arn(String name, String arnPrefix) {
        return arnPrefix + ":capacity-provider/" + name;
    }

    /** Those that are always there and of which there is no record. */
    static List<AttachedProvider> unwritten(RegistryTurn turn) {
        return Fargate.NAMES.stream()
                .filter(name -> turn.state().provider(name) == null)
                .map(name -> predefined(name, turn.arnPrefix()))
                .toList();
    }

    private static AttachedProvider predefined(String name, String arnPrefix) {
        CapacityProvider provider = CapacityProvider.builder()
                .capacityProviderArn(arn(name, arnPrefix))
                .name(name)
                .status(CapacityProviderStatus.ACTIVE)
                .build();
        return new AttachedProvider(provider, 0);
    }

    /** The capacity provider with the version of its record; null if there is none. */
    static @Nullable AttachedProvider find(RegistryTurn turn, String nameOrArn) {
        String name = of(nameOrArn, turn.arnPrefix());
        turn.refuse(new RegistryKey(RegistryKey.Kind.CAPACITY_PROVIDER, name));
        CapacityProvider known = turn.state().provider(name);
        if (known == null) {
            return isPredefined(name) ? predefined(name, turn.arnPrefix()) : null;
        }
        return attached(turn, known);
    }

    static AttachedProvider attached(RegistryTurn turn, CapacityProvider known) {
        return new AttachedProvider(known, turn.state().version(RegistryKey.of(known)));
    }

    /** That there is none. */
    public static InvalidParameterException notFound(String given) {
        return new InvalidParameterException("The specified capacity provider '" + given
                + "' was not found. Specify a valid name or ARN and try again.");
    }
}
