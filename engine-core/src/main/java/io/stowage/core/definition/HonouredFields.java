package io.stowage.core.definition;

import com.fasterxml.jackson.databind.JsonNode;
import io.stowage.RegisterTaskDefinitionRequest;
import io.stowage.core.json.RecordTree;
import io.stowage.spi.RuntimeDescription;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Finds the fields of a registration that would have no effect: nobody at hand acts on them. They are kept and given back all
 * the same.
 *
 * <p>A path such as {@code containerDefinitions[].linuxParameters.maxSwap} stands for that field of all elements, and for all
 * that is below it. The walk goes down from the top; where neither a path to here, nor one to here or further down is
 * honoured, it reports the place and goes no deeper. What asks for nothing (null, false, empty) is not reported.
 */
public final class HonouredFields {

    /** What the engine and its agents act on by themselves, whatever the runtime. */
    private static final List<String> ENGINE = List.of(
            "family",
            "cpu",
            "memory",
            "placementConstraints",
            "requiresCompatibilities",
            "tags",
            "containerDefinitions[].name",
            "containerDefinitions[].image",
            "containerDefinitions[].cpu",
            "containerDefinitions[].memory",
            "containerDefinitions[].memoryReservation",
            "containerDefinitions[].essential",
            "containerDefinitions[].dependsOn",
            "containerDefinitions[].restartPolicy",
            "containerDefinitions[].secrets",
            "containerDefinitions[].startTimeout",
            "containerDefinitions[].stopTimeout",
            "containerDefinitions[].versionConsistency",
            "volumes[].name");

    private final TreeSet<String> honoured = new TreeSet<>(ENGINE);
    private final List<String> warnings = new ArrayList<>();

    private HonouredFields() {}

    /**
     * A warning for each field that is given and that none of the runtimes honours. Empty where no runtime is at hand: then
     * nothing is known.
     *
     * @param runtimes what the runtimes at hand are; the paths they honour may differ
     */
    public static List<String> unsupported(
            RegisterTaskDefinitionRequest request, Collection<RuntimeDescription> runtimes) {
        if (runtimes.isEmpty()) {
            return List.of();
        }
        HonouredFields fields = new HonouredFields();
        runtimes.forEach(runtime -> fields.honoured.addAll(runtime.honouredFields()));
        fields.walk(RecordTree.of(request), "", "");
        return List.copyOf(fields.warnings);
    }

    private void walk(JsonNode node, String place, String path) {
        if (asksForNothing(node) || (!path.isEmpty() && honoured.contains(path))) {
            return;
        }
        if (!path.isEmpty() && !isAboveHonoured(path)) {
            warnings.add(place + " is kept but no runtime at hand honours it");
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
