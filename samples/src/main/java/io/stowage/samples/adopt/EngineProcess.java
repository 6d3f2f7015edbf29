package io.stowage.samples.adopt;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.stowage.Engine;
import io.stowage.PartitionRole;
import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.SteadyState;
import io.stowage.UpdateServiceRequest;
import io.stowage.core.EngineBuilder;
import io.stowage.core.EngineConfiguration;
import io.stowage.core.EngineConfiguration.Agents;
import io.stowage.core.Stowage;
import io.stowage.error.ServerException;
import io.stowage.model.KeyValuePair;
import io.stowage.model.Resource;
import io.stowage.model.Service;
import io.stowage.runtime.docker.DockerRuntimeProvider;
import io.stowage.runtime.docker.PullBehavior;
import io.stowage.runtime.process.ProcessRuntimeProvider;
import io.stowage.spi.StateStore;
import io.stowage.store.jdbc.JdbcStateStore;
import io.stowage.store.jdbc.JdbcStateStoreProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An engine in a process of its own, which can be killed. It does what the lines of its standard input say and answers each with a line:
 * {@code create N}, {@code scale N}, {@code roll VERSION}, {@code settle}, {@code describe}, {@code role}, {@code delete}. It ends with its input,
 * and leaves what it runs.
 */
public final class EngineProcess {

    static final String CLUSTER = "adopted";
    private static final String SERVICE = "sleepers";
    /** Nobody wants to wait for the usual ten seconds until a lease expires, ten times. */
    private static final EngineConfiguration.Lease QUICK_LEASE =
            new EngineConfiguration.Lease(Duration.ofMillis(3000), Duration.ofMillis(400), Duration.ofMillis(2000));

    private static final int CONNECTIONS = 10;
    private static final long CONNECT_MILLIS = 3000;

    private final Engine engine;
    private final Workload workload;
    private final List<String> runtimes;

    private EngineProcess(Engine engine, Workload workload, List<String> runtimes) {
        this.engine = engine;
        this.workload = workload;
        this.runtimes = List.copyOf(runtimes);
    }

    /**
     * The port of the store or the address of its database, the directory of the run, and how many hosts there are that every engine reaches, or the
     * socket of a Docker daemon; none if the one host is this one. With this host or the daemon leases are short.
     */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[1]);
        String where = arguments.length < 3 ? "0" : arguments[2];
        EngineBuilder builder = Stowage.engine().name("adopt").store(store(arguments[0]));
        Workload workload = isDaemon(where) ? Workload.containers() : Workload.processes(directory);
        List<String> runtimes =
                isDaemon(where) ? onDaemon(builder, where) : onProcesses(builder, directory, Integer.parseInt(where));
        Engine engine = builder.build();
        EngineProcess process = new EngineProcess(engine, workload, runtimes);
        System.out.println("up");
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            System.out.println(process.carryOut(order.split(" ", -1)));
        }
        System.exit(0);
    }

    private static boolean isDaemon(String where) {
        return where.startsWith("unix:");
    }

    /** Yields the names of the runtimes. */
    private static List<String> onDaemon(EngineBuilder builder, String host) {
        builder.runtime(DockerRuntimeProvider.builder()
                        .host(host)
                        .pullBehavior(PullBehavior.PREFER_CACHED)
                        .build())
                .configuration(quick(QUICK_LEASE).toBuilder()
                        .agents(cleaningUpAtOnce())
                        .build());
        return List.of("docker");
    }

    private static List<String> onProcesses(EngineBuilder builder, Path directory, int hosts) {
        if (hosts == 0) {
            builder.runtime(ProcessRuntimeProvider.builder()
                            .allowRoots(Path.of("/bin"), Path.of("/usr/bin"))
                            .stateDirectory(directory.resolve("processes"))
                            .build())
                    .configuration(quick(QUICK_LEASE));
            return List.of("process");
        }
        List<String> runtimes = new ArrayList<>();
        for (int i = 1; i <= hosts; i++) {
            runtimes.add("host-" + i);
            builder.runtime(HostDirectory.of("host-" + i, directory));
        }
        builder.configuration(quick(EngineConfiguration.Lease.defaults()));
        return runtimes;
    }

    private static StateStore store(String address) {
        if (address.startsWith("jdbc:postgresql:")) {
            HikariConfig pool = new HikariConfig();
            pool.setJdbcUrl(address);
            pool.setMaximumPoolSize(CONNECTIONS);
            pool.setConnectionTimeout(CONNECT_MILLIS);
            return JdbcStateStore.open(new HikariDataSource(pool));
        }
        return address.startsWith("jdbc:")
                ? new JdbcStateStoreProvider().open(Map.of("url", address, "createTables", "true"))
                : new RemoteStore(Integer.parseInt(address));
    }

    /** Containers that have stopped are kept for an hour otherwise: nothing is to be left at the end. */
    private static Agents cleaningUpAtOnce() {
        Agents usual = Agents.defaults();
        return new Agents(
                usual.listPeriod(),
                Duration.ofSeconds(1),
                usual.calls(),
                usual.pulls(),
                usual.healthChecks(),
                usual.deadlines());
    }

    /** Nobody wants to wait for the usual forty seconds until a task counts as healthy. */
    private static EngineConfiguration quick(EngineConfiguration.Lease lease) {
        EngineConfiguration.Scheduling usual = EngineConfiguration.Scheduling.defaults();
        return EngineConfiguration.builder()
                .lease(lease)
                .scheduling(new EngineConfiguration.Scheduling(
                        Duration.ofMillis(500),
                        usual.firstStartDelay(),
                        usual.longestStartDelay(),
                        usual.startDelayJitterPercent(),
                        usual.unhealthyAtOnce()))
                .build();
    }

    /** The same order once more does no harm: each says what is to be, not what is to be done. */
    private String carryOut(String[] order) {
        long end = System.nanoTime() + workload.patience().toNanos();
        while (true) {
            try {
                return answer(order);
            } catch (ServerException notYet) {
                // The dead engine still has the lease, or this one has just got it.
                if (System.nanoTime() - end > 0) {
                    return "failed " + notYet.getMessage();
                }
            } catch (RuntimeException e) {
                return "failed " + e;
            }
        }
    }

    private String answer(String[] order) {
        switch (order[0]) {
            case "create" -> create(Integer.parseInt(order[1]));
            case "scale" -> engine.services().scale(CLUSTER, SERVICE, Integer.parseInt(order[1]));
            case "roll" ->
                engine.services()
                        .update(UpdateServiceRequest.builder()
                                .cluster(CLUSTER)
                                .service(SERVICE)
                                .taskDefinition(register(order[1]))
                                .build());
            case "settle" -> {
                SteadyState steady = engine.services().awaitSteadyState(CLUSTER, SERVICE, workload.patience());
                return steady.reached() ? "settled" : "failed " + steady;
            }
            case "describe" -> {
                Service service = engine.services()
                        .describe(CLUSTER, List.of(SERVICE))
                        .services()
                        .get(0);
                return service.desiredCount() + " " + version(service.taskDefinition());
            }
            case "role" -> {
                return leads() ? "leader" : "none";
            }
            case "delete" -> delete();
            default -> throw new IllegalArgumentException(order[0]);
        }
        return "done";
    }

    private boolean leads() {
        return engine.health().partitions().stream()
                .anyMatch(partition ->
                        partition.partition().equals("cluster/" + CLUSTER) && partition.role() == PartitionRole.LEADER);
    }

    private void create(int count) {
        engine.clusters().create(CLUSTER);
        for (String runtime : runtimes) {
            engine.containerInstances()
                    .register(RegisterContainerInstanceRequest.builder()
                            .cluster(CLUSTER)
                            .containerInstanceName("at-" + runtime)
                            .runtime(runtime)
                            .totalResources(
                                    List.of(Resource.integer("CPU", 1 << 16), Resource.integer("MEMORY", 1 << 16)))
                            .build());
        }
        engine.services().create(CLUSTER, SERVICE, register("1"), count);
    }

    private String register(String version) {
        return engine.taskDefinitions()
                .register(workload.definition(version))
                .taskDefinition()
                .taskDefinitionArn();
    }

    private String version(@Nullable String taskDefinition) {
        List<KeyValuePair> environment = engine.taskDefinitions()
                .describe(String.valueOf(taskDefinition))
                .taskDefinition()
                .containerDefinitions()
                .get(0)
                .environment();
        return Objects.requireNonNullElse(environment, List.<KeyValuePair>of()).stream()
                .filter(variable -> "VERSION".equals(variable.name()))
                .map(variable -> String.valueOf(variable.value()))
                .findFirst()
                .orElse("none");
    }

    private void delete() {
        List<String> tasks = engine.tasks().list(CLUSTER).taskArns();
        engine.services().forceDelete(CLUSTER, SERVICE);
        engine.tasks().awaitStopped(CLUSTER, tasks, workload.patience());
    }
}
