package io.stowage.core.agent;

import io.stowage.core.HandWorld;
import io.stowage.spi.CommandResult;
import io.stowage.spi.ContainerEventListener;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.spi.Observation;
import io.stowage.spi.PulledImage;
import io.stowage.spi.RuntimeDescription;
import io.stowage.spi.RuntimeSubscription;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A host in memory: containers that live until they are told otherwise, and calls that go wrong as ordered. */
final class FakeRuntime implements ContainerRuntime {

    /** What the next list shows, whatever there is; null if it shows what is there. */
    @Nullable
    List<ContainerState> nextList;

    /** How many of the next lists are empty, whatever there is. */
    int emptyLists;

    /** What goes wrong with a call. */
    interface Fault {

        /** The call is not carried out, and never answered. */
        Fault SILENCE = effect -> {
            throw new HandWorld.NoAnswer();
        };

        /** The call is carried out, and its answer is lost. */
        Fault LOST_REPLY = effect -> {
            effect.run();
            throw new IllegalStateException("connection reset");
        };

        void around(Effect effect) throws ContainerRuntimeException;

        static Fault refusal(ContainerRuntimeException no) {
            return effect -> {
                throw no;
            };
        }
    }

    interface Effect {
        void run() throws ContainerRuntimeException;
    }

    final List<String> log = new ArrayList<>();
    final List<ContainerSpec> created = new ArrayList<>();
    final Map<String, ContainerState> containers = new TreeMap<>();
    final Map<String, Deque<Fault>> faults = new TreeMap<>();
    final Deque<Integer> checkResults = new ArrayDeque<>();
    boolean obeysSignals = true;
    boolean unreachable;
    boolean tellsChanges = true;
    private final HandWorld world;
    private ContainerEventListener listener = name -> {};

    FakeRuntime(HandWorld world) {
        this.world = world;
    }

    // Levers

    /** The next call of a verb goes wrong. */
    void next(String verb, Fault... ordered) {
        faults.computeIfAbsent(verb, v -> new ArrayDeque<>()).addAll(List.of(ordered));
    }

    /** A container ends by itself. */
    void exit(String name, Integer exitCode) {
        change(name, with(containers.get(name), Phase.EXITED, exitCode));
    }

    /** Somebody removes a container, running or not. */
    void vanish(String name) {
        containers.remove(name);
        tell(name);
    }

    long calls(String verb) {
        return log.stream().filter(line -> line.startsWith(verb + " ")).count();
    }

    /** What was called, but for looks. */
    List<String> deeds() {
        return log.stream()
                .filter(line -> !line.startsWith("inspect") && !line.startsWith("list") && !line.startsWith("run"))
                .toList();
    }

    // The runtime

    @Override
    public RuntimeDescription describe() {
        return new RuntimeDescription("fake-1", 1024, 1024, List.of(), List.of(), Set.of(), List.of());
    }

    @Override
    public PulledImage pull(String image) throws ContainerRuntimeException {
        call("pull", image, () -> {});
        return new PulledImage("sha256:" + image);
    }

    @Override
    public void create(ContainerSpec spec) throws ContainerRuntimeException {
        call("create", spec.name() + "#" + spec.run(), () -> {
            ContainerState there = containers.get(spec.name());
            if (there == null) {
                created.add(spec);
                change(
                        spec.name(),
                        new ContainerState(
                                spec.name(),
                                spec.labels(),
                                "id-" + spec.name() + "-" + spec.run(),
                                Phase.CREATED,
                                null,
                                null,
                                null,
                                null,
                                List.of(),
                                null));
            } else if (!Objects.equals(there.labels().get(ContainerSpec.SPEC_HASH_LABEL), spec.specHash())) {
                throw ContainerRuntimeException.permanent(
                        Category.CannotCreateContainerError, "the name " + spec.name() + " is taken");
            }
        });
    }

    @Override
    public void start(String name) throws ContainerRuntimeException {
        call("start", name, () -> {
            ContainerState there = containers.get(name);
            if (there == null) {
                throw ContainerRuntimeException.permanent(Category.CannotStartContainerError, "no such container");
            }
            if (there.phase() == Phase.CREATED) {
                change(name, with(there, Phase.RUNNING, null));
            }
        });
    }

    @Override
    public void signal(String name, String signal) throws ContainerRuntimeException {
        call("signal", name, () -> {
            if (obeysSignals) {
                end(name, 143);
            }
        });
    }

    @Override
    public void kill(String name) throws ContainerRuntimeException {
        call("kill", name, () -> end(name, 137));
    }

    private void end(String name, int exitCode) {
        ContainerState there = containers.get(name);
        if (there != null && there.phase() == Phase.RUNNING) {
            exit(name, exitCode);
        }
    }

    @Override
    public void remove(String name) throws ContainerRuntimeException {
        call("remove", name, () -> {
            ContainerState there = containers.get(name);
            if (there != null && there.phase() == Phase.RUNNING) {
                throw ContainerRuntimeException.permanent(Category.CannotStopContainerError, "it runs");
            }
            vanish(name);
        });
    }

    @Override
    public Observation inspect(String name) {
        log.add("inspect " + name);
        try {
            fault("inspect", () -> {});
        } catch (HandWorld.NoAnswer silence) {
            throw silence;
        } catch (Exception e) {
            return new Observation.Unknown("no clear answer");
        }
        ContainerState there = containers.get(name);
        return there == null ? new Observation.Absent() : new Observation.Present(there);
    }

    @Override
    public List<ContainerState> list(Map<String, String> labels) throws ContainerRuntimeException {
        call("list", "", () -> {});
        List<ContainerState> shown = nextList;
        nextList = null;
        if (shown != null) {
            return shown;
        }
        if (emptyLists > 0) {
            emptyLists--;
            return List.of();
        }
        return containers.values().stream()
                .filter(state -> state.labels().entrySet().containsAll(labels.entrySet()))
                .toList();
    }

    @Override
    public CommandResult run(String name, List<String> command, Duration timeout) throws ContainerRuntimeException {
        call("run", name, () -> {});
        Integer exitCode = checkResults.isEmpty() ? Integer.valueOf(0) : checkResults.remove();
        return new CommandResult(exitCode, "");
    }

    @Override
    public RuntimeSubscription follow(ContainerEventListener listener) {
        this.listener = listener;
        return () -> {};
    }

    @Override
    public void close() {
        log.add("close");
    }

    private void call(String verb, String about, Effect effect) throws ContainerRuntimeException {
        log.add(verb + " " + about);
        fault(verb, effect);
    }

    private void fault(String verb, Effect effect) throws ContainerRuntimeException {
        if (unreachable) {
            throw new IllegalStateException("the host is out of reach");
        }
        Deque<Fault> ordered = faults.get(verb);
        if (ordered == null || ordered.isEmpty()) {
            effect.run();
        } else {
            ordered.remove().around(effect);
        }
    }

    private void change(String name, ContainerState state) {
        containers.put(name, state);
        tell(name);
    }

    private void tell(String name) {
        if (tellsChanges) {
            listener.changed(name);
        }
    }

    private ContainerState with(ContainerState there, Phase phase, Integer exitCode) {
        Instant startedAt = phase == Phase.RUNNING ? world.now() : there.startedAt();
        return new ContainerState(
                there.name(),
                there.labels(),
                there.runtimeId(),
                phase,
                exitCode,
                null,
                startedAt,
                phase == Phase.EXITED ? world.now() : null,
                there.networkBindings(),
                null);
    }
}
