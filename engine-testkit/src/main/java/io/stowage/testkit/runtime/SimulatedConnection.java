package io.stowage.testkit.runtime;

import io.stowage.model.HealthCheck;
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
import io.stowage.testkit.fault.Component;
import io.stowage.testkit.fault.Fault;
import io.stowage.testkit.world.CallUnderWay;
import io.stowage.testkit.world.Network;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one engine sees of one host: every verb of the SPI, through a connection that may break, refuse, hang, or forget to tell.
 *
 * <p>A fault is drawn first. What is refused or broken off before has had no effect; what is broken off after has.
 */
final class SimulatedConnection implements ContainerRuntime {

    private static final List<String> SIGNALS = List.of("SIGTERM", "SIGKILL");
    private static final Duration LONGEST_EVENT_DELAY = Duration.ofMillis(50);
    private static final Duration LONGEST_LATE_EVENT = Duration.ofSeconds(30);
    private static final Set<String> HONOURED_FIELDS = new TreeSet<>(List.of(
            "containerDefinitions[]",
            "cpu",
            "ipcMode",
            "memory",
            "networkMode",
            "pidMode",
            "placementConstraints[]",
            "requiresCompatibilities[]",
            "runtimePlatform",
            "volumes[]"));

    private final SimulatedHost host;
    private final @Nullable CallUnderWay opener;
    /** The name of the engine; empty where there is none. */
    private final String engine;

    private boolean closed;

    SimulatedConnection(SimulatedHost host) {
        this.host = host;
        this.opener = host.simulation().callUnderWay();
        this.engine = opener == null ? "" : opener.caller().engine();
    }

    /** What a verb does to the host. */
    private interface Effect<T> {
        T apply() throws ContainerRuntimeException;
    }

    /** The connection gave way: the caller knows nothing of the effect. */
    private static final class BrokenConnectionException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BrokenConnectionException(String message) {
            super(message);
        }

        // Thousands of them are thrown in a run, and nobody looks at where.
        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    @Override
    public RuntimeDescription describe() throws ContainerRuntimeException {
        return through(
                Category.ContainerRuntimeError,
                () -> new RuntimeDescription(
                        "1.0", host.cpu(), host.memory(), List.of(), List.of(), HONOURED_FIELDS, List.of()));
    }

    @Override
    public PulledImage pull(String image) throws ContainerRuntimeException {
        return through(Category.CannotPullContainerError, () -> {
            takes(host.pull(image));
            return new PulledImage(host.content(image).digest());
        });
    }

    @Override
    public void create(ContainerSpec spec) throws ContainerRuntimeException {
        through(Category.CannotCreateContainerError, () -> {
            host.create(spec);
            return spec;
        });
    }

    @Override
    public void start(String name) throws ContainerRuntimeException {
        through(Category.CannotStartContainerError, () -> {
            host.start(name);
            return name;
        });
    }

    @Override
    public void signal(String name, String signal) throws ContainerRuntimeException {
        through(Category.CannotStopContainerError, () -> {
            if (!SIGNALS.contains(signal)) {
                throw ContainerRuntimeException.permanent(
                        Category.ContainerRuntimeError, "\"" + signal + "\" is none of the signals " + SIGNALS);
            }
            host.signal(name, signal);
            return name;
        });
    }

    @Override
    public void kill(String name) throws ContainerRuntimeException {
        through(Category.CannotStopContainerError, () -> {
            host.kill(name);
            return name;
        });
    }

    @Override
    public void remove(String name) throws ContainerRuntimeException {
        through(Category.CannotStopContainerError, () -> {
            host.remove(name);
            return name;
        });
    }

    @Override
    public Observation inspect(String name) {
        try {
            return through(Category.CannotInspectContainerError, () -> {
                SimulatedContainer container = host.find(name);
                return container == null ? new Observation.Absent() : new Observation.Present(container.state());
            });
        } catch (ContainerRuntimeException | BrokenConnectionException | IllegalStateException unanswered) {
            return new Observation.Unknown(String.valueOf(unanswered.getMessage()));
        }
    }

    @Override
    public List<ContainerState> list(Map<String, String> labels) throws ContainerRuntimeException {
        return through(Category.CannotInspectContainerError, () -> lists(labels));
    }

    private List<ContainerState> lists(Map<String, String> labels) {
        List<ContainerState> truth = host.states(labels);
        boolean truly = !host.random().chance(host.rates().of(Fault.LISTS_LIE));
        host.listed(truly);
        if (truly) {
            return truth;
        }
        struck(Fault.LISTS_LIE, Component.RUNTIME);
        return Lies.tell(truth, host.staleStates(labels), host.random());
    }

    @Override
    public CommandResult run(String name, List<String> command, Duration timeout) throws ContainerRuntimeException {
        return through(Component.HEALTH, Category.ContainerRuntimeError, () -> {
            SimulatedContainer container = host.find(name);
            if (container == null || !container.isRunning()) {
                throw ContainerRuntimeException.permanent(
                        Category.ContainerRuntimeError, "container " + name + " is not running");
            }
            long now = host.simulation().nanos();
            boolean asksReady = asks(container.spec().definition().readinessCheck(), command);
            return found(container, asksReady ? container.findReady(now) : container.find(now), timeout);
        });
    }

    /** Whether this is the command of that check: {@code CMD} or {@code CMD-SHELL} is gone from it by now, and its last word stays. */
    private static boolean asks(@Nullable HealthCheck check, List<String> command) {
        return check != null && check.command().get(check.command().size() - 1).equals(command.get(command.size() - 1));
    }

    private CommandResult found(SimulatedContainer container, Script.Finding finding, Duration timeout) {
        return switch (finding) {
            case HEALTHY -> new CommandResult(0, "");
            case UNHEALTHY -> {
                ill(container);
                yield new CommandResult(1, "not healthy");
            }
            case EITHER ->
                found(
                        container,
                        host.random().below(2) == 0 ? Script.Finding.HEALTHY : Script.Finding.UNHEALTHY,
                        timeout);
            case NOTHING -> {
                ill(container);
                takes(timeout);
                yield new CommandResult(null, "");
            }
        };
    }

    @Override
    public RuntimeSubscription follow(ContainerEventListener listener) {
        Stream stream = new Stream(listener);
        host.subscribe(stream);
        return () -> stream.ended = true;
    }

    @Override
    public void close() {
        closed = true;
    }

    private final class Stream implements SimulatedHost.Subscriber {
        private final ContainerEventListener listener;
        private boolean ended;

        Stream(ContainerEventListener listener) {
            this.listener = listener;
        }

        @Override
        public boolean isGone() {
            return ended || closed || (opener != null && opener.caller().isDead());
        }

        @Override
        public void changed(String containerName) {
            if (!host.isReachable()
                    || host.simulation().network().between(engine, host.name()) != Network.Condition.OPEN
                    || host.random().chance(host.faults().lostEventsPerMillion())) {
                return;
            }
            if (host.isSilent()) {
                struck(Fault.EVENTS_UNRELIABLE, Component.RUNTIME);
                return;
            }
            if (host.random().chance(host.rates().of(Fault.EVENTS_UNRELIABLE))) {
                struck(Fault.EVENTS_UNRELIABLE, Component.RUNTIME);
                // Lost, late and so out of order, or doubled.
                for (long times = host.random().below(3); times > 0; times--) {
                    tell(containerName, LONGEST_LATE_EVENT);
                }
                return;
            }
            tell(containerName, LONGEST_EVENT_DELAY);
        }

        private void tell(String containerName, Duration atMost) {
            Duration delay = Duration.ofNanos(host.random().between(Duration.ZERO, atMost));
            host.simulation().schedule(delay, "container event", () -> {
                if (!isGone()) {
                    listener.changed(containerName);
                }
            });
        }
    }

    private <T> T through(Category category, Effect<T> effect) throws ContainerRuntimeException {
        return through(Component.RUNTIME, category, effect);
    }

    private <T> T through(Component component, Category category, Effect<T> effect) throws ContainerRuntimeException {
        if (closed) {
            throw new IllegalStateException("The connection to host " + host.name() + " is closed.");
        }
        Network.Condition condition = host.simulation().network().between(engine, host.name());
        if (!host.isReachable() || condition == Network.Condition.CUT) {
            struck(host.isReachable() ? Fault.HOST_PARTITIONED : host.outage(), component);
            throw unanswered(
                    "host " + host.name() + " can't be reached", host.random().below(2) == 0);
        }
        HostFaults faults = host.faults();
        if (host.random().chance(faults.refusedPerMillion())) {
            struck(Fault.CALLS_FAIL, component);
            throw ContainerRuntimeException.retryable(category, "host " + host.name() + " is busy");
        }
        if (host.random().chance(faults.brokenBeforePerMillion())) {
            struck(Fault.CALLS_FAIL, component);
            throw unanswered("connection reset", false);
        }
        boolean hangs = host.random().chance(faults.hangingPerMillion());
        if (hangs) {
            struck(Fault.CALLS_FAIL, component);
        }
        if (hangs && host.random().below(2) == 0) {
            throw unanswered("hangs", true);
        }
        T result = effect.apply();
        host.answered();
        if (condition == Network.Condition.ANSWERS_LOST) {
            struck(Fault.HOST_PARTITIONED, component);
            throw unanswered("the answer is lost", true);
        }
        if (hangs) {
            throw unanswered("hangs", true);
        }
        if (host.random().chance(faults.brokenAfterPerMillion())) {
            struck(Fault.CALLS_FAIL, component);
            throw unanswered("connection reset", false);
        }
        return result;
    }

    private void ill(SimulatedContainer container) {
        if (!container.script().behaviour().equals(Behaviour.SOUND)) {
            struck(Fault.BAD_APPLICATIONS, Component.HEALTH);
        }
    }

    private void struck(Fault fault, Component component) {
        host.simulation().cells().hit(fault, component);
    }

    /** The caller learns nothing: by an exception, or by hearing nothing at all. */
    private BrokenConnectionException unanswered(String reason, boolean hangs) {
        CallUnderWay call = host.simulation().callUnderWay();
        if (hangs && call != null) {
            call.neverAnswers();
        }
        return new BrokenConnectionException(reason);
    }

    private void takes(Duration duration) {
        CallUnderWay call = host.simulation().callUnderWay();
        if (call != null) {
            call.takes(duration);
        }
    }
}
