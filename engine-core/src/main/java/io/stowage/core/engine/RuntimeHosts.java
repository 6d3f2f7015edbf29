package io.stowage.core.engine;

import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.core.agent.Agent;
import io.stowage.core.agent.AgentSettings;
import io.stowage.core.agent.AgentSetup;
import io.stowage.core.agent.ControlPlane;
import io.stowage.core.agent.Licence;
import io.stowage.core.loop.AgentFactory;
import io.stowage.core.plugin.MissingRuntime;
import io.stowage.core.plugin.Plugins;
import io.stowage.core.state.Ids;
import io.stowage.core.world.Lane;
import io.stowage.core.world.Outcome;
import io.stowage.core.world.Strand;
import io.stowage.error.EcsException;
import io.stowage.error.InvalidParameterException;
import io.stowage.error.ServerException;
import io.stowage.model.ContainerInstance;
import io.stowage.spi.BoundToPlace;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.spi.RuntimeDescription;
import io.stowage.spi.RuntimeTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runtime plugins, and the ways to the hosts of container instances. Thread-safe; nothing blocks. */
final class RuntimeHosts implements AgentFactory {

    private static final Logger LOG = LoggerFactory.getLogger(RuntimeHosts.class);
    private static final int ASKED_AT_ONCE = 8;

    private final EngineSetup setup;
    private final AgentSettings settings;
    private final Strand strand;
    private final Lane lane;
    /** What the host said that was reached last, by the runtime's name. */
    private final Map<String, RuntimeDescription> descriptions = new TreeMap<>();

    RuntimeHosts(EngineSetup setup) {
        this.setup = setup;
        this.settings = setup.settings().agents();
        this.strand = setup.world().strand("register");
        this.lane = setup.world().lane("register", ASKED_AT_ONCE);
    }

    /**
     * Checks that there is a runtime plugin of this name.
     *
     * @throws InvalidParameterException that names those there are
     */
    void require(String runtime) {
        if (!setup.runtimes().containsKey(runtime)) {
            throw new InvalidParameterException(missing(runtime).advice());
        }
    }

    private MissingRuntime missing(String runtime) {
        return new MissingRuntime(runtime, new ArrayList<>(setup.runtimes().keySet()));
    }

    private ContainerRuntimeProvider provider(String runtime) {
        ContainerRuntimeProvider provider = setup.runtimes().get(runtime);
        return provider == null ? missing(runtime) : provider;
    }

    /** Connects to a host that is to be registered, and asks what it is. */
    CompletableFuture<RuntimeDescription> describe(
            String clusterName, String containerInstanceId, RegisterContainerInstanceRequest request) {
        CompletableFuture<RuntimeDescription> answer = new CompletableFuture<>();
        RuntimeTarget target = target(clusterName, containerInstanceId, request.runtimeProperties());
        strand.execute(() -> strand.call(
                lane,
                settings.deadlines().connect(),
                () -> {
                    try (ContainerRuntime runtime = provider(request.runtime()).connect(target)) {
                        return runtime.describe();
                    }
                },
                outcome -> {
                    if (outcome instanceof Outcome.Success<RuntimeDescription> success) {
                        RuntimeDescription description = Objects.requireNonNull(success.value());
                        heard(request.runtime(), description);
                        answer.complete(description);
                    } else {
                        answer.completeExceptionally(failure(request.runtime(), outcome));
                    }
                }));
        return answer;
    }

    private static EcsException failure(String runtime, Outcome<?> outcome) {
        if (outcome instanceof Outcome.Failure<?> failure
                && failure.exception() instanceof IllegalArgumentException wrong) {
            return new InvalidParameterException(
                    "runtimeProperties of runtime '" + runtime + "': " + wrong.getMessage(), wrong);
        }
        if (outcome instanceof Outcome.Failure<?> failure) {
            return new ServerException(
                    "the host could not be reached through runtime '" + runtime + "': " + failure.exception()
                            + ". Nothing was registered.",
                    failure.exception());
        }
        return new ServerException(
                "the host did not answer through runtime '" + runtime + "': " + outcome + ". Nothing was registered.");
    }

    private RuntimeTarget target(String clusterName, String containerInstanceId, Map<String, String> properties) {
        return new RuntimeTarget(
                clusterName, containerInstanceId, properties, setup.ports().policy());
    }

    @Override
    public Agent attach(String clusterName, ContainerInstance instance, Licence licence, ControlPlane controlPlane) {
        String id = Ids.shortId(instance.containerInstanceArn());
        Agent agent = new Agent(
                setup.world(),
                new AgentSetup(
                        clusterName,
                        new Ids(setup.arnPrefix(), clusterName).cluster(),
                        id,
                        instance.containerInstanceArn(),
                        provider(instance.runtime()),
                        target(clusterName, id, instance.runtimeProperties()),
                        new AgentSetup.Ports(
                                setup.ports().secrets(),
                                setup.ports().environmentFiles(),
                                setup.ports().policy()),
                        settings),
                licence,
                controlPlane);
        // Should the host never be reached, there is nothing to be learned of it; the agent says so by itself.
        CompletableFuture<Void> unused =
                agent.description().thenAccept(description -> heard(instance.runtime(), description));
        return agent;
    }

    @Override
    public @Nullable String place(ContainerInstance instance) {
        try {
            return place(instance.runtime(), instance.runtimeProperties());
        } catch (RuntimeException unknown) {
            // It says so when its agent connects; until then it is nobody's in particular.
            return null;
        }
    }

    /** The place at which this engine reaches a host; null if any engine reaches it. What the plugin throws is thrown. */
    @Nullable
    String place(String runtime, Map<String, String> properties) {
        return provider(runtime) instanceof BoundToPlace bound
                ? bound.place(properties).orElse(null)
                : null;
    }

    /** What a host can't do is told once, and not again for each host that is like it. */
    private synchronized void heard(String runtime, RuntimeDescription description) {
        RuntimeDescription before = descriptions.put(runtime, description);
        for (String warning : description.warnings()) {
            if (before == null || !before.warnings().contains(warning)) {
                LOG.warn("Runtime {}: {}", runtime, warning);
            }
        }
    }

    /**
     * The fields that the runtimes at hand honour: as their hosts say, and as a plugin says itself of which none was reached yet. Runtimes
     * of which nothing is known are left out.
     */
    synchronized List<Set<String>> honouredFields() {
        List<Set<String>> known = new ArrayList<>();
        setup.runtimes().forEach((name, provider) -> {
            RuntimeDescription description = descriptions.get(name);
            Set<String> honoured =
                    description == null ? Plugins.honouredFields(provider) : description.honouredFields();
            if (description != null || !honoured.isEmpty()) {
                known.add(honoured);
            }
        });
        return known;
    }
}
