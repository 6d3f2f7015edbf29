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
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** A connection to a {@link JobHost}. It holds nothing of its own, so that closing it is nothing and any number of them see the same. */
final class JobRuntime implements ContainerRuntime {

    private static final int KILLED = 137;
    private static final Map<String, Integer> STOP_SIGNALS = Map.of("SIGTERM", 143, "SIGINT", 130);
    private static final int BYTES_PER_MIB_LOG2 = 20;

    private final JobHost host;

    JobRuntime(JobHost host) {
        this.host = host;
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
                        "containerDefinitions[].stopTimeout"),
                List.of());
    }

    @Override
    public PulledImage pull(String image) throws ContainerRuntimeException {
        host.image(image, Category.CannotPullContainerError);
        return new PulledImage(null);
    }

    @Override
    public void create(ContainerSpec spec) throws ContainerRuntimeException {
        host.create(spec);
    }

    @Override
    public void start(String name) throws ContainerRuntimeException {
        JobContainer container = host.find(name);
        if (container == null || !container.start(() -> host.changed(name))) {
            throw ContainerRuntimeException.permanent(
                    Category.CannotStartContainerError, "there is no container \"" + name + "\": create it first");
        }
        host.changed(name);
    }

    @Override
    public void signal(String name, String signal) throws ContainerRuntimeException {
        JobContainer container = host.find(name);
        if (signal.equals("SIGKILL")) {
            kill(name);
        } else if (container != null && container.isRunning()) {
            Integer exitCode = STOP_SIGNALS.get(signal);
            if (exitCode == null) {
                throw ContainerRuntimeException.permanent(
                        Category.ContainerRuntimeError,
                        "a job can't be sent \"" + signal + "\", only SIGKILL and " + STOP_SIGNALS.keySet());
            }
            container.interrupt(exitCode, false);
        }
    }

    @Override
    public void kill(String name) {
        JobContainer container = host.find(name);
        if (container != null) {
            container.interrupt(KILLED, true);
        }
    }

    @Override
    public void remove(String name) throws ContainerRuntimeException {
        host.remove(name);
    }

    /** All is in this JVM: it is always known, never {@link Observation.Unknown}. */
    @Override
    public Observation inspect(String name) {
        JobContainer container = host.find(name);
        return container == null ? new Observation.Absent() : new Observation.Present(container.state());
    }

    @Override
    public List<ContainerState> list(Map<String, String> labels) {
        return host.all().stream()
                .filter(container -> container.spec().labels().entrySet().containsAll(labels.entrySet()))
                .map(JobContainer::state)
                .toList();
    }

    /** A command is a job too, by its name: it runs with the container's surroundings. */
    @Override
    public CommandResult run(String name, List<String> command, Duration timeout) throws ContainerRuntimeException {
        JobContainer container = host.find(name);
        if (container == null) {
            throw doesNotRun(name);
        }
        Job job = host.image(command.isEmpty() ? "" : command.get(0), Category.ContainerRuntimeError);
        AtomicReference<CommandResult> result = new AtomicReference<>(new CommandResult(null, ""));
        Thread thread = JobContainer.thread("command in " + name, () -> result.set(runToItsEnd(job, container)));
        if (!container.startBeside(thread)) {
            throw doesNotRun(name);
        }
        try {
            thread.join(Math.max(1, timeout.toMillis()));
        } catch (InterruptedException gaveUp) {
            Thread.currentThread().interrupt();
        }
        CommandResult found = Objects.requireNonNull(result.get());
        container.end(thread);
        return found;
    }

    private static ContainerRuntimeException doesNotRun(String name) {
        return ContainerRuntimeException.permanent(
                Category.ContainerRuntimeError, "container \"" + name + "\" does not run: no command can be run in it");
    }

    private static CommandResult runToItsEnd(Job job, JobContainer container) {
        try {
            return new CommandResult(job.run(container), "");
        } catch (InterruptedException timedOut) {
            return new CommandResult(null, "");
        } catch (RuntimeException fault) {
            return new CommandResult(1, fault.toString());
        }
    }

    @Override
    public RuntimeSubscription follow(ContainerEventListener listener) {
        // One object a subscription, so that a listener that follows twice can stop once.
        ContainerEventListener own = name -> listener.changed(name);
        host.listeners().add(own);
        return () -> host.listeners().remove(own);
    }

    @Override
    public void close() {
        // Nothing was opened.
    }
}
