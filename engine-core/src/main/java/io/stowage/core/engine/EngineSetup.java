package io.stowage.core.engine;

import io.stowage.core.agent.AgentSettings;
import io.stowage.core.loop.LoopSettings;
import io.stowage.core.placement.PlacementRules;
import io.stowage.core.world.World;
import io.stowage.spi.AlarmSource;
import io.stowage.spi.Authorizer;
import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.spi.EnvironmentFileSource;
import io.stowage.spi.InstanceProvider;
import io.stowage.spi.SecretResolver;
import io.stowage.spi.StateStore;
import io.stowage.spi.WorkloadPolicy;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an engine is made of.
 *
 * @param runtimes the runtime plugins, by name
 * @param instanceProviders the plugins that launch machines, by name
 */
public record EngineSetup(
        String name,
        Settings settings,
        World world,
        Store store,
        Map<String, ContainerRuntimeProvider> runtimes,
        Map<String, InstanceProvider> instanceProviders,
        Ports ports) {

    /**
     * What the engine is configured with.
     *
     * @param operationTimeout how long an operation waits for its answer
     * @param listenerQueueLimit how many events may wait for a listener
     */
    public record Settings(
            Duration operationTimeout, int listenerQueueLimit, LoopSettings loops, AgentSettings agents) {}

    /**
     * Where the state is kept.
     *
     * @param owned whether the engine opened the store, and closes it
     */
    public record Store(StateStore store, boolean owned) {}

    /**
     * What the host application fills, guarded.
     *
     * @param alarms null if alarms are only raised by hand
     */
    public record Ports(
            SecretResolver secrets,
            EnvironmentFileSource environmentFiles,
            WorkloadPolicy policy,
            Authorizer authorizer,
            PlacementRules rules,
            @Nullable AlarmSource alarms) {}

    String arnPrefix() {
        return settings.loops().arnPrefix();
    }
}
