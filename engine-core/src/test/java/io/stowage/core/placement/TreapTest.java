package io.stowage.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The tree answers as a sorted list would, whatever went in and out and changed. */
class TreapTest {

    private static final int NODES = 40;

    private final Treap treap = new Treap();
    private final List<Integer> sorted = new ArrayList<>();
    private int root;

    @Property(tries = 200)
    void itAnswersAsASortedListWould(@ForAll long seed) {
        Random draw = new Random(seed);
        sorted.clear();
        root = 0;
        treap.ensure(NODES + 1);
        for (int step = 0; step < 120; step++) {
            change(1 + draw.nextInt(NODES), draw);
            check(draw);
        }
    }

    private void change(int node, Random draw) {
        int[] keys = {draw.nextInt(3), draw.nextInt(2), draw.nextInt(2)};
        int cpu = draw.nextInt(4);
        int memory = draw.nextInt(4);
        int gpus = draw.nextInt(3);
        boolean isThere = sorted.contains(node);
        if (isThere && draw.nextBoolean()) {
            treap.setLeft(node, cpu, memory, gpus);
            treap.touch(root, node);
        } else if (isThere) {
            root = treap.remove(root, node);
            sorted.remove(Integer.valueOf(node));
            return;
        } else {
            treap.setKeys(node, keys, 100 - node);
            treap.setLeft(node, cpu, memory, gpus);
            root = treap.insert(root, node);
            sorted.add(node);
            sorted.sort(byKeys().thenComparing(treap::label));
            assertThat(treap.hasKeys(node, keys, 100 - node)).isTrue();
            assertThat(treap.hasKeys(node, keys, 101 - node)).isFalse();
            for (int i = 0; i < 3; i++) {
                int[] others = keys.clone();
                others[i]++;
                assertThat(treap.hasKeys(node, others, 100 - node)).isFalse();
            }
        }
        assertThat(List.of(treap.cpu(node), treap.memory(node), treap.gpus(node)))
                .containsExactly(cpu, memory, gpus);
        assertThat(treap.hasLeft(node, cpu, memory, gpus)).isTrue();
        assertThat(treap.hasLeft(node, cpu + 1, memory, gpus)).isFalse();
        assertThat(treap.hasLeft(node, cpu, memory + 1, gpus)).isFalse();
        assertThat(treap.hasLeft(node, cpu, memory, gpus + 1)).isFalse();
    }

    private Comparator<Integer> byKeys() {
        return Comparator.<Integer>comparingInt(node -> treap.key(node, 0))
                .thenComparingInt(node -> treap.key(node, 1))
                .thenComparingInt(node -> treap.key(node, 2));
    }

    private void check(Random draw) {
        Demand demand = new Demand(draw.nextInt(5), draw.nextInt(5), draw.nextInt(4), List.of());
        assertThat(treap.first(root, demand)).isEqualTo(first(0, node -> true, demand));
        int from = draw.nextInt(4);
        assertThat(treap.first(root, from, demand, node -> node % 2 == 0))
                .isEqualTo(first(from, node -> node % 2 == 0, demand));
        if (sorted.isEmpty()) {
            return;
        }
        int like = sorted.get(draw.nextInt(sorted.size()));
        List<Integer> ties = sorted.stream()
                .filter(node -> byKeys().compare(node, like) == 0)
                .toList();
        assertThat(treap.ties(root, like)).isEqualTo(ties.size());
        for (int i = 0; i < ties.size(); i++) {
            assertThat(treap.tie(root, like, i)).isEqualTo(ties.get(i));
        }
        Rows enough = new Rows();
        treap.collectTies(root, like, demand, enough);
        List<Integer> collected = new ArrayList<>();
        for (int i = 0; i < enough.size(); i++) {
            collected.add(enough.get(i));
        }
        assertThat(collected)
                .isEqualTo(
                        ties.stream().filter(node -> treap.enough(node, demand)).toList());
    }

    private int first(int from, java.util.function.IntPredicate test, Demand demand) {
        return sorted.stream()
                .filter(node -> treap.key(node, 0) >= from && fits(node, demand) && test.test(node))
                .findFirst()
                .orElse(0);
    }

    private boolean fits(int node, Demand demand) {
        return demand.cpu() <= treap.cpu(node)
                && demand.memory() <= treap.memory(node)
                && demand.gpus() <= treap.gpus(node);
    }
}
