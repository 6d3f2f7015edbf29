package io.stowage.core.definition;

import com.fasterxml.jackson.databind.JsonNode;
import io.stowage.RegisterTaskDefinitionRequest;
import io.stowage.core.json.RecordTree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the fields of a registration that would have no effect: nobody at hand acts on them. They are kept and given back all
 * the same.
 *
 * <p>A path such as {@code containerDefinitions[].linuxParameters.maxSwap} stands for that field of all elements, and for all
 * that is below it. The walk goes down from the top; where neither a path to here, nor one to here or further down is
 * honoured, it reports the place and goes no deeper. What asks for nothing (null, false, empty) is not reported.
 *
 * <p>Sizes are a case of their own: placement counts with them whatever the runtime, which is only half of what their author means. Where
 * no runtime holds a container to them, that is said.
 */
public final class HonouredFields {

    /** What the engine and its agents act on by themselves, whatever the runtime. */
    private static final List<String> ENGINE = List.of(
            "family",
            "placementConstraints",
            "requiresCompatibilities",
            "tags",
            "containerDefinitions[].name",
            "containerDefinitions[].image",
            "containerDefinitions[].essential",
            "containerDefinitions[].dependsOn",
            "containerDefinitions[].restartPolicy",
            "containerDefinitions[].secrets",
            "containerDefinitions[].environmentFiles",
            "containerDefinitions[].startTimeout",
            "containerDefinitions[].stopTimeout",
            "containerDefinitions[].versionConsistency",
            "volumes[].name");

    /** What placement counts with, and only a runtime can enforce. */
    private static final List<String> SIZES = List.of(
            "cpu",
            "memory",
            "containerDefinitions[].cpu",
            "containerDefinitions[].memory",
            "containerDefinitions[].memoryReservation");

    private final TreeSet<String> honoured = new TreeSet<>(ENGINE);
    private final List<String> warnings = new ArrayList<>();

    private HonouredFields() {}

    /**
     * A warning for each field that is given and that none of the runtimes honours. Empty where no runtime is at hand: then
     * nothing is known.
     *
     * @param runtimes the paths that each of the runtimes at hand honours
     */
    public static List<String> unsupported(RegisterTaskDefinitionRequest request, Collection<Set<String>> runtimes) {
        if (runtimes.isEmpty()) {
            return List.of();
        }
        HonouredFields fields = new HonouredFields();
        runtimes.forEach(fields.honoured::addAll);
        fields.walk(RecordTree.of(request), "", "");
        return List.copyOf(fields.warnings);
    }

    private void walk(JsonNode node, String place, String path) {
        if (asksForNothing(node) || (!path.isEmpty() && honoured.contains(path))) {
            return;
        }
        if (!path.isEmpty() && !isAboveHonoured(path)) {
            warnings.add(place
                    + (SIZES.contains(path)
                            ? " counts when a task is placed, but no runtime at hand holds the task to it"
                            : " is kept but no runtime at hand honours it"));
            return;
        }
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                walk(node.get(i), place + "[" + i + "]", path + "[]");
            }
            return;
        }
        String prefix = path.isEmpty() ? "" : ".";
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            walk(field.getValue(), place + prefix + field.getKey(), path + prefix + field.getKey());
        }
    }

    /** Whether an honoured path leads further down from here. */
    private boolean isAboveHonoured(String path) {
        return startsBelow(path + ".") || startsBelow(path + "[]");
    }

    private boolean startsBelow(String prefix) {
        String next = honoured.ceiling(prefix);
        return next != null && next.startsWith(prefix);
    }

    private static boolean asksForNothing(JsonNode node) {
        return node.isNull()
                || (node.isContainerNode() && node.isEmpty())
                || (node.isBoolean() && !node.booleanValue());
    }
}
