package io.stowage.testkit.tck;

import io.stowage.spi.InstanceProvider;
import io.stowage.spi.InstanceProvider.LaunchRequest;
import io.stowage.spi.InstanceProvider.LaunchResult;
import io.stowage.spi.InstanceProvider.Machine;
import io.stowage.spi.InstanceProvider.MachineState;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** Providers that break the contract on what ends, each in one way. */
final class BrokenEnds {

    private BrokenEnds() {}

    static final class EndsNothing extends SimulatedProviderTck {
        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                public void terminate(String machineId, Map<String, String> properties) {
                    // It will end some day.
                }
            };
        }
    }

    static final class EndsOnlyWhatRuns extends SimulatedProviderTck {
        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                public void terminate(String machineId, Map<String, String> properties) {
                    boolean isPending = sound.describe(Map.of(), properties).stream()
                            .anyMatch(machine ->
                                    machine.id().equals(machineId) && machine.state() == MachineState.PENDING);
                    if (!isPending) {
                        sound.terminate(machineId, properties);
                    }
                }
            };
        }
    }

    static final class RefusesToEndTwice extends SimulatedProviderTck {
        private final Set<String> ended = new HashSet<>();

        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                public void terminate(String machineId, Map<String, String> properties) {
                    if (!ended.add(machineId)) {
                        throw new IllegalStateException(machineId + " has ended");
                    }
                    sound.terminate(machineId, properties);
                }
            };
        }
    }

    static final class EndsAllThatAreTaggedAlike extends SimulatedProviderTck {
        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                public void terminate(String machineId, Map<String, String> properties) {
                    sound.describe(Map.of(), properties).forEach(machine -> sound.terminate(machine.id(), properties));
                }
            };
        }
    }

    static final class TakesNotFoundForGone extends SimulatedProviderTck {
        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                public void terminate(String machineId, Map<String, String> properties) {
                    try {
                        sound.terminate(machineId, properties);
                    } catch (RuntimeException notFound) {
                        if (!notFound.getMessage().contains("not found")) {
                            throw notFound;
                        }
                    }
                }
            };
        }
    }

    static final class TakesFailureForDone extends SimulatedProviderTck {
        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                public void terminate(String machineId, Map<String, String> properties) {
                    try {
                        sound.terminate(machineId, properties);
                    } catch (RuntimeException unknown) {
                        // The caller needn't be bothered.
                    }
                }
            };
        }
    }

    static final class EndsWhatItLaunchedWithItself extends SimulatedProviderTck {
        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                private LaunchRequest last;

                @Override
                public LaunchResult launch(LaunchRequest request) {
                    last = request;
                    return sound.launch(request);
                }

                @Override
                public void close() {
                    if (last != null) {
                        List<Machine> own = sound.describe(last.tags(), last.properties());
                        own.forEach(machine -> sound.terminate(machine.id(), last.properties()));
                    }
                }
            };
        }
    }

    static final class SharesWhatItCloses extends SimulatedProviderTck {
        private boolean closed;

        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                public LaunchResult launch(LaunchRequest request) {
                    if (closed) {
                        throw new IllegalStateException("the client is closed");
                    }
                    return sound.launch(request);
                }

                @Override
                public void close() {
                    closed = true;
                }
            };
        }
    }

    static final class LeavesAThreadBehind extends SimulatedProviderTck {
        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            Thread lasting = new Thread(BrokenEnds::waitForEver, "lasting");
            lasting.setDaemon(true);
            lasting.start();
            return new AlteredProvider(sound);
        }
    }

    private static void waitForEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }
}
