package io.stowage.core.placement;

import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * Draws one of the instances that have enough left, all as likely, from classes whose best ones are equally good.
 *
 * <p>How many have enough left is not known, and counting them would mean to look at all. So one is drawn of all with these scores, and
 * again if it hasn't enough left: each that has is as likely as any other. Where that doesn't help soon, few have enough left; these are
 * collected, which is cheap just then, and one of them is drawn.
 */
final class Draw {

    private static final int TRIES = 16;

    private final List<InstanceClass> tied;
    private final Treap treap;
    private final Demand demand;

    /** An instance's node, and its class. */
    record Drawn(InstanceClass in, int node) {}

    Draw(List<InstanceClass> tied, Treap treap, Demand demand) {
        this.tied = tied;
        this.treap = treap;
        this.demand = demand;
    }

    Drawn by(LongUnaryOperator random) {
        long[] sizes = new long[tied.size()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = treap.ties(tied.get(i).root, tied.get(i).best);
        }
        for (int i = 0; i < TRIES; i++) {
            Drawn drawn = at(random, sizes);
            if (treap.enough(drawn.node, demand)) {
                return drawn;
            }
        }
        return ofCollected(random);
    }

    private Drawn at(LongUnaryOperator random, long[] sizes) {
        long total = 0;
        for (long size : sizes) {
            total += size;
        }
        long left = random.applyAsLong(total);
        int i = 0;
        while (left >= sizes[i]) {
            left -= sizes[i++];
        }
        InstanceClass in = tied.get(i);
        return new Drawn(in, treap.tie(in.root, in.best, (int) left));
    }

    private Drawn ofCollected(LongUnaryOperator random) {
        Rows[] enough = new Rows[tied.size()];
        long[] sizes = new long[enough.length];
        long total = 0;
        for (int i = 0; i < enough.length; i++) {
            enough[i] = new Rows();
            treap.collectTies(tied.get(i).root, tied.get(i).best, demand, enough[i]);
            sizes[i] = enough[i].size();
            total += sizes[i];
        }
        long left = random.applyAsLong(total);
        int i = 0;
        while (left >= sizes[i]) {
            left -= sizes[i++];
        }
        return new Drawn(tied.get(i), enough[i].get((int) left));
    }
}
