package io.stowage.samples.customruntime;

import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.spi.RuntimeTarget;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs jobs of the host application as containers, under the name {@code jobs}; an image is the name of a job. A container instance is no
 * more than a name. Everything ends with the JVM: the next engine finds none of it, and replaces it.
 */
public final class JobRuntimeProvider implements ContainerRuntimeProvider {

    private final Map<String, Job> images;
    private final Map<String, JobRuntime> instances = new ConcurrentHashMap<>();

    public JobRuntimeProvider(Map<String, Job> images) {
        this.images = new TreeMap<>(images);
    }

    @Override
    public String name() {
        return "jobs";
    }

    @Override
    public ContainerRuntime connect(RuntimeTarget target) {
        if (!target.properties().isEmpty()) {
            throw new IllegalArgumentException("runtimeProperties "
                    + target.properties().keySet() + " are not known: the job runtime takes none. Remove them.");
        }
        return instances.computeIfAbsent(target.containerInstanceId(), id -> new JobRuntime(images));
    }
}
