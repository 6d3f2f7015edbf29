package io.stowage.runtime.docker.spec;

import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.RestartPolicy;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.NetworkBinding;
import io.stowage.model.NetworkMode;
import io.stowage.model.PortMapping;
import io.stowage.model.TaskDefinition;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.SecretValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Translates containers of ECS tasks into what Docker is told, for one host. Calls no daemon.
 *
 * <p>Thread-safe.
 */
public final class Translation {

    private static final String SECRETS = "/run/secrets";

    private final Conventions conventions;
    private final HostFacts host;
    private final HostPorts ports;

    /** For a host whose facts are these. A daemon that came back with other facts needs a new one, which may share the ports. */
    public Translation(Conventions conventions, HostFacts host, HostPorts ports) {
        this.conventions = conventions;
        this.host = host;
        this.ports = ports;
    }

    /**
     * The name of the container that has to run before this one, so that they share namespaces, or secrets get to it. The same for all
     * containers of a task, and after any crash. Does not block.
     *
     * @return empty if this task needs none
     */
    public Optional<String> holderName(ContainerSpec spec) {
        return Holder.isNeeded(conventions, spec)
                ? Optional.of(TaskNames.of(spec).holder())
                : Optional.empty();
    }

    /**
     * What a container comes to. Asked twice, it gives the same answer: host ports that were chosen stay claimed for the container's name
     * until {@link HostPorts#release}. Does not block.
     *
     * @param siblings the names in Docker of the task's containers that exist there, by their names in the task definition
     * @throws ContainerRuntimeException with {@code CannotCreateContainerError} if Docker can't do what is asked: the message names the field,
     *     its value and what to do
     */
    public CreatePlan translate(ContainerSpec spec, Map<String, String> siblings) throws ContainerRuntimeException {
        return new Work(spec, siblings, new Report()).plan();
    }

    /** The same, of which only the report is wanted. */
    void check(ContainerSpec spec, Map<String, String> siblings, Report report) {
        new Work(spec, siblings, report).translate();
    }

    /** One container on its way. */
    private final class Work {
        private final ContainerSpec spec;
        private final ContainerDefinition container;
        private final TaskDefinition task;
        private final TaskNames names;
        private final Report report;
        private final Networking networking;
        private final Storage storage;
        private final HostConfig config = new HostConfig().withRestartPolicy(RestartPolicy.noRestart());

        Work(ContainerSpec spec, Map<String, String> siblings, Report report) {
            this.spec = spec;
            this.container = spec.definition();
            this.task = spec.taskDefinition();
            this.names = TaskNames.of(spec);
            this.report = report.below("containerDefinitions[" + Report.shown(container.name()) + "].");
            this.networking = new Networking(conventions, names.holder(), siblings, this.report);
            this.storage = new Storage(names, siblings, this.report);
        }

        CreatePlan plan() throws ContainerRuntimeException {
            CreatePlan plan = translate();
            try {
                report.throwIfRefused();
            } catch (ContainerRuntimeException e) {
                ports.unclaim(spec.name());
                throw e;
            }
            return plan;
        }

        CreatePlan translate() {
            Texts.check(report, "", container);
            Map<String, String> variables = Variables.of(spec, report);
            networking.apply(config, task, container);
            new Limits(host, report).apply(config, task, container);
            new Powers(host, names.holder(), report).apply(config, task, container);
            new Logging(host, names, report).apply(config, container);
            List<VolumeRequest> volumes = new ArrayList<>(storage.apply(config, task, container));
            Optional<SecretFiles> files = secretFiles(volumes);
            List<NetworkBinding> bindings = bindings();
            boolean publishes = task.networkModeOrDefault() == NetworkMode.BRIDGE;
            List<PortBinding> published = Publishing.of(publishes ? bindings : List.of());
            config.withPortBindings(published);
            ProcessRequest process = process(variables, hiddenVariables());
            ContainerRequest request = new ContainerRequest(
                    spec.name(),
                    container.image(),
                    process,
                    Labels.of(spec, process, bindings, report),
                    Publishing.exposed(published),
                    Health.of(container, report),
                    config);
            return new CreatePlan(
                    Networking.needed(conventions, task.networkModeOrDefault()),
                    volumes,
                    holder(),
                    files,
                    request,
                    bindings,
                    report.warnings());
        }

        private ProcessRequest process(Map<String, String> variables, List<SecretValue> secrets) {
            ProcessRequest.Place place = new ProcessRequest.Place(
                    Texts.orEmpty(container.user()),
                    Texts.orEmpty(container.workingDirectory()),
                    Texts.orEmpty(container.hostname()),
                    Boolean.TRUE.equals(container.interactive()),
                    Boolean.TRUE.equals(container.pseudoTerminal()));
            return new ProcessRequest(
                    Texts.orEmpty(container.entryPoint()),
                    Texts.orEmpty(container.command()),
                    variables,
                    secrets,
                    place);
        }

        private List<SecretValue> hiddenVariables() {
            return conventions.secretsAsFiles()
                    ? spec.secrets().stream()
                            .filter(spec::isFromEnvironmentFile)
                            .toList()
                    : spec.secrets();
        }

        private List<NetworkBinding> bindings() {
            List<PortMapping> mappings = Texts.orEmpty(container.portMappings());
            NetworkMode mode = task.networkModeOrDefault();
            boolean none = mode == NetworkMode.NONE || Networking.isDisabled(container);
            return none ? List.of() : ports.claim(spec.name(), mappings, mode, spec.reservedHostPorts(), report);
        }

        private Optional<SecretFiles> secretFiles(List<VolumeRequest> volumes) {
            if (!conventions.secretsAsFiles()) {
                return Optional.empty();
            }
            Holder.withSecrets(spec).forEach(each -> volumes.add(Holder.secretVolume(names, each)));
            List<SecretValue> secrets = Holder.secretsOf(spec);
            if (secrets.isEmpty()) {
                return Optional.empty();
            }
            secrets.forEach(secret -> SecretArchive.checkName(report, secret.name()));
            List<Bind> binds = new ArrayList<>(Arrays.asList(config.getBinds()));
            binds.add(Storage.bind(names.secrets(container.name()), SECRETS, true));
            config.withBinds(binds);
            return Optional.of(
                    new SecretFiles(names.holder(), Holder.secretDirectory(names, container.name()), secrets));
        }

        private Optional<ContainerRequest> holder() {
            if (!Holder.isNeeded(conventions, spec)) {
                return Optional.empty();
            }
            List<NetworkBinding> all = new ArrayList<>();
            if (task.networkModeOrDefault() == NetworkMode.AWSVPC) {
                // No choice is left in this mode: whichever container comes first, the holder is the same.
                for (ContainerDefinition each : task.containerDefinitions()) {
                    all.addAll(HostPorts.fixed(Texts.orEmpty(each.portMappings())));
                }
            }
            return Optional.of(new Holder(conventions, names).request(spec, all, networking));
        }
    }
}
