package io.stowage.testkit;

import io.stowage.RegisterTaskDefinitionRequest;
import io.stowage.RegisterTaskDefinitionRequestBuilder;
import io.stowage.model.Compatibility;
import io.stowage.model.ContainerCondition;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.ContainerDependency;
import io.stowage.model.ContainerRestartPolicy;
import io.stowage.model.DeploymentAlarms;
import io.stowage.model.DeploymentCircuitBreaker;
import io.stowage.model.DeploymentConfiguration;
import io.stowage.model.DeploymentEarlySuccessCriteria;
import io.stowage.model.EnvironmentFile;
import io.stowage.model.EnvironmentFileType;
import io.stowage.model.HealthCheck;
import io.stowage.model.NetworkMode;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import io.stowage.model.PlacementStrategy;
import io.stowage.model.PlacementStrategyType;
import io.stowage.model.PortMapping;
import io.stowage.model.Secret;
import io.stowage.model.ServiceRevisionCleanup;
import io.stowage.model.ThresholdConfiguration;
import io.stowage.model.ThresholdType;
import io.stowage.model.TransportProtocol;
import io.stowage.testkit.world.SimulationRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is drawn once for a service and stays: its size, limits, ports, health check and placement.
 *
 * <p>What can only be on one task per container instance (a fixed host port, distinctInstance) replaces before it starts, and is small, so
 * that it can always converge.
 */
final class ServiceShape {

    private static final int[][] LIMITS = {{100, 200}, {50, 200}, {50, 150}, {0, 100}, {100, 150}, {0, 200}};
    private static final int FIRST_FIXED_PORT = 8_000;
    private static final int ALARMS = 3;
    static final String SIDECAR = "sidecar";
    private static final int[] LEAST_OF_DAEMON = {0, 0, 34, 50};
    private static final int PORT_OF_JOBS = 7_999;
    /** The shortest that there is, so that as many runs as possible are followed by another one. */
    private static final int RESTART_AFTER_SECONDS = 60;

    private static final List<Optional<Boolean>> RESETS =
            List.of(Optional.empty(), Optional.of(true), Optional.of(false));

    final String name;
    final int cpu;
    final int memory;
    final boolean exclusive;
    final boolean fixedPort;
    final boolean dynamicPort;
    private final TransportProtocol protocol;
    private final boolean restarts;
    private final @Nullable String membership;
    final boolean checked;
    final boolean sidecar;
    private final int number;
    private final DeploymentConfiguration deploymentConfiguration;
    private final List<PlacementStrategy> strategy;
    private final @Nullable HealthCheck healthCheck;
    private final int stopTimeout;
    private final @Nullable Integer grace;
    private final boolean secret;
    private final boolean environmentFile;
    /** Whether it evens out availability zones. */
    final boolean evening;

    /** Whether it has a task on each machine. */
    final boolean daemon;

    /** Whether its tasks run on FARGATE, each on a machine of its own. */
    final boolean fargate;

    /**
     * Draws.
     *
     * @param daemons whether it may be a DAEMON service
     * @param fargates whether it may be on FARGATE
     */
    ServiceShape(int number, SimulationRandom random, boolean daemons, boolean fargates) {
        this.daemon = random.derive("daemon").below(5) == 0 && daemons;
        this.number = number;
        this.name = "service-" + number;
        this.cpu = 64 * random.between(1, 4);
        this.memory = 64 * random.between(1, 4);
        int ports = random.between(0, 9);
        this.fixedPort = ports == 0;
        this.dynamicPort = ports > 0 && ports < 4;
        this.fargate =
                fargates && !daemon && !fixedPort && random.derive("fargate").below(3) == 0;
        this.exclusive = fixedPort || random.below(10) == 0;
        this.checked = random.below(2) == 0;
        this.sidecar = random.below(6) == 0;
        this.deploymentConfiguration = drawConfiguration(random);
        this.strategy = drawStrategy(random);
        this.healthCheck = checked ? drawHealthCheck(random) : null;
        this.stopTimeout = random.between(5, 30);
        this.secret = random.below(4) == 0;
        this.protocol = random.derive("protocol").below(2) == 0 ? TransportProtocol.UDP : TransportProtocol.TCP;
        this.restarts = random.derive("restarts").below(3) == 0;
        this.membership = drawMembership(random.derive("membership"));
        this.grace = drawGrace(random.derive("grace"));
        this.environmentFile = random.derive("environment file").below(4) == 0;
        this.evening = mayEvenOut() && random.derive("evening").below(2) == 0;
    }

    private boolean mayEvenOut() {
        Integer maximum = deploymentConfiguration.maximumPercent();
        boolean byZone = strategy.isEmpty()
                || "attribute:ecs.availability-zone".equals(strategy.get(0).field());
        return !daemon && !fargate && !exclusive && membership == null && byZone && maximum != null && maximum > 100;
    }

    DeploymentConfiguration deploymentConfiguration() {
        return deploymentConfiguration;
    }

    /** Null for none. */
    @Nullable
    Integer healthCheckGracePeriodSeconds() {
        return grace;
    }

    List<PlacementStrategy> strategy() {
        return daemon || fargate ? List.of() : strategy;
    }

    List<PlacementConstraint> constraints() {
        List<PlacementConstraint> constraints = new ArrayList<>();
        if (fargate) {
            return constraints;
        }
        if (exclusive && !fixedPort) {
            constraints.add(new PlacementConstraint(PlacementConstraintType.DISTINCT_INSTANCE, null));
        }
        if (membership != null) {
            constraints.add(new PlacementConstraint(PlacementConstraintType.MEMBER_OF, membership));
        }
        return constraints;
    }

    /** An expression that means two of the three zones, in as many ways as the oracle understands; mostly none. */
    private static @Nullable String drawMembership(SimulationRandom random) {
        if (random.below(5) != 0) {
            return null;
        }
        String zone = "attribute:ecs.availability-zone";
        return switch ((int) random.below(7)) {
            case 0 -> zone + " != a";
            case 1 -> zone + " in [a, c]";
            case 2 -> "not(" + zone + " == c)";
            case 3 -> zone + " > a";
            case 4 -> zone + " =~ [bc] and attribute:rack !exists";
            case 5 -> "(" + zone + " == a or " + zone + " == b) and " + zone + " exists";
            default -> zone + " !in [b] or attribute:rack == none";
        };
    }

    /** The revision that runs this image. */
    RegisterTaskDefinitionRequest revision(String image) {
        List<ContainerDefinition> containers = new ArrayList<>();
        if (sidecar) {
            containers.add(ContainerDefinition.builder()
                    .name("sidecar")
                    .image(SIDECAR)
                    .restartPolicy(new ContainerRestartPolicy(true, null, RESTART_AFTER_SECONDS))
                    .cpu(16)
                    .memory(16)
                    .essential(false)
                    .build());
        }
        containers.add(ContainerDefinition.builder()
                .name("app")
                .image(image)
                .restartPolicy(restarts ? new ContainerRestartPolicy(true, null, RESTART_AFTER_SECONDS) : null)
                .cpu(cpu)
                .memory(memory)
                .stopTimeout(stopTimeout)
                .portMappings(portMappings())
                .secrets(secret ? List.of(new Secret("TOKEN", "token-of-" + name)) : null)
                .environmentFiles(
                        environmentFile ? List.of(new EnvironmentFile(name + ".env", EnvironmentFileType.S3)) : null)
                .healthCheck(healthCheck)
                .dependsOn(sidecar ? List.of(new ContainerDependency("sidecar", ContainerCondition.START)) : null)
                .build());
        RegisterTaskDefinitionRequestBuilder revision =
                RegisterTaskDefinitionRequest.builder().family(name).containerDefinitions(containers);
        return (fargate ? onFargate(revision) : revision).build();
    }

    private static RegisterTaskDefinitionRequestBuilder onFargate(RegisterTaskDefinitionRequestBuilder revision) {
        return revision.networkMode(NetworkMode.AWSVPC)
                .cpu("512")
                .memory("1024")
                .requiresCompatibilities(List.of(Compatibility.FARGATE));
    }

    /** A revision for tasks of no service on FARGATE. */
    static RegisterTaskDefinitionRequest jobOnFargate(String image) {
        return onFargate(job("fargate-job", image, 64, null).toBuilder()).build();
    }

    /**
     * A revision for tasks of no service: with a host port of their own, or so large that one fills a machine to the brim or nearly so, or
     * plain.
     */
    static RegisterTaskDefinitionRequest job(String image, SimulationRandom random) {
        return switch ((int) random.below(4)) {
            case 0 -> job("job-with-port", image, 64, List.of(fixed(PORT_OF_JOBS, TransportProtocol.UDP)));
            case 1 -> job("large-job", image, Fleet.MEMORY - 64 * random.between(0, 24), null);
            default -> job("job", image, 64, null);
        };
    }

    private static RegisterTaskDefinitionRequest job(
            String family, String image, int memory, @Nullable List<PortMapping> ports) {
        return RegisterTaskDefinitionRequest.builder()
                .family(family)
                .containerDefinitions(List.of(ContainerDefinition.builder()
                        .name("job")
                        .image(image)
                        .cpu(64)
                        .memory(memory)
                        .portMappings(ports)
                        .build()))
                .build();
    }

    private static PortMapping fixed(int hostPort, TransportProtocol protocol) {
        return PortMapping.of(80, hostPort).toBuilder().protocol(protocol).build();
    }

    /** The host port that each of its tasks wants, if it is always the same. */
    Optional<PortMapping> fixedMapping() {
        return fixedPort ? Optional.of(fixed(FIRST_FIXED_PORT + number, protocol)) : Optional.empty();
    }

    private @Nullable List<PortMapping> portMappings() {
        return dynamicPort && !fargate
                ? List.of(PortMapping.of(80))
                : fixedMapping().map(List::of).orElse(null);
    }

    private DeploymentConfiguration drawConfiguration(SimulationRandom random) {
        int[] drawn = exclusive ? new int[] {0, 100} : LIMITS[random.between(0, LIMITS.length - 1)];
        SimulationRandom ofDaemon = random.derive("least of daemon");
        int[] limits = daemon ? new int[] {LEAST_OF_DAEMON[(int) ofDaemon.below(LEAST_OF_DAEMON.length)], 100} : drawn;
        return DeploymentConfiguration.builder()
                .minimumHealthyPercent(limits[0])
                .maximumPercent(limits[1])
                .deploymentCircuitBreaker(drawBreaker(random.derive("breaker")))
                .alarms(drawAlarms(random.derive("alarms")))
                .bakeTimeInMinutes(drawBakeTime(random.derive("bake")))
                .earlySuccessCriteria(drawEarly(random.derive("early"), limits[0]))
                .build();
    }

    /** An alarm of the workload, by its place among all there are. */
    static String alarm(long place) {
        return "alarm-" + place % ALARMS;
    }

    /** A third of the services watch an alarm, or two. */
    private static @Nullable DeploymentAlarms drawAlarms(SimulationRandom random) {
        if (random.below(3) != 0) {
            return null;
        }
        long first = random.below(ALARMS);
        List<String> names = random.below(2) == 0 ? List.of(alarm(first)) : List.of(alarm(first), alarm(first + 1));
        return new DeploymentAlarms(names, random.below(3) > 0, random.below(5) > 0);
    }

    private static @Nullable Integer drawBakeTime(SimulationRandom random) {
        return random.below(3) == 0 ? random.between(0, 3) : null;
    }

    /** A quarter of the services may succeed early. */
    private static @Nullable DeploymentEarlySuccessCriteria drawEarly(SimulationRandom random, int least) {
        if (random.below(4) != 0) {
            return null;
        }
        return new DeploymentEarlySuccessCriteria(
                random.below(8) > 0,
                random.between(least, 100),
                random.below(2) == 0 ? ServiceRevisionCleanup.BLOCKING : ServiceRevisionCleanup.DEFERRED);
    }

    private static @Nullable Integer drawGrace(SimulationRandom random) {
        return random.below(3) == 0 ? random.between(1, 300) : null;
    }

    /** Half of the services have one; more than half of these go back. Most fire with the third failed task, some with the first. */
    private static @Nullable DeploymentCircuitBreaker drawBreaker(SimulationRandom random) {
        if (random.below(2) == 0) {
            return null;
        }
        boolean rollback = random.below(3) > 0;
        Boolean reset = RESETS.get((int) random.below(RESETS.size())).orElse(null);
        ThresholdConfiguration threshold = switch ((int) random.below(4)) {
            case 0 -> new ThresholdConfiguration(ThresholdType.COUNT, random.between(1, 4));
            case 1 -> new ThresholdConfiguration(ThresholdType.UNBOUNDED_PERCENT, random.between(20, 200));
            default -> null;
        };
        Boolean countCrashes = random.below(4) == 0 ? true : null;
        return new DeploymentCircuitBreaker(true, rollback, reset, threshold, countCrashes);
    }

    private static List<PlacementStrategy> drawStrategy(SimulationRandom random) {
        return switch (random.between(0, 5)) {
            case 0 -> List.of(new PlacementStrategy(PlacementStrategyType.SPREAD, "attribute:ecs.availability-zone"));
            case 1 -> List.of(new PlacementStrategy(PlacementStrategyType.SPREAD, "instanceId"));
            case 2 -> List.of(new PlacementStrategy(PlacementStrategyType.BINPACK, "memory"));
            case 3 ->
                List.of(
                        new PlacementStrategy(PlacementStrategyType.SPREAD, "attribute:ecs.availability-zone"),
                        new PlacementStrategy(PlacementStrategyType.BINPACK, "cpu"));
            case 4 -> List.of(new PlacementStrategy(PlacementStrategyType.RANDOM, null));
            default -> List.of();
        };
    }

    private static HealthCheck drawHealthCheck(SimulationRandom random) {
        return HealthCheck.builder()
                .command(List.of("CMD-SHELL", "healthy"))
                .interval(random.between(10, 60))
                .timeout(random.between(2, 5))
                .retries(random.between(2, 4))
                .startPeriod(random.between(0, 60))
                .build();
    }
}
