package io.stowage.core.placement;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Builds the trees of all classes at once: sorting is cheaper than putting in one row after the other. */
final class TreesOfClasses {

    private final Treap treap;

    TreesOfClasses(Treap treap) {
        this.treap = treap;
    }

    /** @param classOf the class into whose tree a row belongs, or null; by then the row's node has its keys and what it has left */
    void build(int rows, IntFunction<@Nullable InstanceClass> classOf) {
        Map<InstanceClass, List<Integer>> nodes = new LinkedHashMap<>();
        for (int row = 0; row < rows; row++) {
            InstanceClass in = classOf.apply(row);
            if (in != null) {
                nodes.computeIfAbsent(in, key -> new ArrayList<>()).add(row + 1);
            }
        }
        nodes.forEach(this::build);
    }

    private void build(InstanceClass in, List<Integer> nodes) {
        int[] sorted = nodes.stream()
                .sorted(treap::compare)
                .mapToInt(Integer::intValue)
                .toArray();
        in.root = treap.build(sorted);
    }
}
