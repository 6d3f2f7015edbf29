package io.stowage.samples.customruntime;

import io.stowage.spi.ContainerSpec;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.spi.SecretValue;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** A container: a job, and the thread that runs it once. Each method is one step. */
final class JobContainer implements Job.Surroundings {

    private static final int FAILED = 1;

    private final ContainerSpec spec;
    private final Job job;
    private final String runtimeId;
    private final Map<String, String> environment;
    private volatile boolean ignoresStopSignals;
    private Phase phase = Phase.CREATED;
    private boolean removed;
    private final Set<FutureTask<Integer>> commands = new HashSet<>();
    private @Nullable Thread thread;
    private @Nullable Integer signalled;
    private @Nullable Integer exitCode;
    private @Nullable String reason;
    private @Nullable Instant startedAt;
    private @Nullable Instant finishedAt;

    JobContainer(ContainerSpec spec, Job job, String runtimeId) {
        this.spec = spec;
        this.job = job;
        this.runtimeId = runtimeId;
        Map<String, String> variables = new LinkedHashMap<>(spec.environment());
        for (SecretValue secret : spec.secrets()) {
            variables.put(secret.name(), new String(secret.reveal()));
        }
        this.environment = Collections.unmodifiableMap(variables);
    }

    ContainerSpec spec() {
        return spec;
    }

    synchronized ContainerState state() {
        return new ContainerState(
                spec.name(), spec.labels(), runtimeId, phase, exitCode, reason, startedAt, finishedAt, List.of(), null);
    }

    synchronized boolean isRunning() {
        return phase == Phase.RUNNING;
    }

    /** Runs the job if it has never run. False if the container was removed. {@code onEnd} is called from the job's thread. */
    synchronized boolean start(Runnable onEnd) {
        if (phase == Phase.CREATED && !removed) {
            phase = Phase.RUNNING;
            startedAt = Instant.now();
            Thread fresh = thread("job " + spec.name(), () -> {
                run();
                onEnd.run();
            });
            thread = fresh;
            fresh.start();
        }
        return !removed;
    }

    private static Thread thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private void run() {
        Integer own = null;
        String why = null;
        try {
            own = job.run(this);
        } catch (InterruptedException told) {
            // The signal says how it ended.
            why = null;
        } catch (RuntimeException | Error fault) {
            own = FAILED;
            why = fault.toString();
        }
        ended(own, why);
    }

    /** A job that ends in its own way has its own exit code, even when it was told to; one that was interrupted that of the signal. */
    private synchronized void ended(@Nullable Integer own, @Nullable String why) {
        phase = Phase.EXITED;
        finishedAt = Instant.now();
        exitCode = own != null ? own : Objects.requireNonNullElse(signalled, FAILED);
        reason = why;
        commands.forEach(command -> command.cancel(true));
    }

    /** Runs a command beside the job, which ends it when it ends. False if the job does not run. */
    synchronized boolean startBeside(FutureTask<Integer> command) {
        if (phase == Phase.RUNNING) {
            commands.add(command);
            thread("command in " + spec.name(), command).start();
        }
        return phase == Phase.RUNNING;
    }

    synchronized void end(FutureTask<Integer> command) {
        commands.remove(command);
        command.cancel(true);
    }

    /** Interrupts a running job, unless it ignores that and is not forced. {@code code} is the exit code of one that was interrupted. */
    synchronized void interrupt(int code, boolean force) {
        if (phase == Phase.RUNNING && thread != null && (force || !ignoresStopSignals)) {
            signalled = code;
            thread.interrupt();
        }
    }

    /** From now on it can't be started; false if it runs. */
    synchronized boolean retire() {
        removed = phase != Phase.RUNNING;
        return removed;
    }

    @Override
    public String container() {
        return spec.name();
    }

    @Override
    public List<String> arguments() {
        List<String> command = spec.definition().command();
        return command == null ? List.of() : command;
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public void ignoreStopSignals() {
        ignoresStopSignals = true;
    }
}
