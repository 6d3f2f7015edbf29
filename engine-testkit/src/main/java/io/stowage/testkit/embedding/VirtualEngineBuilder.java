package io.stowage.testkit.embedding;

import io.stowage.core.EngineConfiguration;
import io.stowage.spi.Authorizer;
import io.stowage.spi.EnvironmentFileSource;
import io.stowage.spi.ScaleInOrder;
import io.stowage.spi.SecretResolver;
import io.stowage.spi.WorkloadPolicy;

/** What a {@link VirtualEngine} is to be like. Each value has a default; none may be null. Not thread-safe. */
public final class VirtualEngineBuilder {

    private static final int CPU = 4_096;
    private static final int MEMORY = 16_384;

    private long seed = 1;
    private String runtimeName = "process";
    private int hostCpu = CPU;
    private int hostMemory = MEMORY;
    private EngineConfiguration configuration = EngineConfiguration.builder().build();
    private SecretResolver secrets = (valueFrom, context) -> valueFrom.toCharArray();
    private EnvironmentFileSource environmentFiles = (file, context) -> new char[0];
    private WorkloadPolicy policy = WorkloadPolicy.platformDefault();
    private Authorizer authorizer = Authorizer.allowAll();

    private ScaleInOrder scaleInOrder = ScaleInOrder.none();

    VirtualEngineBuilder() {}

    /** What decides everything that chance decides: how long things take, and what happens first. 1 by default. */
    public VirtualEngineBuilder seed(long number) {
        seed = number;
        return this;
    }

    /** The runtime that the application registers its container instances with. {@code process} by default. */
    public VirtualEngineBuilder runtimeName(String name) {
        runtimeName = name;
        return this;
    }

    /** The size of each host: 4,096 cpu units and 16,384 MiB by default. */
    public VirtualEngineBuilder hosts(int cpuUnits, int memoryMebibytes) {
        hostCpu = cpuUnits;
        hostMemory = memoryMebibytes;
        return this;
    }

    /** The configuration that the application gives its engine; the defaults by default. */
    public VirtualEngineBuilder configuration(EngineConfiguration given) {
        configuration = given;
        return this;
    }

    /** The application's secrets. By default each secret's value is the name under which it is asked for. */
    public VirtualEngineBuilder secrets(SecretResolver given) {
        secrets = given;
        return this;
    }

    /** The application's environment files. By default each is there, and has no variable in it. */
    public VirtualEngineBuilder environmentFiles(EnvironmentFileSource given) {
        environmentFiles = given;
        return this;
    }

    /** The application's policy; the platform's by default. */
    public VirtualEngineBuilder policy(WorkloadPolicy given) {
        policy = given;
        return this;
    }

    /** Who may do what; everybody everything by default. */
    public VirtualEngineBuilder authorizer(Authorizer given) {
        authorizer = given;
        return this;
    }

    /** Which tasks of services are stopped first; the placement strategies decide by default. */
    public VirtualEngineBuilder scaleInOrder(ScaleInOrder given) {
        scaleInOrder = given;
        return this;
    }

    /** Begins with an empty state at the beginning of virtual time. */
    public VirtualEngine build() {
        return new VirtualEngine(this);
    }

    long seed() {
        return seed;
    }

    String runtimeName() {
        return runtimeName;
    }

    int hostCpu() {
        return hostCpu;
    }

    int hostMemory() {
        return hostMemory;
    }

    EngineConfiguration configuration() {
        return configuration;
    }

    SecretResolver secrets() {
        return secrets;
    }

    EnvironmentFileSource environmentFiles() {
        return environmentFiles;
    }

    WorkloadPolicy policy() {
        return policy;
    }

    Authorizer authorizer() {
        return authorizer;
    }

    ScaleInOrder scaleInOrder() {
        return scaleInOrder;
    }
}
