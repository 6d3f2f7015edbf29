package io.stowage.runtime.docker;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Info;
import io.stowage.runtime.docker.spec.HostFacts;
import io.stowage.runtime.docker.spec.HostPorts;
import io.stowage.runtime.docker.spec.Translation;
import io.stowage.spi.CommandResult;
import io.stowage.spi.ContainerEventListener;
import io.stowage.spi.ContainerMeasurement;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.spi.ExecutesInteractively;
import io.stowage.spi.FollowsLogs;
import io.stowage.spi.InteractiveCommand;
import io.stowage.spi.MeasuresContainers;
import io.stowage.spi.Observation;
import io.stowage.spi.PulledImage;
import io.stowage.spi.ReportsHealth;
import io.stowage.spi.RuntimeDescription;
import io.stowage.spi.RuntimeSubscription;
import io.stowage.spi.RuntimeTarget;
import io.stowage.spi.WorkloadPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Containers on one Docker daemon.
 *
 * <p>Every verb looks first, and acts on the id of what it found: a name may mean a container of somebody else by then, which stays untouched.
 * What the daemon refuses is a {@link ContainerRuntimeException}; what it does not answer, or not so that it can be understood, is any other
 * exception, and {@link Observation.Unknown}.
 *
 * <p>Docker would start a container again that has exited. It is looked at before, but between look and start it may end: two who start the same
 * container within a moment may run it twice if it ends in between. The engine has one call under way for each container.
 */
final class DockerRuntime
        implements ContainerRuntime, FollowsLogs, ReportsHealth, MeasuresContainers, ExecutesInteractively {

    private final Settings settings;
    private final Daemon daemon;
    private final HostPorts ports;
    private final Containers containers;
    private final ScheduledExecutorService timer;
    private final Events events;
    private final Listing listing;
    private final Pulls pulls;
    private final Surroundings surroundings;
    private final Creation creation;
    private final Removal removal;
    private final Commands commands;
    private final InteractiveCommands interactive;
    private final CleanUp cleanUp;
    private final Streams streams = new Streams();
    private final List<WorkloadPolicy> policies;
    private volatile Translation translation;

    private DockerRuntime(Settings settings, Daemon daemon, SharedOfHost shared, boolean local, RuntimeTarget target) {
        this.policies = List.of(settings.policy(), target.policy());
        this.settings = settings;
        this.daemon = daemon;
        this.ports = shared.ports();
        this.containers = new Containers(daemon, settings.digests());
        this.timer = Executors.newSingleThreadScheduledExecutor(DockerRuntime::thread);
        this.events = new Events(daemon, timer);
        this.listing = new Listing(daemon, events, containers, shared);
        this.pulls = new Pulls(daemon, settings.pulls(), shared.images());
        this.surroundings = new Surroundings(daemon, containers, pulls);
        this.creation = new Creation(daemon, containers, settings.digests(), ports, surroundings);
        this.removal = new Removal(daemon, containers, ports, surroundings);
        this.commands = new Commands(daemon, streams.commands, local);
        this.interactive = new InteractiveCommands(daemon, commands, streams.interactive);
        this.cleanUp = new CleanUp(
                new LeftOvers(daemon, containers, surroundings, target.clusterName(), target.containerInstanceId()),
                new Images(daemon, settings.cleanUp(), shared.images()),
                settings.cleanUpPeriod());
        this.translation = new Translation(settings.conventions(), HostFacts.of(new Info()), ports);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "stowage-docker-timer");
        thread.setDaemon(true);
        return thread;
    }

    /** Learns what the host is, and which ports are taken there. */
    static DockerRuntime open(Settings settings, Address address, SharedOfHost shared, RuntimeTarget target)
            throws ContainerRuntimeException {
        WireLogs.warn();
        Daemon daemon = Daemon.connect(address);
        DockerRuntime runtime = new DockerRuntime(settings, daemon, shared, address.isUnix(), target);
        try {
            runtime.describe();
            runtime.listing.list(Map.of());
            runtime.cleanUp.start();
            return runtime;
        } catch (ContainerRuntimeException | RuntimeException e) {
            runtime.close();
            throw Failures.retryable(
                    Category.ContainerRuntimeError,
                    "the Docker daemon at " + address.host() + " can't be used: " + Causes.text(e));
        }
    }

    @Override
    public RuntimeDescription describe() throws ContainerRuntimeException {
        Info info = daemon.ask(Verb.HOST, "info", client -> client.infoCmd().exec());
        HostFacts facts = HostFacts.of(info);
        translation = new Translation(settings.conventions(), facts, ports);
        return Description.of(info, facts, daemon.apiVersion());
    }

    @Override
    public PulledImage pull(String image) throws ContainerRuntimeException {
        return pulls.pull(image);
    }

    @Override
    public void create(ContainerSpec spec) throws ContainerRuntimeException {
        for (WorkloadPolicy policy : policies) {
            Optional<String> refused = policy.refuses(spec);
            if (refused.isPresent()) {
                if (isThere(spec)) {
                    return;
                }
                throw Failures.permanent(Category.CannotCreateContainerError, refused.get());
            }
        }
        creation.create(spec, translation);
    }

    /** What was allowed when it was created stays. */
    private boolean isThere(ContainerSpec spec) throws ContainerRuntimeException {
        return containers
                .ours(spec.name())
                .filter(found -> spec.specHash().equals(found.state().labels().get(ContainerSpec.SPEC_HASH_LABEL)))
                .isPresent();
    }

    @Override
    public void start(String name) throws ContainerRuntimeException {
        Containers.Found found = containers
                .ours(name)
                .orElseThrow(() -> Failures.permanent(
                        Category.CannotStartContainerError, "there is no container " + name + ": create it first"));
        if (found.state().phase() != Phase.CREATED) {
            return;
        }
        try {
            daemon.ask(
                    Verb.START,
                    "start of " + name,
                    client -> client.startContainerCmd(found.id()).exec());
        } catch (NotModifiedException itRuns) {
            return;
        } catch (DockerException e) {
            throw notStarted(found, e);
        }
    }

    /**
     * A 500 says little; what the daemon wrote into the container's state, and that it still was not started, says it all. The container has the
     * secrets that the daemon may repeat.
     */
    private ContainerRuntimeException notStarted(Containers.Found found, DockerException e) {
        String name = found.state().name();
        Veil veil = States.veil(found.response());
        boolean definite = Failures.isDefinite(e)
                || containers
                        .ours(name)
                        .filter(now -> now.state().phase() == Phase.CREATED
                                && now.state().reason() != null)
                        .isPresent();
        if (!definite) {
            // Without its cause, which has the daemon's words as they came.
            throw new OutcomeUnknownException("start of " + name + ": " + Failures.text(e, veil), null);
        }
        Optional<Integer> taken = Failures.takenPort(Failures.text(e));
        if (taken.isPresent() && ports.refuse(name, List.of(taken.get()))) {
            removal.removeUnstarted(found);
            return Failures.retryable(
                    Category.CannotStartContainerError,
                    Failures.text(e, veil) + ": somebody else has the host port " + taken.get()
                            + ", so the container was removed, to be created with another one");
        }
        return Failures.refused(Category.CannotStartContainerError, "", e, veil);
    }

    @Override
    public void signal(String name, String signal) throws ContainerRuntimeException {
        send(name, Signals.checked(signal));
    }

    @Override
    public void kill(String name) throws ContainerRuntimeException {
        send(name, "SIGKILL");
    }

    private void send(String name, String signal) throws ContainerRuntimeException {
        Optional<Containers.Found> found =
                containers.ours(name).filter(each -> each.state().phase() == Phase.RUNNING);
        if (found.isEmpty()) {
            return;
        }
        try {
            daemon.ask(
                    Verb.OTHER,
                    signal + " to " + name,
                    client -> client.killContainerCmd(found.get().id())
                            .withSignal(signal)
                            .exec());
        } catch (DockerException e) {
            notSent(found.get(), signal, e);
        }
    }

    /** A daemon says "not modified", "not found" or "conflict" of what does not run, and of what does: another look tells which. */
    private void notSent(Containers.Found found, String signal, DockerException e) throws ContainerRuntimeException {
        String name = found.state().name();
        boolean runs = containers
                .ours(name)
                .filter(now -> now.id().equals(found.id()) && now.state().phase() == Phase.RUNNING)
                .isPresent();
        if (!runs) {
            return;
        }
        String said = signal + " to " + name + ", which runs: " + Failures.text(e);
        if (e instanceof NotFoundException || e instanceof ConflictException || e instanceof NotModifiedException) {
            throw Failures.retryable(Category.CannotStopContainerError, said);
        }
        if (Failures.isDefinite(e)) {
            throw Failures.refused(Category.CannotStopContainerError, e);
        }
        throw new OutcomeUnknownException(said, e);
    }

    @Override
    public void remove(String name) throws ContainerRuntimeException {
        removal.remove(name);
    }

    @Override
    public Observation inspect(String name) {
        try {
            Optional<Containers.Found> found = containers.ours(name);
            return found.isPresent() ? new Observation.Present(found.get().state()) : new Observation.Absent();
        } catch (DockerException e) {
            return new Observation.Unknown(Failures.text(e));
        } catch (RuntimeException e) {
            return new Observation.Unknown(Causes.text(e));
        }
    }

    @Override
    public List<ContainerState> list(Map<String, String> labels) {
        return listing.list(labels);
    }

    @Override
    public CommandResult run(String name, List<String> command, Duration timeout) throws ContainerRuntimeException {
        return commands.run(running(name), command, timeout);
    }

    @Override
    public InteractiveCommand execute(String name, List<String> command, boolean tty, OutputListener listener)
            throws ContainerRuntimeException {
        return interactive.execute(running(name), command, tty, listener);
    }

    private Containers.Found running(String name) throws ContainerRuntimeException {
        return containers
                .ours(name)
                .filter(each -> each.state().phase() == Phase.RUNNING)
                .orElseThrow(() -> Failures.permanent(
                        Category.ContainerRuntimeError, "no container " + name + " runs: no command runs in it"));
    }

    @Override
    public RuntimeSubscription follow(ContainerEventListener listener) {
        return events.follow(listener);
    }

    @Override
    public RuntimeSubscription followLogs(String name, boolean fromBeginning, LogListener listener)
            throws ContainerRuntimeException {
        Containers.Found found = containers
                .ours(name)
                .orElseThrow(() -> Failures.permanent(
                        Category.ContainerRuntimeError, "there is no container " + name + ": it has no logs"));
        if (!streams.logs.tryAcquire()) {
            throw Failures.retryable(
                    Category.ContainerRuntimeError,
                    "the logs of " + Streams.LOGS + " containers are followed by now: close one first");
        }
        var context = new LogFollower.Context(daemon, containers, timer, streams.logs);
        LogFollower follower = new LogFollower(context, name, fromBeginning, listener);
        follower.open(found.id(), found.state().phase() == Phase.CREATED);
        return follower;
    }

    @Override
    public Optional<ContainerMeasurement> measure(String name) {
        return containers
                .ours(name)
                .filter(found -> found.state().phase() == Phase.RUNNING)
                .flatMap(found -> Measurements.of(daemon, found.id()));
    }

    @Override
    public void close() {
        cleanUp.close();
        events.close();
        interactive.close();
        timer.shutdownNow();
        daemon.close();
    }
}
