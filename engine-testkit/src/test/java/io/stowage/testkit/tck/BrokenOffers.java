package io.stowage.testkit.tck;

import io.stowage.spi.InstanceProvider;
import io.stowage.spi.InstanceProvider.Access;
import io.stowage.spi.InstanceProvider.LaunchRequest;
import io.stowage.spi.InstanceProvider.LaunchResult;
import io.stowage.spi.InstanceProvider.Machine;
import io.stowage.spi.InstanceProvider.MachineState;
import io.stowage.spi.InstanceProvider.MachineType;
import io.stowage.spi.InstanceProvider.Purchase;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Providers that break the contract on what is to be had and what is launched, each in one way. */
final class BrokenOffers {

    private BrokenOffers() {}

    static final class HasManyNames extends SimulatedProviderTck {
        private int names;

        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                public String name() {
                    return sound.name() + names++;
                }
            };
        }
    }

    static final class FindsFaultWithEverything extends SimulatedProviderTck {
        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                public List<String> check(Map<String, String> properties) {
                    return List.of("properties are not to my liking");
                }
            };
        }
    }

    static final class ThrowsWhatIsWrong extends SimulatedProviderTck {
        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                public List<String> check(Map<String, String> properties) {
                    sound.check(properties).forEach(wrong -> {
                        throw new IllegalArgumentException(wrong);
                    });
                    return List.of();
                }
            };
        }
    }

    static final class AsksTheCloudWhatIsWrong extends SimulatedProviderTck {
        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                public List<String> check(Map<String, String> properties) {
                    sound.machineTypes(List.of(), properties);
                    return sound.check(properties);
                }
            };
        }
    }

    static final class MakesUpTypes extends SimulatedProviderTck {
        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                public List<MachineType> machineTypes(List<String> names, Map<String, String> properties) {
                    return names.stream()
                            .map(name -> new MachineType(
                                    name, 1024, 1024, List.of(), Map.of("ecs.instance-type", name), null, null))
                            .toList();
                }
            };
        }
    }

    static final class OffersNothingToWhoAsksForNothing extends SimulatedProviderTck {
        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                public List<MachineType> machineTypes(List<String> names, Map<String, String> properties) {
                    return names.isEmpty() ? List.of() : sound.machineTypes(names, properties);
                }
            };
        }
    }

    static final class LaunchesWhereItLikes extends SimulatedProviderTck {
        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                public LaunchResult launch(LaunchRequest request) {
                    return sound.launch(ShownMachine.zone(request, ""));
                }
            };
        }
    }

    static final class CallsEverythingOnDemand extends SimulatedProviderTck {
        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                Machine shown(Machine machine) {
                    return ShownMachine.purchase(machine, Purchase.ON_DEMAND);
                }
            };
        }
    }

    static final class KeepsItsZoneToItself extends SimulatedProviderTck {
        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                Machine shown(Machine machine) {
                    return ShownMachine.zone(machine, "");
                }
            };
        }
    }

    static final class CanReachWhatDoesNotRun extends SimulatedProviderTck {
        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                Machine shown(Machine machine) {
                    return ShownMachine.access(machine, new Access("simulated", Map.of("host", machine.id())));
                }
            };
        }
    }

    static final class ReachesAllByOneWay extends SimulatedProviderTck {
        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                Machine shown(Machine machine) {
                    return machine.access() == null
                            ? machine
                            : ShownMachine.access(machine, new Access("simulated", Map.of("host", "one")));
                }
            };
        }
    }

    static final class HasNoAttributes extends SimulatedProviderTck {
        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                Machine shown(Machine machine) {
                    return ShownMachine.described(machine, machine.tags(), Map.of());
                }
            };
        }
    }

    static final class KnowsNoCapitalsInTags extends SimulatedProviderTck {
        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                public LaunchResult launch(LaunchRequest request) {
                    Map<String, String> tags = new LinkedHashMap<>();
                    request.tags().forEach((key, value) -> tags.put(key.toLowerCase(Locale.ROOT), value));
                    return sound.launch(ShownMachine.tags(request, tags));
                }
            };
        }
    }

    static final class TagsAfterwards extends SimulatedProviderTck {
        private final Map<String, Map<String, String>> tags = new HashMap<>();

        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                public LaunchResult launch(LaunchRequest request) {
                    LaunchResult result = sound.launch(ShownMachine.tags(request, Map.of()));
                    if (result instanceof LaunchResult.Launched launched) {
                        tags.put(launched.machine().id(), request.tags());
                    }
                    return result;
                }

                @Override
                public List<Machine> describe(Map<String, String> wanted, Map<String, String> properties) {
                    return sound.describe(Map.of(), properties).stream()
                            .map(machine -> ShownMachine.described(
                                    machine, tags.getOrDefault(machine.id(), Map.of()), machine.attributes()))
                            .filter(machine -> machine.tags().entrySet().containsAll(wanted.entrySet()))
                            .toList();
                }
            };
        }
    }

    static final class FlickersBackToPending extends SimulatedProviderTck {
        private int looks;

        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                Machine shown(Machine machine) {
                    boolean flickers = machine.state() == MachineState.RUNNING && ++looks % 7 == 0;
                    return flickers ? ShownMachine.state(machine, MachineState.PENDING) : machine;
                }
            };
        }
    }
}
