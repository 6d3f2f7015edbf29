package io.stowage.testkit;

import io.stowage.Engine;
import io.stowage.event.EcsEvent;
import io.stowage.model.EnvironmentFile;
import io.stowage.model.TaskDefinition;
import io.stowage.spi.Authorizer;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.EnvironmentFileSource;
import io.stowage.spi.SecretResolver;
import io.stowage.spi.WorkloadPolicy;
import io.stowage.testkit.fault.Component;
import io.stowage.testkit.fault.Fault;
import io.stowage.testkit.fault.Rates;
import io.stowage.testkit.world.CallUnderWay;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.SimulationRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** What the application around the engines fills in: an authorizer, a policy, secrets, environment files and a listener, which may throw or block. */
final class HostApplication {

    private static final Duration LONGEST_BLOCK = Duration.ofMinutes(2);

    private final Simulation simulation;
    private final SimulationRandom random;
    private final Consumer<EcsEvent> witness;
    private Rates rates = Rates.NONE;

    /** Thrown by what the application fills in. */
    private static final class BrokenPluginException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BrokenPluginException(String message) {
            super(message, null, false, false);
        }
    }

    /** @param witness hears whatever a listener of an engine hears */
    HostApplication(Simulation simulation, Consumer<EcsEvent> witness) {
        this.simulation = simulation;
        this.witness = witness;
        this.random = simulation.random("host application");
    }

    void rates(Rates nowRates) {
        rates = nowRates;
    }

    EngineParts.Ports ports() {
        return new EngineParts.Ports(new Secrets(), new Files(), new Policy(), new Gate());
    }

    void greet(Engine engine) {
        engine.events().subscribe(this::hear);
    }

    private void hear(EcsEvent event) {
        witness.accept(event);
        blockNowAndThen(Fault.LISTENERS_FAIL, Component.HOST_APPLICATION);
        throwNowAndThen(Fault.LISTENERS_FAIL, Component.HOST_APPLICATION);
        simulation.trace().add(event.detailType(), simulation.nanos());
    }

    // Classes with names of their own: an error names the class that threw, and a run's trace holds errors.

    private final class Gate implements Authorizer {
        @Override
        public Optional<String> denies(String principal, String action, String resource) {
            blockCallerNowAndThen();
            throwNowAndThen(Fault.PORTS_FAIL, Component.HOST_APPLICATION);
            return Optional.empty();
        }
    }

    private final class Secrets implements SecretResolver {
        @Override
        public char[] resolve(String valueFrom, SecretResolver.Context context) {
            blockNowAndThen(Fault.PORTS_FAIL, Component.RUNTIME);
            throwNowAndThen(Fault.PORTS_FAIL, Component.RUNTIME);
            return (valueFrom + context.containerName()).toCharArray();
        }
    }

    private final class Files implements EnvironmentFileSource {
        @Override
        public char[] read(EnvironmentFile file, EnvironmentFileSource.Context context) {
            blockNowAndThen(Fault.PORTS_FAIL, Component.RUNTIME);
            throwNowAndThen(Fault.PORTS_FAIL, Component.RUNTIME);
            return ("FILE=" + file.value() + "\nTOKEN=not the secret\n").toCharArray();
        }
    }

    private final class Policy implements WorkloadPolicy {
        @Override
        public Optional<String> refuses(TaskDefinition taskDefinition) {
            blockCallerNowAndThen();
            throwNowAndThen(Fault.PORTS_FAIL, Component.HOST_APPLICATION);
            return Optional.empty();
        }

        @Override
        public Optional<String> refuses(ContainerSpec spec) {
            blockNowAndThen(Fault.PORTS_FAIL, Component.RUNTIME);
            throwNowAndThen(Fault.PORTS_FAIL, Component.RUNTIME);
            return Optional.empty();
        }
    }

    private void throwNowAndThen(Fault fault, Component component) {
        if (random.chance(rates.of(fault))) {
            simulation.cells().hit(fault, component);
            throw new BrokenPluginException("broken on purpose");
        }
    }

    private void blockNowAndThen(Fault fault, Component component) {
        CallUnderWay call = simulation.callUnderWay();
        if (call == null || !random.chance(rates.of(fault))) {
            return;
        }
        simulation.cells().hit(fault, component);
        if (random.below(4) == 0) {
            call.neverAnswers();
        } else {
            call.takes(Duration.ofNanos(random.between(Duration.ZERO, LONGEST_BLOCK)));
        }
    }

    /** What is asked in the caller's own thread blocks nobody but the caller: everything else goes on meanwhile. */
    private void blockCallerNowAndThen() {
        if (random.chance(rates.of(Fault.PORTS_FAIL))) {
            simulation.cells().hit(Fault.PORTS_FAIL, Component.HOST_APPLICATION);
            simulation.runFor(Duration.ofNanos(random.between(Duration.ZERO, LONGEST_BLOCK)));
        }
    }
}
