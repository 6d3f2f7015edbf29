package io.stowage.core.placement;

import io.stowage.model.PlacementStrategy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The criteria by which the instances of a ranking are compared, less being better. A criterion that is there twice decides nothing the
 * second time; a random one never scores. So there are at most as many criteria that score instances by themselves as {@link Treap} has keys.
 */
final class Scores {

    private final Criterion[] criteria;
    /** By criterion, which key of the instance it is; -1 where it is shared. */
    private final int[] keys;

    private final boolean draws;

    Scores(List<PlacementStrategy> strategies) {
        Set<Criterion> distinct = new LinkedHashSet<>();
        strategies.forEach(strategy -> distinct.add(Criterion.of(strategy)));
        this.draws = distinct.remove(Criterion.RANDOM);
        this.criteria = distinct.toArray(new Criterion[0]);
        this.keys = new int[criteria.length];
        int next = 0;
        for (int i = 0; i < keys.length; i++) {
            keys[i] = criteria[i].shared() ? -1 : next++;
        }
    }

    /** Whether ties are drawn from. */
    boolean draws() {
        return draws;
    }

    /** In the order in which they are asked, without the random one. */
    Criterion[] criteria() {
        return criteria.clone();
    }

    int count() {
        return criteria.length;
    }

    boolean shared(int criterion) {
        return keys[criterion] < 0;
    }

    int key(int criterion) {
        return keys[criterion];
    }

    /** The instance's own scores. */
    void keysOf(InstanceView instance, int tasks, int[] into) {
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] >= 0) {
                into[keys[i]] = criteria[i].score(instance, tasks);
            }
        }
    }

    /** By criterion, the instance's value of the attribute that is spread over; null where there is none. */
    List<@Nullable String> values(InstanceView instance) {
        List<@Nullable String> values = new ArrayList<>(keys.length);
        for (Criterion criterion : criteria) {
            values.add(criterion.shared() ? instance.attribute(criterion.attribute()) : null);
        }
        return values;
    }
}
