package io.stowage.core;

import io.stowage.Engine;
import io.stowage.core.engine.EngineSetup;
import io.stowage.core.engine.Engines;
import io.stowage.core.placement.PlacementRules;
import io.stowage.core.plugin.GuardedAuthorizer;
import io.stowage.core.plugin.GuardedEnvironmentFiles;
import io.stowage.core.plugin.GuardedPlacementFilter;
import io.stowage.core.plugin.GuardedPlacementScorer;
import io.stowage.core.plugin.GuardedPolicy;
import io.stowage.core.plugin.GuardedSecrets;
import io.stowage.core.plugin.Plugins;
import io.stowage.core.world.SystemWorld;
import io.stowage.core.world.World;
import io.stowage.spi.AlarmSource;
import io.stowage.spi.Authorizer;
import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.spi.EnvironmentFileSource;
import io.stowage.spi.InstanceProvider;
import io.stowage.spi.PlacementFilter;
import io.stowage.spi.PlacementScorer;
import io.stowage.spi.ScaleInOrder;
import io.stowage.spi.SecretResolver;
import io.stowage.spi.StateStore;
import io.stowage.spi.WorkloadPolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Builds an engine. Nothing is required: an engine has the configuration's defaults, keeps its state in memory, and finds its runtime
 * plugins with {@link java.util.ServiceLoader}. One builder may build several engines; they share nothing but what was handed to it. Not
 * thread-safe.
 */
public final class EngineBuilder {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final String DEFAULT_STORE = "memory";

    private String name = "engine";
    private EngineConfiguration configuration = EngineConfiguration.defaults();
    private @Nullable StateStore store;
    private String storeName = DEFAULT_STORE;
    private Map<String, String> storeProperties = new LinkedHashMap<>();
    private final List<ContainerRuntimeProvider> runtimes = new ArrayList<>();
    private final List<InstanceProvider> instanceProviders = new ArrayList<>();
    private SecretResolver secrets = GuardedSecrets.none();
    private EnvironmentFileSource environmentFiles = GuardedEnvironmentFiles.none();
    private WorkloadPolicy policy = WorkloadPolicy.platformDefault();
    private Authorizer authorizer = Authorizer.allowAll();
    private final Map<String, PlacementFilter> filters = new LinkedHashMap<>();
    private final Map<String, PlacementScorer> scorers = new LinkedHashMap<>();
    private @Nullable AlarmSource alarms;
    private ScaleInOrder scaleInOrder = ScaleInOrder.none();
    private @Nullable Executor executor;
    private @Nullable World world;

    EngineBuilder() {}

    /**
     * What the engine is called in threads, logs and leases: 1 to 64 letters, digits, {@code _}, {@code .} and {@code -}. {@code engine} by
     * default; it need not be unique.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public EngineBuilder name(String value) {
        name = checked(value);
        return this;
    }

    private static String checked(String value) {
        if (!NAME.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "name is '" + value + "'; use 1 to 64 letters, digits, underscores, periods and hyphens");
        }
        return value;
    }

    /** How the engine is configured; {@link EngineConfiguration#defaults()} by default. */
    public EngineBuilder configuration(EngineConfiguration value) {
        configuration = Objects.requireNonNull(value);
        return this;
    }

    /** Keeps the state in this store. It stays the caller's: closing the engine doesn't close it. */
    public EngineBuilder store(StateStore value) {
        store = Objects.requireNonNull(value);
        return this;
    }

    /**
     * Keeps the state in a store that a plugin opens, and that the engine closes. Without a store it is {@code memory}.
     *
     * @param plugin the name of the plugin, which is on the class path
     * @param properties what the plugin needs; may be empty
     */
    public EngineBuilder store(String plugin, Map<String, String> properties) {
        store = null;
        storeName = Objects.requireNonNull(plugin);
        storeProperties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
        return this;
    }

    /** Adds a runtime plugin. It wins over one of the same name on the class path. Two of one name make {@link #build} fail. */
    public EngineBuilder runtime(ContainerRuntimeProvider provider) {
        runtimes.add(Objects.requireNonNull(provider));
        return this;
    }

    /**
     * Adds a plugin that launches machines for capacity providers. It wins over one of the same name on the class path. Two of one name make
     * {@link #build} fail. It stays the caller's: closing the engine doesn't close it.
     */
    public EngineBuilder instanceProvider(InstanceProvider provider) {
        instanceProviders.add(Objects.requireNonNull(provider));
        return this;
    }

    /** Where secrets come from. Without it a task that needs a secret fails to start, and says so. */
    public EngineBuilder secrets(SecretResolver value) {
        secrets = Objects.requireNonNull(value);
        return this;
    }

    /**
     * Where environment files come from, such as {@link EnvironmentFileSource#directory}. Without it a task that needs one fails to start, and
     * says so.
     */
    public EngineBuilder environmentFiles(EnvironmentFileSource value) {
        environmentFiles = Objects.requireNonNull(value);
        return this;
    }

    /** Which workloads may run. Without it, those that the runtime plugins allow by themselves. */
    public EngineBuilder policy(WorkloadPolicy value) {
        policy = Objects.requireNonNull(value);
        return this;
    }

    /** Who may change what. Without it everybody may change everything. */
    public EngineBuilder authorizer(Authorizer value) {
        authorizer = Objects.requireNonNull(value);
        return this;
    }

    /**
     * Adds a placement constraint of the host application's own. Filters are asked in the order in which they were added.
     *
     * @param filterName how accounts of failures name it, as {@link #name}; one of the same name is replaced
     * @throws IllegalArgumentException if that is no name
     */
    public EngineBuilder placementFilter(String filterName, PlacementFilter filter) {
        filters.put(checked(filterName), new GuardedPlacementFilter(filterName, Objects.requireNonNull(filter)));
        return this;
    }

    /**
     * Adds a preference of the host application's own among container instances. Scorers are asked in the order in which they were added, each breaking
     * the ties of those before.
     *
     * @param scorerName how the log names it, as {@link #name}; one of the same name is replaced
     * @throws IllegalArgumentException if that is no name
     */
    public EngineBuilder placementScorer(String scorerName, PlacementScorer scorer) {
        scorers.put(checked(scorerName), new GuardedPlacementScorer(scorerName, Objects.requireNonNull(scorer)));
        return this;
    }

    /** Where deployment alarms come from. Without it they are only raised by hand, with {@link Engine#alarms}. */
    public EngineBuilder alarms(AlarmSource value) {
        alarms = Objects.requireNonNull(value);
        return this;
    }

    /**
     * Which tasks of a service are stopped first. Without it the placement strategies decide. Engines that share a store are given the same
     * one: the engine that leads the cluster follows its own.
     */
    public EngineBuilder scaleInOrder(ScaleInOrder value) {
        scaleInOrder = Objects.requireNonNull(value);
        return this;
    }

    /**
     * Runs everything that may block (store, runtimes, listeners) on this executor, instead of on threads of the engine's own. It must be
     * able to run as much at once as is asked of it: work that hangs must not keep other work waiting. It stays the caller's.
     */
    public EngineBuilder executor(Executor value) {
        executor = Objects.requireNonNull(value);
        return this;
    }

    /** Runs the engine in another world than the system's: for the test kit. The engine closes it; {@link #executor} has no effect. */
    public EngineBuilder world(World value) {
        world = Objects.requireNonNull(value);
        return this;
    }

    /**
     * Builds the engine and lets it begin. Blocks while the store is opened.
     *
     * @throws IllegalStateException if a plugin is missing, is there twice or fails; the message names it
     */
    public Engine build() {
        Map<String, ContainerRuntimeProvider> providers = Plugins.runtimes(runtimes);
        Map<String, InstanceProvider> machines = Plugins.instanceProviders(instanceProviders);
        StateStore given = store;
        StateStore opened = given == null ? Plugins.openStore(storeName, storeProperties) : given;
        return Engines.start(new EngineSetup(
                name,
                Settings.of(configuration, scaleInOrder),
                world(),
                new EngineSetup.Store(opened, given == null),
                providers,
                machines,
                new EngineSetup.Ports(
                        new GuardedSecrets(secrets),
                        new GuardedEnvironmentFiles(environmentFiles),
                        new GuardedPolicy(policy),
                        new GuardedAuthorizer(authorizer),
                        new PlacementRules(filters, scorers),
                        alarms)));
    }

    private World world() {
        if (world != null) {
            return world;
        }
        return executor == null ? SystemWorld.create(name) : SystemWorld.create(name, executor);
    }
}
