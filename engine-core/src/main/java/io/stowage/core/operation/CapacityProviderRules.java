package io.stowage.core.operation;

import io.stowage.error.InvalidParameterException;
import io.stowage.model.InstancePoolProvider;
import io.stowage.model.InstancePoolProviderUpdate;
import io.stowage.model.ManagedDraining;
import io.stowage.model.ManagedScaling;
import io.stowage.model.ManagedScalingStatus;
import io.stowage.model.ManagedTerminationProtection;
import io.stowage.model.PurchaseOption;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a capacity provider may be like, and what is filled in. */
public final class CapacityProviderRules {

    static final String POOL = "instancePoolProvider.";
    static final String SCALING = POOL + "managedScaling.";
    private static final int LARGEST_POOL = 5_000;
    private static final int LARGEST_STEP = 10_000;
    private static final int LONGEST_WARMUP = 10_000;
    /** A day. */
    private static final int SHORTEST_AGE = 86_400;
    /** A year. */
    private static final int LONGEST_AGE = 31_536_000;

    private static final ManagedScaling NO_SCALING =
            new ManagedScaling(ManagedScalingStatus.DISABLED, 100, 1, LARGEST_STEP, 300);

    private CapacityProviderRules() {}

    /** A name that can be given: neither one of a cloud's own, nor with other characters than names have. */
    public static void checkName(String name) {
        Check.name("name", name);
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.startsWith("aws") || lower.startsWith("ecs") || lower.startsWith("fargate")) {
            throw new InvalidParameterException("name is '" + name
                    + "'; it can't begin with aws, ecs or fargate, in whatever case: use another one");
        }
    }

    /** What was asked for, with its defaults. */
    public static InstancePoolProvider complete(InstancePoolProvider asked) {
        return asked.toBuilder()
                .purchase(or(asked.purchase(), PurchaseOption.ON_DEMAND))
                .minimumSize(or(asked.minimumSize(), 0))
                .managedScaling(complete(asked.managedScaling(), NO_SCALING))
                .managedTerminationProtection(
                        or(asked.managedTerminationProtection(), ManagedTerminationProtection.DISABLED))
                .managedDraining(or(asked.managedDraining(), ManagedDraining.ENABLED))
                .build();
    }

    /** What there is, with what was asked for. Which plugin launches machines stays. */
    public static InstancePoolProvider changed(InstancePoolProvider before, InstancePoolProviderUpdate asked) {
        if (asked.instanceProvider() != null && !asked.instanceProvider().equals(before.instanceProvider())) {
            throw new InvalidParameterException(
                    POOL + "instanceProvider is '" + asked.instanceProvider()
                            + "', and it was '" + before.instanceProvider()
                            + "' when the capacity provider was created; that can't be changed: create another capacity provider");
        }
        return with(before, asked);
    }

    static InstancePoolProvider with(InstancePoolProvider before, InstancePoolProviderUpdate asked) {
        Integer age = asked.maximumInstanceAge() == null ? before.maximumInstanceAge() : asked.maximumInstanceAge();
        ManagedScaling scaling = or(before.managedScaling(), NO_SCALING);
        return before.toBuilder()
                .properties(or(asked.properties(), before.properties()))
                .machineTypes(or(asked.machineTypes(), before.machineTypes()))
                .availabilityZones(or(asked.availabilityZones(), before.availabilityZones()))
                .purchase(asked.purchase() == null ? before.purchase() : asked.purchase())
                .minimumSize(asked.minimumSize() == null ? before.minimumSize() : asked.minimumSize())
                .maximumSize(asked.maximumSize() == null ? before.maximumSize() : asked.maximumSize())
                .maximumInstanceAge(age == null || age == 0 ? null : age)
                .managedScaling(complete(asked.managedScaling(), scaling))
                .managedTerminationProtection(
                        asked.managedTerminationProtection() == null
                                ? before.managedTerminationProtection()
                                : asked.managedTerminationProtection())
                .managedDraining(asked.managedDraining() == null ? before.managedDraining() : asked.managedDraining())
                .build();
    }

    private static ManagedScaling complete(@Nullable ManagedScaling asked, ManagedScaling otherwise) {
        if (asked == null) {
            return otherwise;
        }
        return new ManagedScaling(
                or(asked.status(), Objects.requireNonNull(otherwise.status())),
                or(asked.targetCapacity(), Objects.requireNonNull(otherwise.targetCapacity())),
                or(asked.minimumScalingStepSize(), Objects.requireNonNull(otherwise.minimumScalingStepSize())),
                or(asked.maximumScalingStepSize(), Objects.requireNonNull(otherwise.maximumScalingStepSize())),
                or(asked.instanceWarmupPeriod(), Objects.requireNonNull(otherwise.instanceWarmupPeriod())));
    }

    private static <T> T or(@Nullable T asked, T otherwise) {
        return asked == null ? otherwise : asked;
    }

    /** Checks what was {@linkplain #complete completed}, but for what its instance provider has to say. */
    public static void check(InstancePoolProvider pool) {
        if (pool.maximumSize() == null) {
            throw new InvalidParameterException(
                    POOL + "maximumSize is missing; say how many instances there may be at most");
        }
        Check.range(POOL + "maximumSize", pool.maximumSize(), 1, LARGEST_POOL);
        Check.range(POOL + "minimumSize", pool.minimumSize(), 0, pool.maximumSize());
        Check.range(POOL + "maximumInstanceAge", pool.maximumInstanceAge(), SHORTEST_AGE, LONGEST_AGE);
        checkDistinct("machineTypes", pool.machineTypes());
        checkDistinct("availabilityZones", pool.availabilityZones());
        check(Objects.requireNonNull(pool.managedScaling()));
        if (pool.managedTerminationProtection() == ManagedTerminationProtection.ENABLED && !pool.scales()) {
            throw new InvalidParameterException(POOL
                    + "managedTerminationProtection is ENABLED, but managed scaling is not; enable managedScaling.status,"
                    + " or disable the protection");
        }
    }

    private static void check(ManagedScaling scaling) {
        Check.range(SCALING + "targetCapacity", scaling.targetCapacity(), 1, 100);
        Check.range(SCALING + "minimumScalingStepSize", scaling.minimumScalingStepSize(), 1, LARGEST_STEP);
        Check.range(SCALING + "maximumScalingStepSize", scaling.maximumScalingStepSize(), 1, LARGEST_STEP);
        Check.range(SCALING + "instanceWarmupPeriod", scaling.instanceWarmupPeriod(), 0, LONGEST_WARMUP);
        int least = Objects.requireNonNull(scaling.minimumScalingStepSize());
        int most = Objects.requireNonNull(scaling.maximumScalingStepSize());
        if (least > most) {
            throw new InvalidParameterException(SCALING + "minimumScalingStepSize is " + least
                    + ", more than maximumScalingStepSize, which is " + most + "; use at most that");
        }
    }

    private static void checkDistinct(String field, java.util.List<String> values) {
        if (values.stream().distinct().count() != values.size()) {
            throw new InvalidParameterException(POOL + field + " is " + values + "; name each one once");
        }
    }
}
