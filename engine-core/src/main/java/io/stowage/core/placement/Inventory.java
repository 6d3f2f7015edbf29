package io.stowage.core.placement;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The container instances of a cluster as placement knows them, and the rankings of them that it keeps.
 *
 * <p>Each instance has a row, which is a small number, and a label: labels order like ids. What changes is not looked at when it changes
 * but written down, in a log of rows. A {@link Ranking} catches up with the log when it is next asked, so that one that nobody asks costs
 * nothing; one that has fallen too far behind is built anew. Mutable, belongs to one thread.
 */
public final class Inventory {

    /** How many rows all rankings together may have: some 40 MiB. */
    private static final int MOST_RANKED = 400_000;

    /** How many rows a ranking of no instance counts for. */
    private static final int ROWS_OF_NONE = 64;

    private static final int FEWEST_RANKINGS = 4;
    private static final int GAP = 1 << 12;
    private static final int SHORTEST_LOG = 1 << 10;

    private final TreeMap<String, Entry> byId = new TreeMap<>();
    private @Nullable Entry[] rows = new Entry[16];
    private int rowCount;
    private final Deque<Integer> freeRows = new ArrayDeque<>();
    private int[] log = new int[SHORTEST_LOG];
    private long logEnd;
    /** A row that is in the log from here on has not been read by any ranking. */
    private long unread;
    /** Rises when labels change, which no ranking survives. */
    private long labelling;

    /** The one used longest ago first. */
    private final LinkedHashMap<Shape, Ranking> rankings = new LinkedHashMap<>(16, 0.75f, true);

    private long mostVisits;
    private long requests;

    /** An instance that has joined. */
    public final class Entry {
        private final InstanceView view;
        private final int row;
        private int label;
        private long logged = -1;

        private Entry(InstanceView view, int row) {
            this.view = view;
            this.row = row;
        }

        /** Something of what the instance answers may be different now. Idempotent and cheap. */
        public void changed() {
            if (rows[row] == this) {
                log(this);
            }
        }
    }

    /** An instance joins; none with the same id is there. It is asked from now on, until it leaves. */
    public Entry join(InstanceView instance) {
        Integer free = freeRows.poll();
        int row = free == null ? rowCount++ : free;
        Entry entry = new Entry(instance, row);
        if (row == rows.length) {
            rows = Arrays.copyOf(rows, row * 2);
        }
        rows[row] = entry;
        if (byId.put(instance.id(), entry) != null) {
            throw new IllegalStateException("instance " + instance.id() + " has joined twice");
        }
        label(entry);
        log(entry);
        return entry;
    }

    /** An instance leaves. */
    public void leave(Entry entry) {
        log(entry);
        byId.remove(entry.view.id());
        rows[entry.row] = null;
        freeRows.add(entry.row);
    }

    private void label(Entry entry) {
        Map.Entry<String, Entry> before = byId.lowerEntry(entry.view.id());
        Map.Entry<String, Entry> after = byId.higherEntry(entry.view.id());
        long low = before != null ? before.getValue().label : after != null ? after.getValue().label - 2L * GAP : 0;
        long high = after != null ? after.getValue().label : low + 2L * GAP;
        long label = (low + high) >> 1;
        if (label == low || label == high || label != (int) label) {
            labelAll();
        } else {
            entry.label = (int) label;
        }
    }

    private void labelAll() {
        labelling++;
        long step = (1L << 31) / (byId.size() + 1);
        long label = Integer.MIN_VALUE / 2;
        for (Entry each : byId.values()) {
            each.label = (int) label;
            label += step;
        }
    }

    private void log(Entry entry) {
        if (entry.logged >= unread) {
            return;
        }
        if (log.length < rowCount) {
            log = new int[log.length * 2];
            // What was logged is lost: as if it had been too long ago.
            logEnd += log.length + 1L;
        }
        log[(int) (logEnd & (log.length - 1))] = entry.row;
        entry.logged = logEnd++;
    }

    /** The ranking for such requests, up to date. */
    Ranking ranking(PlacementRequest request) {
        requests++;
        Shape shape = Shape.of(request);
        Ranking ranking = rankings.get(shape);
        if (ranking == null) {
            ranking = new Ranking(shape, this);
            rankings.put(shape, ranking);
        }
        forgetSome();
        ranking.catchUp();
        return ranking;
    }

    /** Looked at each time: the cluster may have grown since the rankings came. The one that is asked is the last to go. */
    private void forgetSome() {
        int most = Math.max(FEWEST_RANKINGS, MOST_RANKED / (rowCount + ROWS_OF_NONE));
        while (rankings.size() > most) {
            rankings.remove(rankings.keySet().iterator().next());
        }
    }

    int rowCount() {
        return rowCount;
    }

    /** The instance of a row; null if the row is free. */
    @Nullable
    InstanceView view(int row) {
        Entry entry = rows[row];
        return entry == null ? null : entry.view;
    }

    int label(int row) {
        Entry entry = rows[row];
        return entry == null ? 0 : entry.label;
    }

    long labelling() {
        return labelling;
    }

    /** Where the log ends; what follows is not read yet by who asks. */
    long readLog() {
        unread = logEnd;
        return logEnd;
    }

    /** Whether all is still there that was logged from here on. */
    boolean remembers(long from) {
        return logEnd - from <= log.length;
    }

    /** Whether the row is in the log from here on. */
    boolean isLogged(int row, long from) {
        Entry entry = rows[row];
        return entry != null && entry.logged >= from;
    }

    int logged(long at) {
        return log[(int) (at & (log.length - 1))];
    }

    void count(long visits) {
        mostVisits = Math.max(mostVisits, visits);
    }

    /** How many requests the rankings have answered. */
    public long requests() {
        return requests;
    }

    /** The most nodes of a ranking that had to be looked at for one task: how far the worst case was from the logarithm. */
    public long mostVisits() {
        return mostVisits;
    }
}
