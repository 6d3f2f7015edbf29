package io.stowage.testkit.tck;

import io.stowage.spi.InstanceProvider;
import io.stowage.spi.InstanceProvider.LaunchRequest;
import io.stowage.spi.InstanceProvider.LaunchResult;
import io.stowage.spi.InstanceProvider.MachineState;
import io.stowage.spi.InstanceProvider.Refusal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Providers that break the contract on tokens and refusals, each in one way. */
final class BrokenLaunches {

    private BrokenLaunches() {}

    /** Each launch of a provider has a token of its own, whatever it is asked. */
    static final class OverlooksTokens extends SimulatedProviderTck {
        private int launches;

        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                public LaunchResult launch(LaunchRequest request) {
                    launches++;
                    return sound.launch(ShownMachine.token(request, request.clientToken() + "/" + launches));
                }
            };
        }
    }

    static final class RemembersTokensByItself extends SimulatedProviderTck {
        private int providers;

        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            providers++;
            int number = providers;
            return new AlteredProvider(sound) {
                @Override
                public LaunchResult launch(LaunchRequest request) {
                    return sound.launch(ShownMachine.token(request, number + "/" + request.clientToken()));
                }
            };
        }
    }

    static final class LaunchesAnewWhatIsOver extends SimulatedProviderTck {
        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                public LaunchResult launch(LaunchRequest request) {
                    LaunchResult result = sound.launch(request);
                    boolean isOver = result instanceof LaunchResult.Launched launched
                            && launched.machine().state() == MachineState.TERMINATED;
                    return isOver ? sound.launch(ShownMachine.token(request, request.clientToken() + "/2")) : result;
                }
            };
        }
    }

    static final class KnowsNoCapitalsInTokens extends SimulatedProviderTck {
        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                public LaunchResult launch(LaunchRequest request) {
                    return sound.launch(
                            ShownMachine.token(request, request.clientToken().toLowerCase(Locale.ROOT)));
                }
            };
        }
    }

    static final class RefusesATokenThatComesWithAnotherRequest extends SimulatedProviderTck {
        private final Map<String, LaunchRequest> requests = new HashMap<>();

        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                public LaunchResult launch(LaunchRequest request) {
                    LaunchRequest first = requests.putIfAbsent(request.clientToken(), request);
                    return first == null || first.equals(request)
                            ? sound.launch(request)
                            : new LaunchResult.Refused(Refusal.INVALID, "the token was used before");
                }
            };
        }
    }

    static final class TriesAgainWithAnotherToken extends SimulatedProviderTck {
        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                public LaunchResult launch(LaunchRequest request) {
                    try {
                        return sound.launch(request);
                    } catch (RuntimeException unknown) {
                        return sound.launch(ShownMachine.token(request, request.clientToken() + "/2"));
                    }
                }
            };
        }
    }

    static final class TakesSilenceForARefusal extends SimulatedProviderTck {
        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                public LaunchResult launch(LaunchRequest request) {
                    try {
                        return sound.launch(request);
                    } catch (RuntimeException unknown) {
                        return new LaunchResult.Refused(Refusal.NO_CAPACITY, String.valueOf(unknown.getMessage()));
                    }
                }
            };
        }
    }

    /** Looks whether the machine is there, instead of asking by the token. */
    static final class LooksBeforeItLaunches extends SimulatedProviderTck {
        private final Set<String> tokens = new HashSet<>();

        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                public LaunchResult launch(LaunchRequest request) {
                    boolean isMissing = !tokens.add(request.clientToken())
                            && sound.describe(request.tags(), request.properties())
                                    .isEmpty();
                    return isMissing
                            ? sound.launch(ShownMachine.token(request, request.clientToken() + "/2"))
                            : sound.launch(request);
                }
            };
        }
    }

    static final class LaunchesElsewhereWhereThereIsNone extends SimulatedProviderTck {
        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                public LaunchResult launch(LaunchRequest request) {
                    LaunchResult result = sound.launch(request);
                    return result instanceof LaunchResult.Refused refused && refused.refusal() == Refusal.NO_CAPACITY
                            ? sound.launch(ShownMachine.zone(request, ""))
                            : result;
                }
            };
        }
    }

    static final class GivesUpOnATypeForGood extends SimulatedProviderTck {
        private final Set<String> types = new HashSet<>();

        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                public LaunchResult launch(LaunchRequest request) {
                    if (types.contains(request.machineType())) {
                        return new LaunchResult.Refused(Refusal.NO_CAPACITY, "there was none before");
                    }
                    LaunchResult result = sound.launch(request);
                    if (result instanceof LaunchResult.Refused) {
                        types.add(request.machineType());
                    }
                    return result;
                }
            };
        }
    }

    static final class TakesTheLimitForAShortage extends SimulatedProviderTck {
        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                public LaunchResult launch(LaunchRequest request) {
                    return sound.launch(request) instanceof LaunchResult.Refused refused
                            ? new LaunchResult.Refused(Refusal.NO_CAPACITY, refused.reason())
                            : sound.launch(request);
                }
            };
        }
    }

    static final class ThrowsWhatIsInvalid extends SimulatedProviderTck {
        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                public LaunchResult launch(LaunchRequest request) {
                    LaunchResult result = sound.launch(request);
                    if (result instanceof LaunchResult.Refused refused && refused.refusal() == Refusal.INVALID) {
                        throw new IllegalArgumentException(refused.reason());
                    }
                    return result;
                }
            };
        }
    }

    static final class LaunchesOnceMoreToBeSure extends SimulatedProviderTck {
        private int launches;

        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                public LaunchResult launch(LaunchRequest request) {
                    launches++;
                    LaunchResult result = sound.launch(request);
                    if (launches == 1) {
                        sound.launch(ShownMachine.token(request, request.clientToken() + "/2"));
                    }
                    return result;
                }
            };
        }
    }
}
