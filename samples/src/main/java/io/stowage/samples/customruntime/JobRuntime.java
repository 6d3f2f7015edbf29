package io.stowage.samples.customruntime;

import io.stowage.spi.CommandResult;
import io.stowage.spi.ContainerEventListener;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.ContainerState;
import io.stowage.spi.Observation;
import io.stowage.spi.PulledImage;
import io.stowage.spi.RuntimeDescription;
import io.stowage.spi.RuntimeSubscription;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** A container instance: its containers, by name. It is the connection to itself, so that any number of them see the same. */
final class JobRuntime implements ContainerRuntime {

    private static final int KILLED = 137;
    private static final Map<String, Integer> STOP_SIGNALS = Map.of("SIGTERM", 143, "SIGINT", 130);
    private static final int BYTES_PER_MIB_LOG2 = 20;
    private static final CommandResult NO_END = new CommandResult(null, "");

    private final Map<String, Job> images;
    private final ConcurrentNavigableMap<String, JobContainer> containers = new ConcurrentSkipListMap<>();
    private final List<ContainerEventListener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong ids = new AtomicLong();

    JobRuntime(Map<String, Job> images) {
        this.images = images;
    }

    @Override
    public RuntimeDescription describe() {
        Runtime jvm = Runtime.getRuntime();
        return new RuntimeDescription(
                "1",
                1024 * jvm.availableProcessors(),
                (int) (jvm.maxMemory() >> BYTES_PER_MIB_LOG2),
                List.of(),
                List.of(),
                Set.of(
                        "containerDefinitions[].image",
                        "containerDefinitions[].command",
                        "containerDefinitions[].environment",
                        "containerDefinitions[].secrets",
                        "containerDefinitions[].healthCheck",
                        "containerDefinitions[].readinessCheck",
                        "containerDefinitions[].stopTimeout"),
                List.of());
    }

    @Override
    public PulledImage pull(String image) throws ContainerRuntimeException {
        job(image, Category.CannotPullContainerError);
        return new PulledImage(null);
    }

    @Override
    public void create(ContainerSpec spec) throws ContainerRuntimeException {
        Job job = job(spec.definition().image(), Category.CannotCreateContainerError);
        JobContainer fresh = new JobContainer(spec, job, "job-" + ids.incrementAndGet());
        JobContainer present = containers.putIfAbsent(spec.name(), fresh);
        if (present == null) {
            changed(spec.name());
        } else if (!present.spec().specHash().equals(spec.specHash())) {
            throw no(
                    Category.CannotCreateContainerError,
                    "a container \"" + spec.name() + "\" is there with another spec hash: remove it first");
        }
    }

    @Override
    public void start(String name) throws ContainerRuntimeException {
        JobContainer container = containers.get(name);
        if (container == null || !container.start(() -> changed(name))) {
            throw no(Category.CannotStartContainerError, "there is no container \"" + name + "\": create it first");
        }
        changed(name);
    }

    @Override
    public void signal(String name, String signal) throws ContainerRuntimeException {
        JobContainer container = containers.get(name);
        if (signal.equals("SIGKILL")) {
            kill(name);
        } else if (container != null && container.isRunning()) {
            Integer exitCode = STOP_SIGNALS.get(signal);
            if (exitCode == null) {
                throw no(
                        Category.ContainerRuntimeError,
                        "a job can't be sent \"" + signal + "\", only SIGKILL and " + STOP_SIGNALS.keySet());
            }
            container.interrupt(exitCode, false);
        }
    }

    @Override
    public void kill(String name) {
        JobContainer container = containers.get(name);
        if (container != null) {
            container.interrupt(KILLED, true);
        }
    }

    @Override
    public void remove(String name) throws ContainerRuntimeException {
        JobContainer container = containers.get(name);
        if (container != null && !container.retire()) {
            throw no(Category.CannotStopContainerError, "container \"" + name + "\" runs: kill it first");
        }
        if (container != null && containers.remove(name, container)) {
            changed(name);
        }
    }

    /** All is in this JVM: it is always known, never {@link Observation.Unknown}. */
    @Override
    public Observation inspect(String name) {
        JobContainer container = containers.get(name);
        return container == null ? new Observation.Absent() : new Observation.Present(container.state());
    }

    @Override
    public List<ContainerState> list(Map<String, String> labels) {
        return containers.values().stream()
                .filter(container -> container.spec().labels().entrySet().containsAll(labels.entrySet()))
                .map(JobContainer::state)
                .toList();
    }

    /** A command is a job too, by its name: it runs with the container's surroundings. */
    @Override
    public CommandResult run(String name, List<String> command, Duration timeout) throws ContainerRuntimeException {
        JobContainer container = containers.get(name);
        if (container == null) {
            throw doesNotRun(name);
        }
        Job job = job(command.isEmpty() ? "" : command.get(0), Category.ContainerRuntimeError);
        FutureTask<Integer> beside = new FutureTask<>(() -> job.run(container));
        if (!container.startBeside(beside)) {
            throw doesNotRun(name);
        }
        try {
            return new CommandResult(beside.get(Math.max(1, timeout.toMillis()), TimeUnit.MILLISECONDS), "");
        } catch (ExecutionException fault) {
            boolean told = fault.getCause() instanceof InterruptedException;
            return told ? NO_END : new CommandResult(1, String.valueOf(fault.getCause()));
        } catch (TimeoutException | CancellationException noEnd) {
            return NO_END;
        } catch (InterruptedException gaveUp) {
            Thread.currentThread().interrupt();
            return NO_END;
        } finally {
            container.end(beside);
        }
    }

    private static ContainerRuntimeException doesNotRun(String name) {
        return no(
                Category.ContainerRuntimeError, "container \"" + name + "\" does not run: no command can be run in it");
    }

    @Override
    public RuntimeSubscription follow(ContainerEventListener listener) {
        // One object a subscription, so that a listener that follows twice can stop once.
        ContainerEventListener own = name -> listener.changed(name);
        listeners.add(own);
        return () -> listeners.remove(own);
    }

    private void changed(String name) {
        listeners.forEach(listener -> listener.changed(name));
    }

    private Job job(String image, Category category) throws ContainerRuntimeException {
        Job job = images.get(image);
        if (job == null) {
            throw no(category, "\"" + image + "\" is none of the jobs of this runtime, which are " + images.keySet());
        }
        return job;
    }

    private static ContainerRuntimeException no(Category category, String why) {
        return ContainerRuntimeException.permanent(category, why);
    }

    @Override
    public void close() {
        // Nothing was opened.
    }
}
