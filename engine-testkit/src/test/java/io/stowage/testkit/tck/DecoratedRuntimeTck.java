package io.stowage.testkit.tck;

import io.stowage.model.ContainerDefinition;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.RuntimeTarget;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** The contract tests of a runtime that is the simulated one, but for what {@link #decorated} does to each connection. */
abstract class DecoratedRuntimeTck extends SimulatedRuntimeTck {

    /** What was created last under each name, by whatever connection. */
    private final Map<String, ContainerSpec> specs = new TreeMap<>();

    abstract ContainerRuntime decorated(ContainerRuntime sound);

    ContainerSpec spec(String name) {
        return specs.get(name);
    }

    @Override
    protected ContainerRuntimeProvider provider() {
        return new ContainerRuntimeProvider() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public ContainerRuntime connect(RuntimeTarget target) throws ContainerRuntimeException {
                return decorated(new AlteredRuntime(simulated().connect(target)) {
                    @Override
                    public void create(ContainerSpec spec) throws ContainerRuntimeException {
                        sound.create(spec);
                        specs.put(spec.name(), spec);
                    }
                });
            }
        };
    }

    /** Runs a container anew, as if it were another one. */
    void runAgain(ContainerRuntime sound, String name) throws ContainerRuntimeException {
        sound.kill(name);
        sound.remove(name);
        sound.create(spec(name));
        sound.start(name);
    }

    /** The same, but for its container. */
    static ContainerSpec with(ContainerSpec spec, ContainerDefinition definition) {
        return new ContainerSpec(
                spec.name(),
                definition,
                spec.taskDefinition(),
                spec.environment(),
                spec.secrets(),
                spec.reservedHostPorts(),
                spec.labels(),
                spec.run());
    }

    @Override
    protected Duration patience() {
        return Duration.ofSeconds(5);
    }
}
