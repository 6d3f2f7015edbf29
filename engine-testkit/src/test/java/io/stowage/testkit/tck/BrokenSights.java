package io.stowage.testkit.tck;

import io.stowage.spi.InstanceProvider;
import io.stowage.spi.InstanceProvider.LaunchRequest;
import io.stowage.spi.InstanceProvider.LaunchResult;
import io.stowage.spi.InstanceProvider.Machine;
import io.stowage.spi.InstanceProvider.MachineState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Providers that break the contract on what they see, each in one way. */
final class BrokenSights {

    private BrokenSights() {}

    static final class DescribesWhatHasAnyOfTheTags extends SimulatedProviderTck {
        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                public List<Machine> describe(Map<String, String> tags, Map<String, String> properties) {
                    return sound.describe(Map.of(), properties).stream()
                            .filter(machine -> tags.entrySet().stream()
                                    .anyMatch(tag -> machine.tags().entrySet().contains(tag)))
                            .toList();
                }
            };
        }
    }

    static final class DescribesWhateverHasTheKeys extends SimulatedProviderTck {
        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                public List<Machine> describe(Map<String, String> tags, Map<String, String> properties) {
                    return sound.describe(Map.of(), properties).stream()
                            .filter(machine -> tags.keySet().stream().allMatch(key -> hasIt(machine, key, tags)))
                            .toList();
                }

                private boolean hasIt(Machine machine, String key, Map<String, String> tags) {
                    String value = machine.tags().get(key);
                    return key.equals(ProviderUnderTest.TEST)
                            ? value != null
                            : tags.get(key).equals(value);
                }
            };
        }
    }

    static final class TakesValuesForPatterns extends SimulatedProviderTck {
        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                public List<Machine> describe(Map<String, String> tags, Map<String, String> properties) {
                    return sound.describe(Map.of(), properties).stream()
                            .filter(machine -> tags.entrySet().stream()
                                    .allMatch(tag -> matches(machine.tags().get(tag.getKey()), tag.getValue())))
                            .toList();
                }

                private boolean matches(String value, String pattern) {
                    String regex =
                            pattern.replace(".", "\\.").replace("*", ".*").replace("?", ".");
                    return value != null && value.matches(regex);
                }
            };
        }
    }

    static final class SeesNothingWhereItCanNotLook extends SimulatedProviderTck {
        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                public List<Machine> describe(Map<String, String> tags, Map<String, String> properties) {
                    try {
                        return sound.describe(tags, properties);
                    } catch (RuntimeException unknown) {
                        return List.of();
                    }
                }
            };
        }
    }

    /** What it has launched and doesn't see is over, it says. */
    static final class TakesTheMissingForOver extends SimulatedProviderTck {
        private final Map<String, Machine> launched = new TreeMap<>();

        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                Machine shown(Machine machine) {
                    launched.put(machine.id(), machine);
                    return machine;
                }

                @Override
                public List<Machine> describe(Map<String, String> tags, Map<String, String> properties) {
                    Map<String, Machine> all = new TreeMap<>();
                    launched.values()
                            .forEach(machine ->
                                    all.put(machine.id(), ShownMachine.state(machine, MachineState.TERMINATED)));
                    super.describe(tags, properties).forEach(machine -> all.put(machine.id(), machine));
                    return List.copyOf(all.values());
                }
            };
        }
    }

    static final class GivesOutTheDescriptionThatItWorksWith extends SimulatedProviderTck {
        private final List<Machine> working = new ArrayList<>();

        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                public List<Machine> describe(Map<String, String> tags, Map<String, String> properties) {
                    List<Machine> seen = sound.describe(tags, properties);
                    working.clear();
                    working.addAll(seen);
                    return working;
                }
            };
        }
    }

    static final class SeesOnlyWhatItLaunchedItself extends SimulatedProviderTck {
        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                private final TreeSet<String> own = new TreeSet<>();

                @Override
                public LaunchResult launch(LaunchRequest request) {
                    LaunchResult result = sound.launch(request);
                    if (result instanceof LaunchResult.Launched launched) {
                        own.add(launched.machine().id());
                    }
                    return result;
                }

                @Override
                public List<Machine> describe(Map<String, String> tags, Map<String, String> properties) {
                    return sound.describe(tags, properties).stream()
                            .filter(machine -> own.contains(machine.id()))
                            .toList();
                }
            };
        }
    }

    static final class DescribesOnePage extends SimulatedProviderTck {
        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                public List<Machine> describe(Map<String, String> tags, Map<String, String> properties) {
                    return sound.describe(tags, properties).stream().limit(100).toList();
                }
            };
        }
    }

    static final class OverlooksNotices extends SimulatedProviderTck {
        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                Machine shown(Machine machine) {
                    return ShownMachine.interruption(machine, null);
                }
            };
        }
    }

    static final class TakesANoticeForEverybodys extends SimulatedProviderTck {
        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                public List<Machine> describe(Map<String, String> tags, Map<String, String> properties) {
                    List<Machine> seen = sound.describe(tags, properties);
                    return seen.stream()
                            .filter(machine -> machine.interruption() != null)
                            .findFirst()
                            .map(noticed -> seen.stream()
                                    .map(machine -> ShownMachine.interruption(machine, noticed.interruption()))
                                    .toList())
                            .orElse(seen);
                }
            };
        }
    }

    static final class KeepsANoticeForGood extends SimulatedProviderTck {
        private final Map<String, Machine> noticed = new TreeMap<>();

        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                Machine shown(Machine machine) {
                    if (machine.interruption() != null) {
                        noticed.putIfAbsent(machine.id(), machine);
                    }
                    Machine before = noticed.get(machine.id());
                    return before == null ? machine : ShownMachine.interruption(machine, before.interruption());
                }
            };
        }
    }

    static final class SeesNobodyTakenBack extends SimulatedProviderTck {
        @Override
        InstanceProvider decorated(InstanceProvider sound) {
            return new AlteredProvider(sound) {
                @Override
                Machine shown(Machine machine) {
                    return ProviderUnderTest.isOver(machine)
                            ? ShownMachine.state(machine, MachineState.RUNNING)
                            : machine;
                }
            };
        }
    }
}
