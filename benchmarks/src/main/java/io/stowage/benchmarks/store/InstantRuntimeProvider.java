package io.stowage.benchmarks.store;

import io.stowage.spi.CommandResult;
import io.stowage.spi.ContainerEventListener;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.spi.Observation;
import io.stowage.spi.PulledImage;
import io.stowage.spi.RuntimeDescription;
import io.stowage.spi.RuntimeSubscription;
import io.stowage.spi.RuntimeTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** Containers that are nothing but an entry in a map: everything that is done to them is done at once. */
final class InstantRuntimeProvider implements ContainerRuntimeProvider {

    static final String NAME = "instant";

    @Override
    public String name() {
        return NAME;
    }

    /** The containers of each instance, whoever connects to it. */
    private final Map<String, ConcurrentNavigableMap<String, ContainerState>> hosts = new ConcurrentHashMap<>();

    @Override
    public ContainerRuntime connect(RuntimeTarget target) {
        return new InstantRuntime(
                hosts.computeIfAbsent(target.containerInstanceId(), id -> new ConcurrentSkipListMap<>()));
    }

    private static final class InstantRuntime implements ContainerRuntime {

        private final ConcurrentNavigableMap<String, ContainerState> containers;
        private volatile ContainerEventListener listener = name -> {};

        InstantRuntime(ConcurrentNavigableMap<String, ContainerState> containers) {
            this.containers = containers;
        }

        @Override
        public RuntimeDescription describe() {
            return new RuntimeDescription("1", 1, 6, List.of(), List.of(), Set.of(), List.of());
        }

        @Override
        public PulledImage pull(String image) {
            return new PulledImage(null);
        }

        @Override
        public void create(ContainerSpec spec) {
            containers.putIfAbsent(
                    spec.name(),
                    new ContainerState(
                            spec.name(),
                            spec.labels(),
                            spec.name(),
                            Phase.CREATED,
                            null,
                            null,
                            null,
                            null,
                            List.of(),
                            null));
        }

        @Override
        public void start(String name) throws ContainerRuntimeException {
            if (to(name, Phase.RUNNING, null) == null) {
                throw ContainerRuntimeException.permanent(
                        Category.CannotStartContainerError, "there is no container " + name);
            }
        }

        @Override
        public void signal(String name, String signal) {
            kill(name);
        }

        @Override
        public void kill(String name) {
            ContainerState unused = to(name, Phase.EXITED, 137);
            listener.changed(name);
        }

        private @Nullable ContainerState to(String name, Phase phase, @Nullable Integer exitCode) {
            return containers.computeIfPresent(
                    name,
                    (key, state) -> state.phase() == Phase.EXITED
                            ? state
                            : new ContainerState(
                                    name,
                                    state.labels(),
                                    name,
                                    phase,
                                    exitCode,
                                    null,
                                    state.startedAt() == null ? Instant.now() : state.startedAt(),
                                    phase == Phase.EXITED ? Instant.now() : null,
                                    List.of(),
                                    null));
        }

        @Override
        public void remove(String name) {
            containers.remove(name);
        }

        @Override
        public Observation inspect(String name) {
            ContainerState state = containers.get(name);
            return state == null ? new Observation.Absent() : new Observation.Present(state);
        }

        @Override
        public List<ContainerState> list(Map<String, String> labels) {
            return containers.values().stream()
                    .filter(state -> state.labels().entrySet().containsAll(labels.entrySet()))
                    .toList();
        }

        @Override
        public CommandResult run(String name, List<String> command, Duration timeout) {
            return new CommandResult(0, "");
        }

        @Override
        public RuntimeSubscription follow(ContainerEventListener newListener) {
            listener = newListener;
            return () -> listener = name -> {};
        }

        @Override
        public void close() {
            listener = name -> {};
        }
    }
}
