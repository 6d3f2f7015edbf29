package io.stowage.testkit.invariant;

import io.stowage.model.ContainerInstance;
import io.stowage.model.Service;
import io.stowage.model.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one commit changed, record by record: null before it was created and after it was removed. */
final class Change {

    record OfTask(
            String id, @Nullable Task before, @Nullable Task after) {}

    record OfService(
            String name, @Nullable Service before, @Nullable Service after) {}

    record OfInstance(
            String id,
            @Nullable ContainerInstance before,
            @Nullable ContainerInstance after) {}

    final long revision;
    final List<OfTask> tasks = new ArrayList<>();
    final List<OfService> services = new ArrayList<>();
    final List<OfInstance> instances = new ArrayList<>();

    Change(long revision) {
        this.revision = revision;
    }
}
