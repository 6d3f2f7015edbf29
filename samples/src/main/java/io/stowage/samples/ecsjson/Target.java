package io.stowage.samples.ecsjson;

import io.stowage.model.TaskDefinition;
import io.stowage.runtime.docker.policy.DockerWorkloadPolicy;
import io.stowage.runtime.docker.spec.Conventions;
import io.stowage.runtime.docker.spec.DockerFields;
import io.stowage.runtime.docker.spec.HostFacts;
import io.stowage.runtime.process.ProcessRuntimeProvider;
import io.stowage.samples.ecsjson.Finding.Kind;
import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.spi.WorkloadPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The runtime that definitions are looked at for: found by its name on the class path. */
final class Target {

    private static final String DOCKER = "docker";
    private static final String PROCESS = "process";
    private static final HostFacts ANY_HOST = new HostFacts(0, 0, 1, true, true, Set.of(), Set.of());

    /** What the engine does by itself, whatever the runtime; sizes count when it places a task. */
    private static final List<String> BY_ENGINE = List.of(
            "family",
            "placementConstraints",
            "requiresCompatibilities",
            "tags",
            "cpu",
            "memory",
            "volumes[].name",
            "containerDefinitions[].name",
            "containerDefinitions[].image",
            "containerDefinitions[].cpu",
            "containerDefinitions[].memory",
            "containerDefinitions[].memoryReservation",
            "containerDefinitions[].essential",
            "containerDefinitions[].dependsOn",
            "containerDefinitions[].restartPolicy",
            "containerDefinitions[].secrets",
            "containerDefinitions[].environmentFiles",
            "containerDefinitions[].startTimeout",
            "containerDefinitions[].stopTimeout",
            "containerDefinitions[].versionConsistency");

    private final ContainerRuntimeProvider provider;
    private final WorkloadPolicy policy;

    private Target(ContainerRuntimeProvider provider) {
        this.provider = provider;
        this.policy = switch (provider.name()) {
            case DOCKER -> DockerWorkloadPolicy.strict();
            case PROCESS ->
                provider instanceof ProcessRuntimeProvider processes
                        ? processes.workloadPolicy()
                        : WorkloadPolicy.platformDefault();
            default -> WorkloadPolicy.platformDefault();
        };
    }

    /**
     * The runtime of this name.
     *
     * @throws Trouble if there is none
     */
    static Target named(String name) throws Trouble {
        TreeMap<String, ContainerRuntimeProvider> found = new TreeMap<>();
        ServiceLoader.load(ContainerRuntimeProvider.class).forEach(each -> found.put(each.name(), each));
        ContainerRuntimeProvider provider = found.get(name);
        if (provider == null) {
            throw Trouble.usage("there is no runtime \"" + name + "\" on the class path, only "
                    + String.join(" and ", found.keySet()) + ": name one of them with --runtime");
        }
        return new Target(provider);
    }

    ContainerRuntimeProvider provider() {
        return provider;
    }

    WorkloadPolicy policy() {
        return policy;
    }

    /** The other runtimes on the class path, which an engine is to know nothing of: as runtimes that can do nothing. */
    List<ContainerRuntimeProvider> othersMuted() {
        List<ContainerRuntimeProvider> muted = new ArrayList<>();
        for (ContainerRuntimeProvider each : ServiceLoader.load(ContainerRuntimeProvider.class)) {
            if (!each.name().equals(provider.name())) {
                muted.add(new MutedRuntime(each.name()));
            }
        }
        return muted;
    }

    /** What the runtime and its policy say of a definition before any host is asked. */
    List<Finding> findings(TaskDefinition definition, Fields fields) {
        List<Finding> findings = new ArrayList<>();
        if (provider.name().equals(DOCKER)) {
            for (DockerFields.Finding each : DockerFields.findings(definition, Conventions.DEFAULT, ANY_HOST)) {
                Kind kind = each.refused() ? Kind.REFUSED : Kind.WARNED;
                findings.add(new Finding(kind, each.field(), each.text()));
            }
        }
        refusals(definition, fields, findings);
        return findings;
    }

    /** A policy gives one reason at a time: without what it is about there may be another one. */
    private void refusals(TaskDefinition definition, Fields fields, List<Finding> findings) {
        Optional<TaskDefinition> rest = Optional.of(definition);
        while (rest.isPresent()) {
            Optional<String> reason = policy.refuses(rest.get());
            if (reason.isEmpty()) {
                break;
            }
            Finding finding = Finding.of(Kind.REFUSED, reason.get(), fields);
            findings.add(finding);
            rest = Without.field(rest.get(), finding.field());
        }
    }

    /** Whether somebody acts on a field: the runtime, or the engine for it. */
    boolean honours(String field) {
        String path = field.replaceAll("\\[[^\\]]*\\]", "[]");
        return Stream.concat(BY_ENGINE.stream(), provider.honouredFields().stream())
                .anyMatch(honoured -> path.equals(honoured)
                        || path.startsWith(honoured + ".")
                        || honoured.startsWith(path + ".")
                        || honoured.startsWith(path + "[]"));
    }

    /** What to do where the runtime can't be reached. */
    String help() {
        return switch (provider.name()) {
            case DOCKER ->
                "It needs Docker Engine 20.10 or newer. Install it (on Debian and Ubuntu: apt-get install docker.io),"
                        + " start it (systemctl start docker), and be root or in the group docker. A daemon elsewhere is"
                        + " named with --host, such as --host unix:///run/user/1000/docker.sock";
            case PROCESS ->
                "It needs Linux, and programs that may be run: name their directories in the system property "
                        + ProcessRuntimeProvider.ROOTS_PROPERTY + ", by JAVA_OPTS";
            default -> "See what the documentation of the runtime " + provider.name() + " says";
        };
    }
}
