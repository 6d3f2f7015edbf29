package io.stowage.core.plugin;

import io.stowage.model.TaskDefinition;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.WorkloadPolicy;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Contains what the host application's policy throws: what it can't judge is refused. */
public final class GuardedPolicy implements WorkloadPolicy {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedPolicy.class);

    private final WorkloadPolicy policy;

    public GuardedPolicy(WorkloadPolicy policy) {
        this.policy = policy;
    }

    @Override
    public Optional<String> refuses(TaskDefinition taskDefinition) {
        return guarded(() -> policy.refuses(taskDefinition));
    }

    @Override
    public Optional<String> refuses(ContainerSpec spec) {
        return guarded(() -> policy.refuses(spec));
    }

    private Optional<String> guarded(Supplier<Optional<String>> question) {
        try {
            Optional<String> refused = question.get();
            return refused == null ? broken("answered null", null) : refused;
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError thrown) {
            return broken("threw " + thrown, thrown);
        }
    }

    private Optional<String> broken(String what, @Nullable Throwable thrown) {
        String name = policy.getClass().getName();
        LOG.error("The workload policy {} {}: the workload is refused", name, what, thrown);
        return Optional.of("the workload policy " + name + " " + what);
    }
}
