package io.stowage.core.placement;

import io.stowage.core.query.ClusterQuery;
import io.stowage.core.query.MalformedQueryException;
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
import io.stowage.model.TaskDefinitionPlacementConstraint;
import java.util.ArrayList;
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
     * The constraints on tasks of this definition: its own, and those that the service or RunTask adds.
     *
     * @param asked null is the same as empty
     */
    public static List<PlacementConstraint> constraints(
            TaskDefinition definition, @Nullable List<PlacementConstraint> asked) {
        List<TaskDefinitionPlacementConstraint> own = definition.placementConstraints();
        List<PlacementConstraint> added = asked == null ? List.of() : asked;
        if (own == null || own.isEmpty()) {
            return added;
        }
        List<PlacementConstraint> all = new ArrayList<>(own.size() + added.size());
        own.forEach(each -> all.add(new PlacementConstraint(PlacementConstraintType.MEMBER_OF, each.expression())));
        all.addAll(added);
        return all;
    }

    /**
     * Checks that the constraints of a task definition and those of the service or RunTask are not too many together.
     *
     * @param asked null is the same as empty
     * @throws InvalidParameterException if they are
     */
    public static void checkTogether(TaskDefinition definition, @Nullable List<PlacementConstraint> asked) {
        checkCount(
                "placementConstraints, with those of the task definition,",
                constraints(definition, asked).size(),
                MOST_CONSTRAINTS);
    }

    /**
     * Checks what a task definition asks of placement.
     *
     * @throws InvalidParameterException if a constraint is no cluster query, which can be so if it was registered by an older version
     * @throws UnsupportedFeatureException if something is not supported
     */
    public static void check(TaskDefinition definition) {
        List<PlacementConstraint> constraints = constraints(definition, null);
        for (int i = 0; i < constraints.size(); i++) {
            check(definition.familyRevision() + ".placementConstraints[" + i + "]", constraints.get(i));
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
            checkQuery(field + ".expression", constraint.expression());
            return;
        }
        if (constraint.expression() != null && !constraint.expression().isEmpty()) {
            throw new InvalidParameterException(
                    "%s.expression is '%s'; distinctInstance takes no expression; leave it out"
                            .formatted(field, constraint.expression()));
        }
    }

    private static void checkQuery(String field, @Nullable String expression) {
        if (expression == null) {
            throw new InvalidParameterException(field + " is missing; memberOf needs a cluster query expression");
        }
        query(field, expression);
    }

    /**
     * The query that a parameter holds.
     *
     * @throws InvalidParameterException if it is none; the message shows where
     */
    public static ClusterQuery query(String field, String expression) {
        try {
            return ClusterQuery.of(expression);
        } catch (MalformedQueryException malformed) {
            throw new InvalidParameterException(field + ": " + malformed.getMessage(), malformed);
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
