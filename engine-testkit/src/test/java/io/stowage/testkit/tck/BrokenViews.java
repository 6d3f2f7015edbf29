package io.stowage.testkit.tck;

import io.stowage.spi.CommandResult;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.spi.Observation;
import io.stowage.spi.RuntimeDescription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runtimes that break the contract on what they say and on their connections, each in one way. */
final class BrokenViews {

    private BrokenViews() {}

    static final class DescribesAHostWithoutMemory extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                @Override
                public RuntimeDescription describe() throws ContainerRuntimeException {
                    RuntimeDescription host = sound.describe();
                    return new RuntimeDescription(
                            host.runtimeVersion(),
                            host.cpu(),
                            0,
                            host.gpus(),
                            host.attributes(),
                            host.honouredFields(),
                            List.of());
                }
            };
        }
    }

    static final class KnowsNothingOfTheAbsent extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                @Override
                public Observation inspect(String name) {
                    return sound.inspect(name) instanceof Observation.Present present
                            ? present
                            : new Observation.Unknown("there is no " + name);
                }
            };
        }
    }

    static final class ListsWhatHasAnyOfTheLabels extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                @Override
                public List<ContainerState> list(Map<String, String> labels) throws ContainerRuntimeException {
                    return sound.list(Map.of()).stream()
                            .filter(state -> labels.entrySet().stream()
                                    .anyMatch(state.labels().entrySet()::contains))
                            .toList();
                }
            };
        }
    }

    /** A cache that nobody told of a change. */
    static final class ListsWhatItSawBefore extends DecoratedRuntimeTck {
        private final Map<String, ContainerState> seen = new HashMap<>();

        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                @Override
                public List<ContainerState> list(Map<String, String> labels) throws ContainerRuntimeException {
                    List<ContainerState> fresh = new ArrayList<>();
                    for (ContainerState state : sound.list(labels)) {
                        fresh.add(seen.computeIfAbsent(state.name(), first -> state));
                    }
                    return fresh;
                }
            };
        }
    }

    static final class GivesOutTheListThatItWorksWith extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                private final List<ContainerState> all = new ArrayList<>();

                @Override
                public List<ContainerState> list(Map<String, String> labels) throws ContainerRuntimeException {
                    all.clear();
                    all.addAll(sound.list(labels));
                    return all;
                }
            };
        }
    }

    static final class FlickersBackToRunning extends DecoratedRuntimeTck {
        private int looks;

        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                @Override
                public Observation inspect(String name) {
                    looks++;
                    return sound.inspect(name) instanceof Observation.Present present
                                    && present.state().phase() == Phase.EXITED
                                    && looks % 3 == 0
                            ? new Observation.Present(Shown.running(present.state()))
                            : sound.inspect(name);
                }
            };
        }
    }

    static final class SeesOnlyWhatItCreatedItself extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                private final Set<String> own = new HashSet<>();

                @Override
                public void create(ContainerSpec spec) throws ContainerRuntimeException {
                    own.add(spec.name());
                    sound.create(spec);
                }

                @Override
                public List<ContainerState> list(Map<String, String> labels) throws ContainerRuntimeException {
                    return sound.list(labels).stream()
                            .filter(state -> own.contains(state.name()))
                            .toList();
                }
            };
        }
    }

    static final class EndsContainersWithTheConnection extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                private final Set<String> own = new HashSet<>();

                @Override
                public void start(String name) throws ContainerRuntimeException {
                    own.add(name);
                    sound.start(name);
                }

                @Override
                public void close() {
                    for (String name : own) {
                        RuntimeUnderTest.outcomeOf(() -> sound.kill(name));
                    }
                    sound.close();
                }
            };
        }
    }

    static final class GuessesWhatItDidNotSee extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                private final Set<String> own = new HashSet<>();

                @Override
                public void start(String name) throws ContainerRuntimeException {
                    own.add(name);
                    sound.start(name);
                }

                @Override
                ContainerState shown(ContainerState state) {
                    return state.phase() == Phase.EXITED && !own.contains(state.name())
                            ? Shown.exitCode(state, 0)
                            : state;
                }
            };
        }
    }

    static final class StartsWhatItHasNotStartedItself extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                private final Set<String> own = new HashSet<>();

                @Override
                public void start(String name) throws ContainerRuntimeException {
                    if (phase(name) == Phase.RUNNING && own.add(name)) {
                        runAgain(sound, name);
                    } else {
                        own.add(name);
                        sound.start(name);
                    }
                }
            };
        }
    }

    static final class FindsEveryCommandWell extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                @Override
                public CommandResult run(String name, List<String> command, Duration timeout)
                        throws ContainerRuntimeException {
                    CommandResult result = sound.run(name, command, timeout);
                    return result.exitCode() == null ? result : new CommandResult(0, "");
                }
            };
        }
    }

    static final class AnswersATimeOutWithAnExitCode extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                @Override
                public CommandResult run(String name, List<String> command, Duration timeout)
                        throws ContainerRuntimeException {
                    CommandResult result = sound.run(name, command, timeout);
                    return result.exitCode() == null ? new CommandResult(124, "") : result;
                }
            };
        }
    }

    static final class RunsCommandsWhereNothingRuns extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                @Override
                public CommandResult run(String name, List<String> command, Duration timeout)
                        throws ContainerRuntimeException {
                    return phase(name) == Phase.RUNNING ? sound.run(name, command, timeout) : new CommandResult(0, "");
                }
            };
        }
    }

    static final class CanNotKillWhereACommandHung extends DecoratedRuntimeTck {
        private final Set<String> stuck = new HashSet<>();

        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                @Override
                public CommandResult run(String name, List<String> command, Duration timeout)
                        throws ContainerRuntimeException {
                    CommandResult result = sound.run(name, command, timeout);
                    if (result.exitCode() == null) {
                        stuck.add(name);
                    }
                    return result;
                }

                @Override
                public void kill(String name) throws ContainerRuntimeException {
                    if (!stuck.remove(name)) {
                        sound.kill(name);
                    }
                }
            };
        }
    }

    static final class ListsOnePage extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                @Override
                public List<ContainerState> list(Map<String, String> labels) throws ContainerRuntimeException {
                    return sound.list(labels).stream().limit(64).toList();
                }
            };
        }
    }

    static final class HasNoName extends SimulatedRuntimeTck {
        @Override
        protected ContainerRuntimeProvider provider() {
            return named("", target());
        }
    }

    static final class OverlooksProperties extends SimulatedRuntimeTck {
        @Override
        protected ContainerRuntimeProvider provider() {
            return named("broken", target());
        }
    }
}
