package io.stowage.core.operation;

import io.stowage.core.state.ClusterState;
import io.stowage.core.state.InstanceState;
import io.stowage.error.AttributeLimitExceededException;
import io.stowage.error.InvalidParameterException;
import io.stowage.error.TargetNotFoundException;
import io.stowage.model.Attribute;
import io.stowage.model.TargetType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * ECS's rules for the attributes of container instances. Those that begin with {@code ecs.} or {@code com.amazonaws.ecs.} are built in:
 * the runtime or a registration sets them. All others are custom, at most 10 of them on an instance.
 */
final class InstanceAttributes {

    static final int MOST_CUSTOM = 10;
    static final int MOST_AT_ONCE = 10;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_/\\\\.-]{1,128}");
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9_/\\\\.+@: -]{1,128}");

    private InstanceAttributes() {}

    /** What the runtime says of its host, and what the registration says, which wins. Neither carries a target. */
    static List<Attribute> merged(Collection<Attribute> ofRuntime, @Nullable List<Attribute> asked) {
        Map<String, Attribute> byName = new LinkedHashMap<>();
        ofRuntime.forEach(attribute -> byName.put(attribute.name(), bare(attribute)));
        List<Attribute> given = Lists.orEmpty(asked);
        for (int i = 0; i < given.size(); i++) {
            check("attributes[" + i + "]", given.get(i));
            byName.put(given.get(i).name(), bare(given.get(i)));
        }
        requireFewCustom("The container instance", byName.values());
        return List.copyOf(byName.values());
    }

    /** An attribute as a container instance carries it: without a target. */
    static Attribute bare(Attribute attribute) {
        return new Attribute(attribute.name(), attribute.value(), null, null);
    }

    static boolean custom(Attribute attribute) {
        return !attribute.name().startsWith("ecs.") && !attribute.name().startsWith("com.amazonaws.ecs.");
    }

    static void requireFewCustom(String whose, Collection<Attribute> attributes) {
        long custom = attributes.stream().filter(InstanceAttributes::custom).count();
        if (custom > MOST_CUSTOM) {
            throw new AttributeLimitExceededException(whose + " would have " + custom + " custom attributes; at most "
                    + MOST_CUSTOM + " are allowed. Remove some first.");
        }
    }

    /** Checks attributes of a PutAttributes or DeleteAttributes, and finds the instance of each. */
    static List<InstanceState> targets(ClusterState state, List<Attribute> attributes) {
        Check.size("attributes", attributes, MOST_AT_ONCE);
        List<InstanceState> targets = new ArrayList<>(attributes.size());
        for (int i = 0; i < attributes.size(); i++) {
            String field = "attributes[" + i + "]";
            Attribute attribute = attributes.get(i);
            check(field, attribute);
            if (!custom(attribute)) {
                throw new InvalidParameterException(field + ".name is '" + attribute.name()
                        + "'; names that begin with ecs. or com.amazonaws.ecs. are built in, use another one");
            }
            targets.add(target(state, field, attribute));
        }
        return targets;
    }

    private static InstanceState target(ClusterState state, String field, Attribute attribute) {
        String id = attribute.targetId();
        if (id == null) {
            throw new InvalidParameterException(
                    field + ".targetId is missing; name the container instance by name, id or ARN");
        }
        if (attribute.targetType() != null && attribute.targetType() != TargetType.CONTAINER_INSTANCE) {
            throw new InvalidParameterException(
                    field + ".targetType is " + attribute.targetType() + "; only container-instance is known");
        }
        InstanceState target = Lookup.instance(state, id);
        if (target == null) {
            throw new TargetNotFoundException(field + ".targetId is '" + id + "'; no such container instance in "
                    + state.ids().cluster());
        }
        return target;
    }

    private static void check(String field, Attribute attribute) {
        if (!NAME.matcher(attribute.name()).matches()) {
            throw new InvalidParameterException(field + ".name is '" + attribute.name()
                    + "'; use 1 to 128 letters, digits, hyphens, underscores, slashes, backslashes and periods");
        }
        String value = attribute.value();
        if (value != null && !(VALUE.matcher(value).matches() && value.equals(value.strip()))) {
            throw new InvalidParameterException(field + ".value is '" + value
                    + "'; use 1 to 128 letters, digits, hyphens, underscores, slashes, backslashes, periods, +, @, colons"
                    + " and blanks, the latter neither first nor last");
        }
    }
}
