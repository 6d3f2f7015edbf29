package io.stowage.core.placement;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Rows in the order of their keys, with the first one that has enough left found without looking at those that haven't.
 *
 * <p>A treap: a search tree by key whose shape is that of a heap by numbers that look random and are a function of the row, so that it is
 * balanced whatever comes, and the same in each run. Each node knows the most cpu, memory and GPUs that any row below it has left. A
 * search goes to the lesser side first and leaves out each subtree whose most is too little. With one scarce resource this never goes
 * wrong. With several it can: the most of one may be another row's than the most of the other. Then it turns back; the answer is exact in
 * any case, and {@link #visits} says what it cost.
 *
 * <p>One array of ints holds all nodes, sixteen of them each, which is a line of the processor's cache. Node 0 is none: it has less than
 * nothing left. The tree of a class of instances is known by its root; any number of them share the array.
 */
final class Treap {

    static final int KEYS = 3;

    private static final int STRIDE_BITS = 4;
    /** The keys lie at 0 to 2. */
    private static final int LABEL = 3;

    private static final int LEFT = 4;
    private static final int RIGHT = 5;
    private static final int CPU = 6;
    private static final int MEMORY = 7;
    private static final int GPUS = 8;
    private static final int MOST_CPU = 9;
    private static final int MOST_MEMORY = 10;
    private static final int MOST_GPUS = 11;
    private static final int SIZE = 12;

    private int[] nodes = new int[1 << STRIDE_BITS];
    private long visits;

    Treap() {
        Arrays.fill(nodes, CPU, SIZE, Integer.MIN_VALUE);
    }

    void ensure(int count) {
        if (count << STRIDE_BITS > nodes.length) {
            nodes = Arrays.copyOf(nodes, Math.max(count << STRIDE_BITS, nodes.length + (nodes.length >> 1)));
        }
    }

    /** How many nodes searches have looked at. */
    long visits() {
        return visits;
    }

    int key(int node, int index) {
        return nodes[(node << STRIDE_BITS) + index];
    }

    int label(int node) {
        return nodes[(node << STRIDE_BITS) + LABEL];
    }

    int cpu(int node) {
        return nodes[(node << STRIDE_BITS) + CPU];
    }

    int memory(int node) {
        return nodes[(node << STRIDE_BITS) + MEMORY];
    }

    int gpus(int node) {
        return nodes[(node << STRIDE_BITS) + GPUS];
    }

    boolean hasKeys(int node, int[] keys, int label) {
        int at = node << STRIDE_BITS;
        return nodes[at] == keys[0]
                && nodes[at + 1] == keys[1]
                && nodes[at + 2] == keys[2]
                && nodes[at + LABEL] == label;
    }

    /** Only of a node that is in no tree. */
    void setKeys(int node, int[] keys, int label) {
        int at = node << STRIDE_BITS;
        System.arraycopy(keys, 0, nodes, at, KEYS);
        nodes[at + LABEL] = label;
    }

    boolean hasLeft(int node, int cpu, int memory, int gpus) {
        int at = node << STRIDE_BITS;
        return nodes[at + CPU] == cpu && nodes[at + MEMORY] == memory && nodes[at + GPUS] == gpus;
    }

    /** Of a node that is in a tree, {@link #touch} has to follow. */
    void setLeft(int node, int cpu, int memory, int gpus) {
        int at = node << STRIDE_BITS;
        nodes[at + CPU] = cpu;
        nodes[at + MEMORY] = memory;
        nodes[at + GPUS] = gpus;
    }

    boolean enough(int node, Demand demand) {
        int at = node << STRIDE_BITS;
        return Fits.amounts(demand, nodes[at + CPU], nodes[at + MEMORY], nodes[at + GPUS]) == 0;
    }

    /** Whether a node of the tree may have enough left: if not, none has. */
    private boolean maybeEnough(int tree, Demand demand) {
        int at = tree << STRIDE_BITS;
        return Fits.amounts(demand, nodes[at + MOST_CPU], nodes[at + MOST_MEMORY], nodes[at + MOST_GPUS]) == 0;
    }

    /** The first node that has enough left; 0 if none has. */
    int first(int root, Demand demand) {
        int tree = root;
        while (maybeEnough(tree, demand)) {
            visits++;
            int before = first(left(tree), demand);
            if (before != 0) {
                return before;
            }
            if (enough(tree, demand)) {
                return tree;
            }
            tree = right(tree);
        }
        return 0;
    }

    /** The first node from this first key on that has enough left and passes the test, which is asked of no later one; 0 if none does. */
    int first(int root, int from, Demand demand, IntPredicate test) {
        int tree = root;
        while (maybeEnough(tree, demand)) {
            visits++;
            if (key(tree, 0) >= from) {
                int before = first(left(tree), from, demand, test);
                if (before != 0) {
                    return before;
                }
                if (enough(tree, demand) && test.test(tree)) {
                    return tree;
                }
            }
            tree = right(tree);
        }
        return 0;
    }

    /** Puts the node in, which is in no tree; the new root. */
    int insert(int tree, int node) {
        if (tree == 0 || priority(node) > priority(tree)) {
            split(tree, node);
            return node;
        }
        if (less(node, tree)) {
            setLeftChild(tree, insert(left(tree), node));
        } else {
            setRightChild(tree, insert(right(tree), node));
        }
        pull(tree);
        return tree;
    }

    /** Hangs what is before the node in the tree to its left, and the rest to its right. */
    private void split(int tree, int node) {
        if (tree == 0) {
            setLeftChild(node, 0);
            setRightChild(node, 0);
        } else if (less(tree, node)) {
            split(right(tree), node);
            setRightChild(tree, left(node));
            pull(tree);
            setLeftChild(node, tree);
        } else {
            split(left(tree), node);
            setLeftChild(tree, right(node));
            pull(tree);
            setRightChild(node, tree);
        }
        pull(node);
    }

    /** Takes the node out, which is in the tree; the new root. */
    int remove(int tree, int node) {
        if (tree == node) {
            return merge(left(node), right(node));
        }
        if (less(node, tree)) {
            setLeftChild(tree, remove(left(tree), node));
        } else {
            setRightChild(tree, remove(right(tree), node));
        }
        pull(tree);
        return tree;
    }

    private int merge(int before, int after) {
        if (before == 0 || after == 0) {
            return before == 0 ? after : before;
        }
        if (priority(before) > priority(after)) {
            setRightChild(before, merge(right(before), after));
            pull(before);
            return before;
        }
        setLeftChild(after, merge(before, left(after)));
        pull(after);
        return after;
    }

    /** What the node has left has changed. */
    void touch(int tree, int node) {
        if (tree != node) {
            touch(less(node, tree) ? left(tree) : right(tree), node);
        }
        pull(tree);
    }

    /** Builds a tree of nodes that are in no tree, given in the order of their keys; its root; there is at least one. */
    int build(int[] sorted) {
        int[] spine = new int[sorted.length];
        int depth = 0;
        for (int node : sorted) {
            int below = 0;
            while (depth > 0 && priority(spine[depth - 1]) < priority(node)) {
                below = spine[--depth];
                pull(below);
            }
            setLeftChild(node, below);
            setRightChild(node, 0);
            if (depth > 0) {
                setRightChild(spine[depth - 1], node);
            }
            spine[depth++] = node;
        }
        while (depth > 0) {
            pull(spine[--depth]);
        }
        return spine[0];
    }

    /** How many nodes of the tree have the keys of this one, labels aside. */
    int ties(int root, int like) {
        return before(root, like, true) - before(root, like, false);
    }

    /** That of the nodes with the keys of this one that has so many of them before it. */
    int tie(int root, int like, int index) {
        int rank = before(root, like, false) + index;
        int tree = root;
        while (rank != size(left(tree))) {
            if (rank < size(left(tree))) {
                tree = left(tree);
            } else {
                rank -= size(left(tree)) + 1;
                tree = right(tree);
            }
        }
        return tree;
    }

    /** How many nodes have lesser keys, or equal ones where they count. */
    private int before(int root, int like, boolean orEqual) {
        int count = 0;
        int tree = root;
        while (tree != 0) {
            int order = compareKeys(tree, like);
            if (order < 0 || (orEqual && order == 0)) {
                count += size(left(tree)) + 1;
                tree = right(tree);
            } else {
                tree = left(tree);
            }
        }
        return count;
    }

    /** Adds all nodes with the keys of this one that have enough left, in their order. */
    void collectTies(int tree, int like, Demand demand, Rows into) {
        if (!maybeEnough(tree, demand)) {
            return;
        }
        visits++;
        int order = compareKeys(tree, like);
        if (order >= 0) {
            collectTies(left(tree), like, demand, into);
        }
        if (order == 0 && enough(tree, demand)) {
            into.add(tree);
        }
        if (order <= 0) {
            collectTies(right(tree), like, demand, into);
        }
    }

    int compare(int one, int other) {
        int byKeys = compareKeys(one, other);
        return byKeys != 0 ? byKeys : Integer.compare(label(one), label(other));
    }

    private int compareKeys(int one, int other) {
        int a = one << STRIDE_BITS;
        int b = other << STRIDE_BITS;
        for (int i = 0; i < KEYS; i++) {
            if (nodes[a + i] != nodes[b + i]) {
                return nodes[a + i] < nodes[b + i] ? -1 : 1;
            }
        }
        return 0;
    }

    private boolean less(int one, int other) {
        return compare(one, other) < 0;
    }

    private void pull(int tree) {
        int at = tree << STRIDE_BITS;
        int left = nodes[at + LEFT] << STRIDE_BITS;
        int right = nodes[at + RIGHT] << STRIDE_BITS;
        nodes[at + MOST_CPU] = Math.max(nodes[at + CPU], Math.max(nodes[left + MOST_CPU], nodes[right + MOST_CPU]));
        nodes[at + MOST_MEMORY] =
                Math.max(nodes[at + MEMORY], Math.max(nodes[left + MOST_MEMORY], nodes[right + MOST_MEMORY]));
        nodes[at + MOST_GPUS] = Math.max(nodes[at + GPUS], Math.max(nodes[left + MOST_GPUS], nodes[right + MOST_GPUS]));
        nodes[at + SIZE] = nodes[left + SIZE] + nodes[right + SIZE] + 1;
    }

    /** Looks random, and no two nodes have the same: each step can be undone. */
    private static int priority(int node) {
        int mixed = node * 0x9E3779B9;
        mixed = (mixed ^ (mixed >>> 16)) * 0x85EBCA6B;
        return mixed ^ (mixed >>> 13);
    }

    private int size(int tree) {
        return nodes[(tree << STRIDE_BITS) + SIZE];
    }

    private int left(int tree) {
        return nodes[(tree << STRIDE_BITS) + LEFT];
    }

    private int right(int tree) {
        return nodes[(tree << STRIDE_BITS) + RIGHT];
    }

    private void setLeftChild(int tree, int child) {
        nodes[(tree << STRIDE_BITS) + LEFT] = child;
    }

    private void setRightChild(int tree, int child) {
        nodes[(tree << STRIDE_BITS) + RIGHT] = child;
    }
}
