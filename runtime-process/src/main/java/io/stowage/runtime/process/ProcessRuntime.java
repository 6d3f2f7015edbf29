package io.stowage.runtime.process;

import io.stowage.spi.CommandResult;
import io.stowage.spi.ContainerEventListener;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.spi.FollowsLogs;
import io.stowage.spi.Observation;
import io.stowage.spi.PulledImage;
import io.stowage.spi.RuntimeDescription;
import io.stowage.spi.RuntimeSubscription;
import io.stowage.spi.RuntimeTarget;
import io.stowage.spi.WorkloadPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The containers of one container instance, as processes of this host.
 *
 * <p>All state is in folders ({@link InstanceFolder}) and in the kernel; this object only remembers what can't have changed, so that any
 * number of them on one folder, in one or more engines, one after another or at once, see and do the same. The file {@code claim} in a
 * container's folder, which only one process can create, makes its run the only one. An {@link IOException} becomes an
 * {@link UncheckedIOException}: the outcome is unknown.
 */
final class ProcessRuntime implements ContainerRuntime, FollowsLogs {

    private final Settings settings;
    private final InstanceFolder instance;
    private final Containers containers;
    private final Creation creation;
    private final Cgroups cgroups;
    private final Ports ports;
    private final Launcher launcher;
    private final Endings endings;
    private final Executions executions;
    private final List<WorkloadPolicy> policies;
    private final Watch watch;

    private ProcessRuntime(Settings settings, RuntimeTarget target, Ports ports) throws IOException {
        this.settings = settings;
        this.ports = ports;
        this.instance =
                InstanceFolder.open(settings.stateDirectory(), target.clusterName(), target.containerInstanceId());
        this.cgroups = Cgroups.open(settings.cgroupRoot());
        String bootId = Host.bootId();
        this.containers = new Containers(instance, cgroups, bootId);
        this.creation = new Creation(settings, instance, cgroups, ports, bootId);
        this.launcher = Launcher.install(settings.shell(), settings.stateDirectory(), instance.path(), cgroups);
        this.endings = new Endings(containers, cgroups, launcher);
        this.executions = new Executions(launcher, cgroups);
        this.policies = List.of(new ProcessWorkloadPolicy(settings.roots()), target.policy());
        containers.all().forEach(seen -> ports.adopt(seen.record().bindings()));
        this.watch = Watch.start(instance.exits(), new Chores(), settings.logs().look());
    }

    static ProcessRuntime open(Settings settings, RuntimeTarget target, Ports ports) throws IOException {
        return new ProcessRuntime(settings, target, ports);
    }

    @Override
    public RuntimeDescription describe() {
        return unknownOnFailure(() -> Description.of(cgroups, watch.warnings()));
    }

    @Override
    public PulledImage pull(String image) throws ContainerRuntimeException {
        try {
            Image.of(image, settings.roots());
            return new PulledImage(null);
        } catch (Image.NotAllowedException e) {
            throw Failures.cannotPull(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void create(ContainerSpec spec) throws ContainerRuntimeException {
        if (isThere(spec)) {
            return;
        }
        for (WorkloadPolicy policy : policies) {
            Optional<String> refused = policy.refuses(spec);
            if (refused.isPresent()) {
                throw Failures.cannotCreate(refused.get());
            }
        }
        Optional<ContainerRecord> created = tryCreate(spec);
        if (created.isPresent()) {
            executions.remember(created.get(), spec.secrets());
            containers.created(created.get());
        } else if (!isThere(spec)) {
            throw new IllegalStateException(
                    "container " + spec.name() + " was created and removed by somebody else meanwhile");
        }
    }

    private Optional<ContainerRecord> tryCreate(ContainerSpec spec) throws ContainerRuntimeException {
        try {
            return creation.create(spec);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isThere(ContainerSpec spec) throws ContainerRuntimeException {
        Optional<Containers.Seen> present = unknownOnFailure(() -> containers.find(spec.name()));
        if (present.isPresent() && !present.get().record().specHash().equals(spec.specHash())) {
            throw Failures.cannotCreate("a container \"" + spec.name() + "\" is there with spec hash \""
                    + present.get().record().specHash() + "\", not \"" + spec.specHash() + "\": remove it first");
        }
        return present.isPresent();
    }

    @Override
    public void start(String name) throws ContainerRuntimeException {
        Optional<Containers.Seen> created = containers.takeCreated(name);
        if (created.isPresent() && launch(created.get())) {
            return;
        }
        Containers.Seen seen = unknownOnFailure(() -> containers.find(name)).orElseThrow(() -> noSuch(name));
        if (seen.state().phase() != Phase.CREATED) {
            failIfNeverRan(seen.state());
        } else if (!launch(seen)
                && unknownOnFailure(() -> containers.find(name)).isEmpty()) {
            throw noSuch(name);
        }
    }

    /** False if it is no longer there or somebody else has started it. */
    private boolean launch(Containers.Seen seen) throws ContainerRuntimeException {
        if (settings.roots().resolve(seen.record().program()).isEmpty()) {
            throw Failures.cannotStart("the program " + seen.record().program()
                    + " is gone, or not under an allowed root any more: put it back and create the container again");
        }
        String name = seen.record().name();
        String[] reply = unknownOnFailure(() ->
                        launcher.start(seen.folder().fileName(), seen.record().nonce()))
                .split(" ", -1);
        switch (reply[0]) {
            case "started" -> {
                return unknownOnFailure(() -> started(seen, reply));
            }
            case "taken", "absent" -> {
                return false;
            }
            case "failed" -> {
                failIfNeverRan(unknownOnFailure(() -> containers.find(name))
                        .orElseThrow(() -> noSuch(name))
                        .state());
                // Where not even the reason could be written down, its supervisor may take an instant to end.
                throw Failures.cannotStart(
                        "nothing could be written in " + seen.folder().path()
                                + ", and the command was not run: make room on its disk and create the container again");
            }
            case "refused" ->
                throw ContainerRuntimeException.retryable(
                        ContainerRuntimeException.Category.CannotStartContainerError,
                        "nothing can be written in " + seen.folder().path() + ": make room on its disk");
            default -> throw new IllegalStateException("the launcher replied \"" + String.join(" ", reply) + "\"");
        }
    }

    /** @param reply the word, and then id and time of supervisor and command */
    private boolean started(Containers.Seen seen, String[] reply) throws IOException {
        seen.folder().forgetSecrets(seen.record());
        containers.started(seen, ProcessId.of(reply[1], reply[2]), ProcessId.of(reply[3], reply[4]));
        watch.changed(seen.record().name());
        return true;
    }

    /** A run that came to nothing before the command ran is not tried again; whoever asks hears of it again. */
    private static void failIfNeverRan(ContainerState state) throws ContainerRuntimeException {
        String prefix = ContainerRuntimeException.Category.CannotStartContainerError + ": ";
        String reason = state.reason();
        if (state.phase() == Phase.EXITED && reason != null && reason.startsWith(prefix)) {
            throw Failures.cannotStart(reason.substring(prefix.length()));
        }
    }

    private static ContainerRuntimeException noSuch(String name) {
        return Failures.cannotStart("there is no container \"" + name + "\": create it first");
    }

    @Override
    public void signal(String name, String signal) throws ContainerRuntimeException {
        String plain = Signals.plainName(signal);
        Optional<String> reply = unknownOnFailure(() -> endings.signal(name, plain));
        if (reply.isPresent() && reply.get().equals("refused") && isRunning(name)) {
            throw Failures.other("signal \"" + signal + "\" could not be sent to container \"" + name
                    + "\": the shell of this host may not know it");
        }
    }

    private boolean isRunning(String name) {
        return unknownOnFailure(() -> containers.find(name))
                .filter(seen -> seen.state().phase() == Phase.RUNNING)
                .isPresent();
    }

    @Override
    public void kill(String name) {
        unknownOnFailure(() -> {
            endings.kill(name);
            return name;
        });
    }

    @Override
    public void remove(String name) throws ContainerRuntimeException {
        Optional<Containers.Seen> present = unknownOnFailure(() -> containers.find(name));
        if (present.isEmpty()) {
            return;
        }
        Containers.Seen seen = present.get();
        boolean stopped = seen.state().phase() == Phase.EXITED
                || (seen.state().phase() == Phase.CREATED
                        && unknownOnFailure(
                                () -> seen.folder().takeClaim(seen.record().nonce())));
        if (!stopped) {
            throw Failures.cannotStop("container \"" + name + "\" runs: kill it first");
        }
        unknownOnFailure(() -> {
            endings.sweep(Set.of(seen.record().nonce()));
            endings.removeCgroups(seen.record());
            ports.release(seen.record().bindings());
            executions.forget(seen.record());
            endings.forget(seen.record());
            instance.remove(seen.folder(), seen.record().nonce());
            return name;
        });
    }

    @Override
    public Observation inspect(String name) {
        try {
            return containers
                    .find(name)
                    .<Observation>map(seen -> new Observation.Present(seen.state()))
                    .orElseGet(Observation.Absent::new);
        } catch (IOException | RuntimeException e) {
            return new Observation.Unknown(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    @Override
    public List<ContainerState> list(Map<String, String> labels) {
        return unknownOnFailure(() -> {
            List<Containers.Seen> all = containers.all();
            if (!instance.isThere()) {
                throw new IOException("the folder of this container instance is gone: " + instance.exits());
            }
            return all.stream()
                    .filter(seen -> seen.record().carries(labels))
                    .map(Containers.Seen::state)
                    .sorted(Comparator.comparing(ContainerState::name))
                    .toList();
        });
    }

    @Override
    public CommandResult run(String name, List<String> command, Duration timeout) throws ContainerRuntimeException {
        Containers.Seen seen = unknownOnFailure(() -> containers.find(name))
                .filter(found -> found.state().phase() == Phase.RUNNING)
                .orElseThrow(
                        () -> Failures.other("container \"" + name + "\" does not run: no command can be run in it"));
        List<String> words = executions.resolve(seen, command, settings.roots());
        return unknownOnFailure(() -> executions.run(seen, words, timeout));
    }

    @Override
    public RuntimeSubscription follow(ContainerEventListener listener) {
        return watch.follow(listener);
    }

    @Override
    public RuntimeSubscription followLogs(String name, boolean fromBeginning, LogListener listener)
            throws ContainerRuntimeException {
        Containers.Seen seen = unknownOnFailure(() -> containers.find(name))
                .orElseThrow(
                        () -> Failures.other("there is no container \"" + name + "\" whose logs could be followed"));
        return unknownOnFailure(
                () -> new LogFollower(seen.folder(), seen.record().nonce(), fromBeginning, listener));
    }

    @Override
    public void close() {
        watch.close();
        launcher.close();
    }

    @FunctionalInterface
    private interface Work<T> {
        T call() throws IOException;
    }

    /** What failed for reasons of the host may have been done or not. */
    private static <T> T unknownOnFailure(Work<T> work) {
        try {
            return work.call();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Chores implements Watch.Chores {
        @Override
        public @Nullable String nameOf(String folder) throws IOException {
            return containers.inFolder(folder).map(seen -> seen.record().name()).orElse(null);
        }

        @Override
        public List<String> findEnded(Duration unseenFor) throws IOException {
            return containers.endedUnnoticed(unseenFor).stream()
                    .map(seen -> seen.record().name())
                    .toList();
        }

        @Override
        public void endStrays(Set<String> names) throws IOException {
            Map<String, Containers.Seen> ended = new LinkedHashMap<>();
            for (String name : names) {
                containers
                        .find(name)
                        .filter(seen -> seen.state().phase() == Phase.EXITED)
                        .ifPresent(seen -> ended.put(seen.record().nonce(), seen));
            }
            endings.sweep(ended.keySet());
            for (Containers.Seen seen : ended.values()) {
                endings.letGroupsGo(seen);
            }
        }

        @Override
        public boolean rotateLogs() {
            boolean large = false;
            for (Containers.Seen seen : containers.remembered()) {
                for (Path file : List.of(seen.folder().log(false), seen.folder().log(true))) {
                    large |= rotateLog(new LogStream(file));
                }
            }
            return large;
        }

        private boolean rotateLog(LogStream log) {
            try {
                return log.rotate(settings.logs());
            } catch (IOException e) {
                // The next look is as good, and the other logs can be rotated now.
                return false;
            }
        }
    }
}
