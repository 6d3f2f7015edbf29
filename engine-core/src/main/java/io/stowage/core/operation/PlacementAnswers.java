package io.stowage.core.operation;

import io.stowage.PlacementAccount;
import io.stowage.PlacementExplanation;
import io.stowage.PlacementPlan;
import io.stowage.core.placement.Explained;
import io.stowage.core.placement.Placement;
import io.stowage.core.placement.PlacementFailure;
import io.stowage.core.state.Ids;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What placement found out, as operations answer it. */
final class PlacementAnswers {

    private PlacementAnswers() {}

    /** Of so many tasks, of which perhaps not all were tried. If one found no place, none of those would have. */
    static PlacementPlan plan(Placement placement, int tasks, Ids ids) {
        int placed = placement.instanceIds().size();
        PlacementFailure failure = placement.failure();
        return new PlacementPlan(
                placement.instanceIds().stream().map(ids::containerInstance).toList(),
                account(failure == null ? null : failure.of(tasks - placed), ids),
                failure != null || placed == tasks);
    }

    /** Of one task. */
    static PlacementExplanation explanation(Explained explained, Ids ids) {
        List<String> chosen = explained.placement().instanceIds();
        return new PlacementExplanation(
                chosen.isEmpty() ? null : ids.containerInstance(chosen.get(0)),
                explained.eligible(),
                removed(explained.removedBy()),
                account(explained.placement().failure(), ids));
    }

    private static @Nullable PlacementAccount account(@Nullable PlacementFailure failure, Ids ids) {
        if (failure == null) {
            return null;
        }
        String closest = failure.closestInstanceId();
        return new PlacementAccount(
                failure.unplaced(),
                failure.reason(),
                failure.message(),
                removed(failure.removedBy()),
                closest == null ? null : ids.containerInstance(closest),
                failure.lacks().stream()
                        .map(each -> new PlacementAccount.Lack(each.reason(), each.needed(), each.found()))
                        .toList());
    }

    private static List<PlacementAccount.Removed> removed(Map<String, Integer> removedBy) {
        return removedBy.entrySet().stream()
                .map(each -> new PlacementAccount.Removed(each.getKey(), each.getValue()))
                .toList();
    }
}
