package io.stowage.testkit;

import io.stowage.Engine;
import io.stowage.core.EngineBuilder;
import io.stowage.core.EngineConfiguration;
import io.stowage.core.EngineConfiguration.Agents;
import io.stowage.core.EngineConfiguration.Deadlines;
import io.stowage.core.Stowage;
import io.stowage.model.Service;
import io.stowage.model.Task;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;

/**
 * The engine as everybody builds it, with the defaults everybody gets; only a pull that never answers is given up after minutes instead
 * of an hour, so that a run of hours sees what comes after it.
 */
public final class StowageEngines implements EngineFactory {

    private final EngineConfiguration configuration;

    /** Machines that aren't needed are given back as slowly as ECS does it. */
    public StowageEngines() {
        this(EngineConfiguration.Limits.defaults());
    }

    private StowageEngines(EngineConfiguration.Limits limits) {
        this.configuration = configuration(limits);
    }

    /** The same engines, which give machines back at this pace. */
    public static StowageEngines scalingIn(EngineConfiguration.ScaleIn pace) {
        return new StowageEngines(EngineConfiguration.Limits.defaults().scalingIn(pace));
    }

    @Override
    public Engine start(EngineParts parts) {
        EngineBuilder builder = Stowage.engine();
        parts.instances().forEach(builder::instanceProvider);
        return builder.name(parts.name())
                .world(parts.world())
                .store(parts.store())
                .runtime(parts.runtime())
                .secrets(parts.ports().secrets())
                .environmentFiles(parts.ports().environmentFiles())
                .policy(parts.ports().policy())
                .authorizer(parts.ports().authorizer())
                .scaleInOrder(StowageEngines::scaleInOrder)
                .configuration(configuration)
                .build();
    }

    /** For some services the oldest task goes first, and for some there is an order that fails. */
    private static Optional<Comparator<Task>> scaleInOrder(Service service) {
        if (hasScaleInOrder(service)) {
            return Optional.of(Comparator.comparing(Task::createdAt));
        }
        if (service.serviceName().endsWith("7")) {
            throw new IllegalStateException("broken on purpose");
        }
        return Optional.empty();
    }

    /** Whether the host application says which of its tasks goes first. */
    static boolean hasScaleInOrder(Service service) {
        return service.serviceName().endsWith("3");
    }

    private static EngineConfiguration configuration(EngineConfiguration.Limits limits) {
        Agents agents = Agents.defaults();
        Deadlines deadlines = agents.deadlines();
        return EngineConfiguration.builder()
                .limits(limits)
                .agents(new Agents(
                        agents.listPeriod(),
                        agents.containerRetention(),
                        agents.calls(),
                        agents.pulls(),
                        agents.healthChecks(),
                        new Deadlines(
                                deadlines.connect(),
                                deadlines.look(),
                                deadlines.create(),
                                deadlines.start(),
                                deadlines.control(),
                                Duration.ofMinutes(10))))
                .build();
    }
}
