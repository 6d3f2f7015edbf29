package io.stowage.core.service;

import io.stowage.model.Service;
import io.stowage.model.Task;
import io.stowage.spi.ScaleInOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ranks tasks by the host application's order. What it throws ends here: then all are of one rank, and what was thrown is kept, to be told.
 */
final class HostOrder {

    private static final int LONGEST_FAILURE = 200;

    private final ScaleInOrder order;
    private final Service service;
    private @Nullable String failure;

    HostOrder(ScaleInOrder order, Service service) {
        this.order = order;
        this.service = service;
    }

    /** The tasks, those of the first rank first. */
    List<List<ServiceTask>> ranks(List<ServiceTask> tasks) {
        try {
            Optional<Comparator<Task>> comparator = order.of(service);
            return comparator.isEmpty() ? List.of(tasks) : ranks(tasks, comparator.get());
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError thrown) {
            String text = thrown.toString();
            failure = text.substring(0, Math.min(LONGEST_FAILURE, text.length()));
            return List.of(tasks);
        }
    }

    private static List<List<ServiceTask>> ranks(List<ServiceTask> tasks, Comparator<Task> comparator) {
        List<ServiceTask> sorted = new ArrayList<>(tasks);
        sorted.sort(Comparator.comparing(ServiceTask::task, comparator));
        List<List<ServiceTask>> ranks = new ArrayList<>();
        List<ServiceTask> rank = new ArrayList<>();
        for (ServiceTask task : sorted) {
            if (!rank.isEmpty() && comparator.compare(rank.get(0).task(), task.task()) != 0) {
                ranks.add(rank);
                rank = new ArrayList<>();
            }
            rank.add(task);
        }
        ranks.add(rank);
        return ranks;
    }

    /** What the order threw; null if nothing. */
    @Nullable
    String failure() {
        return failure;
    }
}
