package io.stowage.core.placement;

import io.stowage.core.placement.InstanceClass.Tally;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The instances of a cluster, ranked for all requests of one {@link Shape}: by class of equal attributes, in each class in the order of the
 * instances' own scores.
 *
 * <p>Kept up, not built for each request: it reads again the instances that have changed since it was last asked. What doesn't depend on
 * amounts is decided when an instance is read (status, attributes, ports, constraints); only those that pass are in the trees. Amounts
 * depend on the request, and are left to the {@linkplain Treap search}.
 *
 * <p>While a request is being placed, instances are {@linkplain #place taken for} what they will be. They are read again before the next
 * request: by then what was planned is done, and nothing changes; or it isn't, and they are put back.
 *
 * <p>Row r is node r + 1 of the trees.
 */
final class Ranking implements Judged {

    /** Not in the cluster. */
    private static final int ABSENT = 1 << 30;

    private static final int FEW_CLASSES = 16;

    private final Inventory inventory;
    private final Shape shape;
    private final Scores scores;
    private final Demand parts;
    private final Membership membership;
    private final boolean distinct;
    private final Treap treap = new Treap();
    private final Map<List<@Nullable String>, InstanceClass> classes = new LinkedHashMap<>();
    /** By criterion and value. */
    private final List<Map<String, Tally>> tallies = new ArrayList<>();

    private final Explanations explanations = new Explanations();

    private long read;
    private long labelling = -1;

    // By row, as it was last read.
    private int[] misfits = {};
    private int[] fixedMisfits = {};
    private int[] tasks = {};
    private @Nullable InstanceClass[] classOf = {};
    private @Nullable Object[] descriptions = {};
    private @Nullable Candidate[] planned = {};

    private final Rows plannedRows = new Rows();
    private final int[] keys = new int[Treap.KEYS];

    Ranking(Shape shape, Inventory inventory) {
        this.inventory = inventory;
        this.shape = shape;
        this.scores = new Scores(shape.strategies());
        this.parts = new Demand(0, 0, 0, shape.ports(), shape.attributes(), shape.capacityProvider());
        this.membership = Membership.of(shape.constraints());
        this.distinct = shape.distinct();
        for (int i = 0; i < scores.count(); i++) {
            tallies.add(new LinkedHashMap<>());
        }
    }

    /** Reads what has changed. */
    void catchUp() {
        ensure(inventory.rowCount());
        for (int i = 0; i < plannedRows.size(); i++) {
            planned[plannedRows.get(i)] = null;
        }
        if (labelling != inventory.labelling() || !inventory.remembers(read) || manyClassesAreEmpty()) {
            plannedRows.clear();
            rebuild();
            return;
        }
        for (int i = 0; i < plannedRows.size(); i++) {
            // What was planned and done is in the log: it is read from there.
            if (!inventory.isLogged(plannedRows.get(i), read)) {
                read(plannedRows.get(i));
            }
        }
        plannedRows.clear();
        long end = inventory.readLog();
        for (long at = read; at < end; at++) {
            read(inventory.logged(at));
        }
        read = end;
    }

    /** Values of attributes that no instance has any more leave their classes behind. */
    private boolean manyClassesAreEmpty() {
        return classes.size() > 2 * inventory.rowCount() + FEW_CLASSES;
    }

    private void ensure(int rows) {
        if (rows <= misfits.length) {
            return;
        }
        int known = misfits.length;
        int length = Math.max(rows, known + (known >> 1));
        misfits = Arrays.copyOf(misfits, length);
        Arrays.fill(misfits, known, length, ABSENT);
        fixedMisfits = Arrays.copyOf(fixedMisfits, length);
        tasks = Arrays.copyOf(tasks, length);
        classOf = Arrays.copyOf(classOf, length);
        descriptions = Arrays.copyOf(descriptions, length);
        planned = Arrays.copyOf(planned, length);
        treap.ensure(length + 1);
    }

    private void rebuild() {
        classes.clear();
        tallies.forEach(Map::clear);
        Arrays.fill(misfits, ABSENT);
        Arrays.fill(descriptions, null);
        Arrays.fill(classOf, null);
        Arrays.fill(tasks, 0);
        explanations.clear();
        // Should it break off, it begins again the next time.
        labelling = -1;
        long end = inventory.readLog();
        new TreesOfClasses(treap).build(inventory.rowCount(), this::describe);
        read = end;
        labelling = inventory.labelling();
    }

    /** Notes what there is to know of a row; its class if it belongs into the class's tree. */
    private @Nullable InstanceClass describe(int row) {
        InstanceView instance = inventory.view(row);
        if (instance == null) {
            return null;
        }
        InstanceClass in = count(row, instance);
        misfits[row] = fixedMisfits[row] | changing(instance, tasks[row]);
        scores.keysOf(instance, tasks[row], keys);
        treap.setKeys(row + 1, keys, inventory.label(row));
        treap.setLeft(row + 1, instance.remainingCpu(), instance.remainingMemory(), instance.remainingGpus());
        return misfits[row] == 0 ? in : null;
    }

    private void read(int row) {
        InstanceView instance = planned[row] == null ? inventory.view(row) : planned[row];
        if (instance == null) {
            forget(row);
            return;
        }
        InstanceClass before = misfits[row] == 0 ? classOf[row] : null;
        boolean described = descriptions[row] != instance.description();
        InstanceClass in = count(row, instance);
        int now = fixedMisfits[row] | changing(instance, tasks[row]);
        // What is in the way of an instance may be another thing of the same kind: another port, another value.
        explanations.changedIf(described || now != misfits[row] || now != 0);
        misfits[row] = now;
        scores.keysOf(instance, tasks[row], keys);
        move(row, instance, before, now == 0 ? in : null);
    }

    private void move(int row, InstanceView instance, @Nullable InstanceClass from, @Nullable InstanceClass to) {
        int node = row + 1;
        int cpu = instance.remainingCpu();
        int memory = instance.remainingMemory();
        int gpus = instance.remainingGpus();
        boolean sameLeft = treap.hasLeft(node, cpu, memory, gpus);
        explanations.changedIf(!sameLeft);
        if (from == to && treap.hasKeys(node, keys, inventory.label(row))) {
            if (!sameLeft) {
                treap.setLeft(node, cpu, memory, gpus);
                touch(node, to);
            }
            return;
        }
        takeOut(node, from);
        treap.setKeys(node, keys, inventory.label(row));
        treap.setLeft(node, cpu, memory, gpus);
        if (to != null) {
            to.root = treap.insert(to.root, node);
        }
    }

    private void touch(int node, @Nullable InstanceClass in) {
        if (in != null) {
            treap.touch(in.root, node);
        }
    }

    private void takeOut(int node, @Nullable InstanceClass from) {
        if (from != null) {
            from.root = treap.remove(from.root, node);
        }
    }

    private void forget(int row) {
        InstanceClass in = classOf[row];
        explanations.changedIf(misfits[row] != ABSENT);
        if (in != null) {
            if (misfits[row] == 0) {
                takeOut(row + 1, in);
            }
            in.count(-tasks[row]);
        }
        misfits[row] = ABSENT;
        tasks[row] = 0;
        classOf[row] = null;
        descriptions[row] = null;
    }

    /** Counts the instance's tasks of the group, in the class to which it belongs now. */
    private InstanceClass count(int row, InstanceView instance) {
        int count = shape.group().isEmpty() ? 0 : instance.tasksOfGroup(shape.group());
        InstanceClass known = classOf[row];
        if (known != null && descriptions[row] == instance.description()) {
            known.count(count - tasks[row]);
            tasks[row] = count;
            return known;
        }
        if (known != null) {
            known.count(-tasks[row]);
        }
        InstanceClass now = classes.computeIfAbsent(scores.values(instance), this::newClass);
        now.count(count);
        classOf[row] = now;
        tasks[row] = count;
        descriptions[row] = instance.description();
        boolean member = membership.admitsAsDescribed(instance);
        fixedMisfits[row] = Fits.described(parts, instance) | (member ? 0 : Misfit.NOT_MEMBER.bit());
        return now;
    }

    private InstanceClass newClass(List<@Nullable String> values) {
        @Nullable Tally[] shared = new Tally[values.size()];
        for (int i = 0; i < shared.length; i++) {
            String value = values.get(i);
            shared[i] = value == null ? null : tallies.get(i).computeIfAbsent(value, v -> new Tally());
        }
        return new InstanceClass(scores, shared);
    }

    /** What may change without the instance being described anew. */
    private int changing(InstanceView instance, int tasksOfGroup) {
        int wrong = Fits.ports(parts, instance);
        if (distinct && tasksOfGroup > 0) {
            wrong |= Misfit.NOT_DISTINCT.bit();
        }
        return membership.admitsByTasks(instance) ? wrong : wrong | Misfit.NOT_MEMBER.bit();
    }

    /** The instance of this node is as if it had one more task of the request. */
    void place(int node, PlacementRequest request) {
        int row = node - 1;
        Candidate candidate = planned[row];
        if (candidate == null) {
            candidate = new Candidate(instance(node), request);
            planned[row] = candidate;
            plannedRows.add(row);
        }
        candidate.place();
        read(row);
    }

    InstanceView instance(int node) {
        InstanceView instance = inventory.view(node - 1);
        if (instance == null) {
            throw new IllegalStateException("row " + (node - 1) + " is in a tree and has no instance");
        }
        return instance;
    }

    @Override
    public InstanceView instanceAsPlanned(int row) {
        Candidate candidate = planned[row];
        return candidate == null ? instance(row + 1) : candidate;
    }

    @Override
    public boolean present(int row) {
        return misfits[row] != ABSENT;
    }

    @Override
    public int misfits(int row, Demand demand) {
        int node = row + 1;
        return misfits[row] | Fits.amounts(demand, treap.cpu(node), treap.memory(node), treap.gpus(node));
    }

    Collection<InstanceClass> classes() {
        return classes.values();
    }

    Treap treap() {
        return treap;
    }

    Explanations explanations() {
        return explanations;
    }

    @Override
    public int rowCount() {
        return inventory.rowCount();
    }

    @Override
    public int label(int row) {
        return treap.label(row + 1);
    }

    boolean draws() {
        return scores.draws();
    }

    void countVisits(long visits) {
        inventory.count(visits);
    }
}
