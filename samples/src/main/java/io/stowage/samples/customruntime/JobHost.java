package io.stowage.samples.customruntime;

import io.stowage.spi.ContainerEventListener;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerSpec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What all connections to one container instance share: its containers, by name. */
final class JobHost {

    private final Map<String, Job> images;
    private final ConcurrentNavigableMap<String, JobContainer> containers = new ConcurrentSkipListMap<>();
    private final List<ContainerEventListener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong ids = new AtomicLong();

    JobHost(Map<String, Job> images) {
        this.images = images;
    }

    List<ContainerEventListener> listeners() {
        return listeners;
    }

    @Nullable
    JobContainer find(String name) {
        return containers.get(name);
    }

    /** Ordered by name. */
    List<JobContainer> all() {
        return List.copyOf(containers.values());
    }

    Job image(String image, Category category) throws ContainerRuntimeException {
        Job job = images.get(image);
        if (job == null) {
            throw ContainerRuntimeException.permanent(
                    category, "\"" + image + "\" is none of the jobs of this runtime, which are " + images.keySet());
        }
        return job;
    }

    void create(ContainerSpec spec) throws ContainerRuntimeException {
        Job job = image(spec.definition().image(), Category.CannotCreateContainerError);
        JobContainer fresh = new JobContainer(spec, job, "job-" + ids.incrementAndGet());
        JobContainer present = containers.putIfAbsent(spec.name(), fresh);
        if (present == null) {
            changed(spec.name());
        } else if (!present.spec().specHash().equals(spec.specHash())) {
            throw ContainerRuntimeException.permanent(
                    Category.CannotCreateContainerError,
                    "a container \"" + spec.name() + "\" is there with another spec hash: remove it first");
        }
    }

    void remove(String name) throws ContainerRuntimeException {
        JobContainer container = containers.get(name);
        if (container != null && !container.retire()) {
            throw ContainerRuntimeException.permanent(
                    Category.CannotStopContainerError, "container \"" + name + "\" runs: kill it first");
        }
        if (container != null && containers.remove(name, container)) {
            changed(name);
        }
    }

    void changed(String name) {
        listeners.forEach(listener -> listener.changed(name));
    }
}
