package io.stowage.core.placement;

import io.stowage.error.InvalidParameterException;
import io.stowage.error.UnsupportedFeatureException;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import io.stowage.model.PlacementStrategy;
import io.stowage.model.PlacementStrategyType;
import io.stowage.model.ResourceRequirement;
import io.stowage.model.ResourceType;
import io.stowage.model.TaskDefinition;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Refuses what placement does not understand, when it is submitted rather than when a task is placed. */
public final class PlacementSupport {

    private static final int MOST_CONSTRAINTS = 10;
    private static final int MOST_STRATEGIES = 5;
    private static final Pattern ATTRIBUTE = Pattern.compile("attribute:[A-Za-z0-9_/.\\-]{1,128}");

    private PlacementSupport() {}

    /**
     * Checks the constraints and strategies of a service or of RunTask; null is the same as empty.
     *
     * @throws InvalidParameterException if one breaks a rule of ECS
     * @throws UnsupportedFeatureException if one is not supported
     */
    public static void check(
            @Nullable List<PlacementConstraint> constraints, @Nullable List<PlacementStrategy> strategies) {
        if (constraints != null) {
            checkCount("placementConstraints", constraints.size(), MOST_CONSTRAINTS);
            for (int i = 0; i < constraints.size(); i++) {
                check("placementConstraints[" + i + "]", constraints.get(i));
            }
        }
        if (strategies != null) {
            checkCount("placementStrategy", strategies.size(), MOST_STRATEGIES);
            for (int i = 0; i < strategies.size(); i++) {
                check("placementStrategy[" + i + "]", strategies.get(i));
            }
        }
    }

    /**
     * Checks what a task definition asks of placement.
     *
     * @throws UnsupportedFeatureException if something is not supported
     */
    public static void check(TaskDefinition definition) {
        if (definition.placementConstraints() != null
                && !definition.placementConstraints().isEmpty()) {
            throw new UnsupportedFeatureException(
                    "placementConstraints: memberOf is not supported yet; leave placementConstraints out");
        }
        for (ContainerDefinition container : definition.containerDefinitions()) {
            List<ResourceRequirement> requirements = container.resourceRequirements();
            if (requirements != null) {
                requirements.forEach(requirement -> check(container, requirement));
            }
        }
    }

    private static void check(ContainerDefinition container, ResourceRequirement requirement) {
        String value = requirement.value();
        boolean whole = value != null && value.matches("[0-9]{1,9}") && requirement.sharingStrategy() == null;
        if (requirement.type() != ResourceType.GPU || !whole) {
            throw new UnsupportedFeatureException(
                    "containerDefinitions[%s].resourceRequirements: %s with the value '%s' and the sharing strategy %s is not supported; ask for a whole number of GPUs"
                            .formatted(container.name(), requirement.type(), value, requirement.sharingStrategy()));
        }
    }

    private static void checkCount(String field, int count, int most) {
        if (count > most) {
            throw new InvalidParameterException(
                    "%s has %d elements; at most %d are allowed; remove some".formatted(field, count, most));
        }
    }

    private static void check(String field, PlacementConstraint constraint) {
        if (constraint.type() == PlacementConstraintType.MEMBER_OF) {
            throw new UnsupportedFeatureException(
                    field + ".type: memberOf is not supported yet; use distinctInstance or leave it out");
        }
        if (constraint.expression() != null && !constraint.expression().isEmpty()) {
            throw new InvalidParameterException(
                    "%s.expression is '%s'; distinctInstance takes no expression; leave it out"
                            .formatted(field, constraint.expression()));
        }
    }

    private static void check(String field, PlacementStrategy strategy) {
        String value = strategy.field() == null ? "" : strategy.field();
        String rule = ruleBroken(strategy.type(), value);
        if (rule != null) {
            throw new InvalidParameterException(
                    "%s.field is '%s'; for %s it must be %s".formatted(field, value, strategy.type(), rule));
        }
    }

    private static @Nullable String ruleBroken(PlacementStrategyType type, String field) {
        return switch (type) {
            case RANDOM -> field.isEmpty() ? null : "left out";
            case SPREAD -> isSpreadField(field) ? null : "instanceId, host or attribute:NAME";
            case BINPACK -> isBinpackField(field) ? null : "cpu or memory";
        };
    }

    private static boolean isSpreadField(String field) {
        return field.equals("instanceId")
                || field.equals("host")
                || ATTRIBUTE.matcher(field).matches();
    }

    private static boolean isBinpackField(String field) {
        String lower = field.toLowerCase(Locale.ROOT);
        return lower.equals("cpu") || lower.equals("memory");
    }
}
