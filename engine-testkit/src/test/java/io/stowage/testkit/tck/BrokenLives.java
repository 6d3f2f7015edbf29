package io.stowage.testkit.tck;

import io.stowage.spi.ContainerEventListener;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.spi.Observation;
import io.stowage.spi.PulledImage;
import io.stowage.spi.RuntimeSubscription;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** Runtimes that break the contract on the life of a container, each in one way. */
final class BrokenLives {

    private BrokenLives() {}

    static final class RefusesTheSecondPull extends DecoratedRuntimeTck {
        private final Set<String> pulled = new HashSet<>();

        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                @Override
                public PulledImage pull(String image) throws ContainerRuntimeException {
                    if (!pulled.add(image)) {
                        throw ContainerRuntimeException.permanent(Category.CannotPullContainerError, "is here already");
                    }
                    return sound.pull(image);
                }
            };
        }
    }

    static final class HasEveryImage extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                @Override
                public PulledImage pull(String image) {
                    return new PulledImage(null);
                }
            };
        }
    }

    static final class SeesNothingOnceClosed extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                private boolean closed;

                @Override
                public Observation inspect(String name) {
                    return closed ? new Observation.Absent() : sound.inspect(name);
                }

                @Override
                public void close() {
                    closed = true;
                }
            };
        }
    }

    static final class TellsWhoHasStoppedListening extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                @Override
                public RuntimeSubscription follow(ContainerEventListener listener) {
                    sound.follow(listener);
                    return () -> {};
                }
            };
        }
    }

    /** Each connection has a thread that nothing ends but the end of the test. */
    static final class LeavesAThreadBehind extends DecoratedRuntimeTck {
        private final CountDownLatch over = new CountDownLatch(1);

        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            Thread thread = new Thread(() -> RuntimeUnderTest.outcomeOf(over::await), "left behind");
            thread.setDaemon(true);
            thread.start();
            return connection;
        }

        @Override
        protected void afterDisconnecting() {
            over.countDown();
        }
    }

    static final class StartsWhatItCreates extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                @Override
                public void create(ContainerSpec spec) throws ContainerRuntimeException {
                    sound.create(spec);
                    sound.start(spec.name());
                }
            };
        }
    }

    static final class CreatesAnewWhatHasEnded extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                @Override
                public void create(ContainerSpec spec) throws ContainerRuntimeException {
                    if (phase(spec.name()) == Phase.EXITED) {
                        sound.remove(spec.name());
                    }
                    sound.create(spec);
                }
            };
        }
    }

    static final class ReplacesAStrangersContainer extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                @Override
                public void create(ContainerSpec spec) throws ContainerRuntimeException {
                    if (phase(spec.name()) != null
                            && !spec(spec.name()).specHash().equals(spec.specHash())) {
                        sound.kill(spec.name());
                        sound.remove(spec.name());
                    }
                    sound.create(spec);
                }
            };
        }
    }

    static final class RefusesWhoComesSecond extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                @Override
                public void create(ContainerSpec spec) throws ContainerRuntimeException {
                    if (phase(spec.name()) != null) {
                        throw ContainerRuntimeException.permanent(
                                Category.CannotCreateContainerError, "is there already");
                    }
                    sound.create(spec);
                }
            };
        }
    }

    static final class StartsNothing extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                @Override
                public void start(String name) throws ContainerRuntimeException {
                    // As soon as there is time.
                }
            };
        }
    }

    static final class RestartsWhatRuns extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                @Override
                public void start(String name) throws ContainerRuntimeException {
                    if (phase(name) == Phase.RUNNING) {
                        runAgain(sound, name);
                    } else {
                        sound.start(name);
                    }
                }
            };
        }
    }

    static final class RunsASecondTimeWhatHasEnded extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                @Override
                public void start(String name) throws ContainerRuntimeException {
                    if (phase(name) == Phase.EXITED) {
                        runAgain(sound, name);
                    } else {
                        sound.start(name);
                    }
                }
            };
        }
    }

    static final class TakesTheAbsentForStarted extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                @Override
                public void start(String name) throws ContainerRuntimeException {
                    if (phase(name) != null) {
                        sound.start(name);
                    }
                }
            };
        }
    }

    static final class RefusesToStartWhatRuns extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                @Override
                public void start(String name) throws ContainerRuntimeException {
                    if (phase(name) == Phase.RUNNING) {
                        throw ContainerRuntimeException.permanent(Category.CannotStartContainerError, "runs already");
                    }
                    sound.start(name);
                }
            };
        }
    }

    static final class KeepsSevenBitsOfAnExitCode extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                @Override
                ContainerState shown(ContainerState state) {
                    Integer exitCode = state.exitCode();
                    return exitCode == null ? state : Shown.exitCode(state, exitCode & 127);
                }
            };
        }
    }

    static final class SendsNoSignals extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                @Override
                public void signal(String name, String signal) throws ContainerRuntimeException {
                    // It will end by itself.
                }
            };
        }
    }

    static final class KillsGently extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                @Override
                public void kill(String name) throws ContainerRuntimeException {
                    sound.signal(name, "SIGTERM");
                }
            };
        }
    }

    static final class TakesEveryWordForAStopSignal extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                @Override
                public void signal(String name, String signal) throws ContainerRuntimeException {
                    sound.signal(name, signal.equals("SIGKILL") ? signal : "SIGTERM");
                }
            };
        }
    }

    static final class RefusesToKillWhatIsAbsent extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                @Override
                public void kill(String name) throws ContainerRuntimeException {
                    if (phase(name) == null) {
                        throw ContainerRuntimeException.permanent(Category.CannotStopContainerError, "is not there");
                    }
                    sound.kill(name);
                }
            };
        }
    }

    static final class RemovesWhatRuns extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                @Override
                public void remove(String name) throws ContainerRuntimeException {
                    sound.kill(name);
                    sound.remove(name);
                }
            };
        }
    }

    static final class HidesWhatIsRemoved extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                @Override
                public void remove(String name) throws ContainerRuntimeException {
                    if (phase(name) == Phase.RUNNING) {
                        sound.remove(name);
                    }
                }
            };
        }
    }

    static final class RemembersTheFormerRun extends DecoratedRuntimeTck {
        private final Map<String, ContainerState> former = new HashMap<>();

        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                @Override
                public void remove(String name) throws ContainerRuntimeException {
                    if (sound.inspect(name) instanceof Observation.Present present) {
                        former.put(name, present.state());
                    }
                    sound.remove(name);
                }

                @Override
                ContainerState shown(ContainerState state) {
                    ContainerState before = former.get(state.name());
                    return before != null && state.phase() == Phase.CREATED
                            ? Shown.exitCode(state, before.exitCode())
                            : state;
                }
            };
        }
    }
}
