package io.stowage.core.placement;

import io.stowage.model.PlacementConstraintType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Places tasks that a filter or a scorer of the host application applies to: looks at each instance for each task, for nobody knows how their
 * answers order instances.
 *
 * <p>How: the pipeline as it is written. Of all instances that nothing is in the way of, each criterion leaves those with its least score: the
 * strategies first, as they were asked for; then the scorers, to break the ties; then a draw where a strategy is random, else the id. What an instance
 * is asked is asked once, and again when a task is placed on it: nothing else changes meanwhile but the counts that instances share.
 *
 * <p>The others' index has no part in this and doesn't suffer from it.
 */
final class ScannedPlacement implements Judged {

    private static final int ABSENT = 1 << 30;

    private final PlacementRequest request;
    private final Inventory inventory;
    private final LongUnaryOperator random;
    private final Scores scores;
    private final Criterion[] criteria;
    private final Membership membership;
    private final boolean distinct;
    private final @Nullable Candidate[] candidates;
    private final int[] misfits;
    /** By criterion and row; those of the scorers come last. Of a shared one it is the number of the instance's value, or none. */
    private final long[][] own;

    private final List<Tallies> tallies = new ArrayList<>();

    /** How many tasks of the group are on instances with the same value of an attribute; values are numbered as they come. */
    private static final class Tallies {
        private static final int NONE = -1;

        private final Map<String, Integer> numbers = new LinkedHashMap<>();
        private long[] tasks = new long[16];

        int number(@Nullable String value) {
            if (value == null) {
                return NONE;
            }
            Integer number = numbers.putIfAbsent(value, numbers.size());
            if (numbers.size() > tasks.length) {
                tasks = Arrays.copyOf(tasks, 2 * tasks.length);
            }
            return number == null ? numbers.size() - 1 : number;
        }

        void add(int number, int count) {
            if (number != NONE) {
                tasks[number] += count;
            }
        }

        /** Instances that lack the attribute come after all that have it. */
        long score(long number) {
            return number == NONE ? Long.MAX_VALUE : tasks[(int) number];
        }
    }

    ScannedPlacement(PlacementRequest request, Inventory inventory, LongUnaryOperator random) {
        this.request = request;
        this.inventory = inventory;
        this.random = random;
        this.scores = new Scores(request.effectiveStrategies());
        this.criteria = scores.criteria();
        this.membership = Membership.of(request.constraints());
        this.distinct = request.constraints().stream()
                .anyMatch(each -> each.type() == PlacementConstraintType.DISTINCT_INSTANCE);
        int rows = inventory.rowCount();
        this.candidates = new Candidate[rows];
        this.misfits = new int[rows];
        this.own = new long[criteria.length + request.rules().scorers()][rows];
        for (int i = 0; i < criteria.length; i++) {
            tallies.add(new Tallies());
        }
        for (int row = 0; row < rows; row++) {
            read(row);
        }
    }

    private void read(int row) {
        InstanceView instance = inventory.view(row);
        if (instance == null) {
            misfits[row] = ABSENT;
            return;
        }
        Candidate candidate = new Candidate(instance, request);
        candidates[row] = candidate;
        int tasks = instance.tasksOfGroup(request.group());
        for (int i = 0; i < criteria.length; i++) {
            if (criteria[i].shared()) {
                own[i][row] = tallies.get(i).number(instance.attribute(criteria[i].attribute()));
            }
        }
        tally(row, tasks);
        judge(row, candidate);
    }

    /** So many more tasks of the group are on the instance. */
    private void tally(int row, int tasks) {
        for (int i = 0; i < criteria.length; i++) {
            if (criteria[i].shared()) {
                tallies.get(i).add((int) own[i][row], tasks);
            }
        }
    }

    /** Asks the instance all that has to be asked; the host application only if nothing else is in the way. */
    private void judge(int row, Candidate candidate) {
        int wrong = Fits.misfits(request.demand(), candidate);
        if (distinct && candidate.tasksOfGroup(request.group()) > 0) {
            wrong |= Misfit.NOT_DISTINCT.bit();
        }
        if (!membership.admitsAsDescribed(candidate) || !membership.admitsByTasks(candidate)) {
            wrong |= Misfit.NOT_MEMBER.bit();
        }
        if (wrong == 0 && request.rules().refusal(candidate) != null) {
            wrong = Misfit.REFUSED.bit();
        }
        misfits[row] = wrong;
        if (wrong == 0) {
            score(row, candidate);
        }
    }

    private void score(int row, Candidate candidate) {
        int tasks = candidate.tasksOfGroup(request.group());
        for (int i = 0; i < criteria.length; i++) {
            if (!criteria[i].shared()) {
                own[i][row] = criteria[i].score(candidate, tasks);
            }
        }
        for (int i = criteria.length; i < own.length; i++) {
            own[i][row] = request.rules().score(i - criteria.length, candidate);
        }
    }

    Placement place() {
        List<String> chosen = new ArrayList<>(request.count());
        int best = chosen.size() < request.count() ? best() : -1;
        while (best >= 0) {
            chosen.add(place(best));
            best = chosen.size() < request.count() ? best() : -1;
        }
        int unplaced = request.count() - chosen.size();
        return new Placement(chosen, unplaced == 0 ? null : Explanation.of(this, request, unplaced));
    }

    private String place(int row) {
        Candidate candidate = candidate(row);
        candidate.place();
        tally(row, 1);
        judge(row, candidate);
        return candidate.id();
    }

    /** The row of the instance that remains; -1 if none can take a task. */
    private int best() {
        int[] left = eligible();
        for (int i = 0; i < own.length && left.length > 1; i++) {
            left = least(left, i);
        }
        if (left.length == 0) {
            return -1;
        }
        return scores.draws() ? left[(int) random.applyAsLong(left.length)] : firstById(left);
    }

    private int[] eligible() {
        int[] rows = new int[misfits.length];
        int count = 0;
        for (int row = 0; row < misfits.length; row++) {
            if (misfits[row] == 0) {
                rows[count++] = row;
            }
        }
        return Arrays.copyOf(rows, count);
    }

    private int[] least(int[] rows, int criterion) {
        long least = Long.MAX_VALUE;
        int count = 0;
        int[] left = new int[rows.length];
        for (int row : rows) {
            long score = scoreOf(criterion, row);
            if (score < least) {
                least = score;
                count = 0;
            }
            if (score == least) {
                left[count++] = row;
            }
        }
        return Arrays.copyOf(left, count);
    }

    private long scoreOf(int criterion, int row) {
        boolean shared = criterion < criteria.length && criteria[criterion].shared();
        return shared ? tallies.get(criterion).score(own[criterion][row]) : own[criterion][row];
    }

    private int firstById(int[] rows) {
        int first = rows[0];
        for (int row : rows) {
            if (label(row) < label(first)) {
                first = row;
            }
        }
        return first;
    }

    private Candidate candidate(int row) {
        Candidate candidate = candidates[row];
        if (candidate == null) {
            throw new IllegalStateException("row " + row + " has no instance");
        }
        return candidate;
    }

    @Override
    public int rowCount() {
        return misfits.length;
    }

    @Override
    public boolean present(int row) {
        return misfits[row] != ABSENT;
    }

    /** They are those of the request's own tasks: no others are asked about. */
    @Override
    public int misfits(int row, Demand demand) {
        return misfits[row];
    }

    @Override
    public int label(int row) {
        return inventory.label(row);
    }

    @Override
    public InstanceView instanceAsPlanned(int row) {
        return candidate(row);
    }
}
