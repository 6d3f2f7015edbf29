package io.stowage.testkit.tck;

import io.stowage.model.NetworkBinding;
import io.stowage.model.PortMapping;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.ContainerState;
import io.stowage.spi.Observation;
import io.stowage.spi.SecretValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runtimes that break the contract on what arrives in a container, each in one way. */
final class BrokenArrivals {

    private BrokenArrivals() {}

    static final class GivesEveryContainerTheSamePort extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                @Override
                ContainerState shown(ContainerState state) {
                    return Shown.bindings(
                            state,
                            state.networkBindings().stream()
                                    .map(binding -> NetworkBinding.port(
                                            "0.0.0.0", binding.containerPort(), 40_000, binding.protocol()))
                                    .toList());
                }
            };
        }
    }

    static final class GivesOutReservedPorts extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                @Override
                public void create(ContainerSpec spec) throws ContainerRuntimeException {
                    sound.create(new ContainerSpec(
                            spec.name(),
                            spec.definition(),
                            spec.taskDefinition(),
                            spec.environment(),
                            spec.secrets(),
                            List.of(),
                            spec.labels(),
                            spec.run()));
                }
            };
        }
    }

    static final class TakesEveryPortForADynamicOne extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                @Override
                public void create(ContainerSpec spec) throws ContainerRuntimeException {
                    List<PortMapping> mappings = spec.definition().portMappings();
                    List<PortMapping> dynamic = mappings == null
                            ? null
                            : mappings.stream()
                                    .map(mapping -> PortMapping.of(mapping.containerPort()))
                                    .toList();
                    sound.create(with(
                            spec,
                            spec.definition().toBuilder().portMappings(dynamic).build()));
                }
            };
        }
    }

    static final class SplitsWordsAtBlanks extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                @Override
                public void create(ContainerSpec spec) throws ContainerRuntimeException {
                    List<String> words = spec.definition().command();
                    List<String> split = words == null
                            ? null
                            : List.of(String.join(" ", words).strip().split("\\s+"));
                    sound.create(with(
                            spec, spec.definition().toBuilder().command(split).build()));
                }
            };
        }
    }

    static final class TrimsTheEnvironment extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                @Override
                public void create(ContainerSpec spec) throws ContainerRuntimeException {
                    sound.create(environment(spec, spec.environment(), true));
                }
            };
        }
    }

    static final class LeavesOutOddVariables extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                @Override
                public void create(ContainerSpec spec) throws ContainerRuntimeException {
                    Map<String, String> plain = new LinkedHashMap<>(spec.environment());
                    plain.keySet().removeIf(name -> !name.matches("[A-Za-z_]\\w*"));
                    sound.create(environment(spec, plain, false));
                }
            };
        }
    }

    static final class StaysWhereItIs extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                @Override
                public void create(ContainerSpec spec) throws ContainerRuntimeException {
                    sound.create(with(
                            spec,
                            spec.definition().toBuilder()
                                    .workingDirectory("/tmp")
                                    .build()));
                }
            };
        }
    }

    static final class KeepsTheFirstLineOfALabel extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                @Override
                public void create(ContainerSpec spec) throws ContainerRuntimeException {
                    Map<String, String> labels = new LinkedHashMap<>(spec.labels());
                    labels.replaceAll((key, value) -> value.split("\n", -1)[0]);
                    sound.create(new ContainerSpec(
                            spec.name(),
                            spec.definition(),
                            spec.taskDefinition(),
                            spec.environment(),
                            spec.secrets(),
                            spec.reservedHostPorts(),
                            labels,
                            spec.run()));
                }
            };
        }
    }

    static final class KnowsNoCapitals extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                @Override
                public void create(ContainerSpec spec) throws ContainerRuntimeException {
                    sound.create(new ContainerSpec(
                            spec.name().toLowerCase(Locale.ROOT),
                            spec.definition(),
                            spec.taskDefinition(),
                            spec.environment(),
                            spec.secrets(),
                            spec.reservedHostPorts(),
                            spec.labels(),
                            spec.run()));
                }

                @Override
                public Observation inspect(String name) {
                    return sound.inspect(name.toLowerCase(Locale.ROOT));
                }
            };
        }
    }

    static final class SaysWhyInFull extends DecoratedRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new AlteredRuntime(connection) {
                @Override
                ContainerState shown(ContainerState state) {
                    StringBuilder why = new StringBuilder("run with");
                    for (SecretValue secret : spec(state.name()).secrets()) {
                        why.append(' ').append(secret.name()).append('=').append(secret.reveal());
                    }
                    return Shown.reason(state, why.toString());
                }
            };
        }
    }

    private static ContainerSpec environment(ContainerSpec spec, Map<String, String> environment, boolean trimmed) {
        Map<String, String> variables = new LinkedHashMap<>(environment);
        if (trimmed) {
            variables.replaceAll((name, value) -> value.strip());
        }
        return new ContainerSpec(
                spec.name(),
                spec.definition(),
                spec.taskDefinition(),
                variables,
                spec.secrets(),
                spec.reservedHostPorts(),
                spec.labels(),
                spec.run());
    }
}
