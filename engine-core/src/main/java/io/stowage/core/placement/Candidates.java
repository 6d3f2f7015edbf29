package io.stowage.core.placement;

import io.stowage.core.placement.Criterion.Kind;
import io.stowage.core.placement.InstanceClass.Tally;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The instances of a cluster, those that can take a task of the group sorted into classes of equal attributes. */
final class Candidates {

    private final PlacementRequest request;
    private final Criterion[] criteria;
    private final boolean distinct;
    private final Membership membership;
    private final boolean draws;
    private final List<Candidate> all;
    private final Map<List<@Nullable String>, InstanceClass> classes = new LinkedHashMap<>();
    /** By criterion and value: where the group's tasks are, on instances that can't take another one too. */
    private final List<Map<String, Tally>> tallies = new ArrayList<>();

    Candidates(PlacementRequest request, PlacementView view) {
        this.request = request;
        this.criteria =
                request.effectiveStrategies().stream().map(Criterion::of).toArray(Criterion[]::new);
        this.distinct = request.distinctInstance();
        this.membership = Membership.of(request);
        this.draws = Arrays.stream(criteria).anyMatch(criterion -> criterion.kind() == Kind.RANDOM);
        this.all = new ArrayList<>(view.instances().size());
        for (int i = 0; i < criteria.length; i++) {
            tallies.add(new LinkedHashMap<>());
        }
        for (InstanceView instance : view.instances()) {
            add(new Candidate(instance, all.size(), request, criteria.length));
        }
    }

    private void add(Candidate candidate) {
        all.add(candidate);
        int tasks = candidate.tasksOfGroup();
        boolean can = canTakeAnother(candidate);
        if (tasks == 0 && !can) {
            return;
        }
        @Nullable String[] values = values(candidate);
        count(values, tasks);
        if (can) {
            candidate.score(criteria);
            classes.computeIfAbsent(Arrays.asList(values), key -> newClass(values))
                    .pool
                    .add(candidate);
        }
    }

    private @Nullable String[] values(Candidate candidate) {
        @Nullable String[] values = new String[criteria.length];
        for (int i = 0; i < criteria.length; i++) {
            values[i] = criteria[i].shared() ? candidate.attribute(criteria[i].attribute()) : null;
        }
        return values;
    }

    private void count(@Nullable String[] values, int tasks) {
        for (int i = 0; i < values.length; i++) {
            Tally tally = tally(i, values[i]);
            if (tally != null) {
                tally.tasks += tasks;
            }
        }
    }

    private InstanceClass newClass(@Nullable String[] values) {
        @Nullable Tally[] shared = new Tally[values.length];
        for (int i = 0; i < values.length; i++) {
            shared[i] = tally(i, values[i]);
        }
        return new InstanceClass(criteria, shared, draws ? new Pool.ByDraw() : new Pool.ById());
    }

    private @Nullable Tally tally(int criterion, @Nullable String value) {
        return value == null ? null : tallies.get(criterion).computeIfAbsent(value, v -> new Tally());
    }

    boolean canTakeAnother(Candidate candidate) {
        return misfitsButMembership(candidate) == 0 && membership.admits(candidate);
    }

    /** What is in the way of another task, constraints included. */
    int misfits(Candidate candidate) {
        int misfits = misfitsButMembership(candidate);
        return membership.admits(candidate) ? misfits : misfits | Misfit.NOT_MEMBER.bit();
    }

    private int misfitsButMembership(Candidate candidate) {
        int misfits = Fits.misfits(request.demand(), candidate);
        return distinct && candidate.tasksOfGroup() > 0 ? misfits | Misfit.NOT_DISTINCT.bit() : misfits;
    }

    Collection<InstanceClass> classes() {
        return classes.values();
    }

    List<Candidate> all() {
        return all;
    }

    Criterion[] criteria() {
        return criteria;
    }

    /** Whether ties are drawn from. */
    boolean draws() {
        return draws;
    }
}
