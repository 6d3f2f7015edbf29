package io.stowage.core.definition;

import static io.stowage.core.definition.Findings.quote;

import io.stowage.model.ContainerDefinition;
import io.stowage.model.ContainerRestartPolicy;
import io.stowage.model.IpcMode;
import io.stowage.model.KeyValuePair;
import io.stowage.model.NetworkMode;
import io.stowage.model.Secret;
import io.stowage.model.SystemControl;
import io.stowage.model.Ulimit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of one container that need no other container to judge. */
final class ContainerFieldRules {

    private static final int MOST_EXIT_CODES = 50;

    private final Findings findings;
    private final String field;
    private final ContainerDefinition container;

    private ContainerFieldRules(Findings findings, String field, ContainerDefinition container) {
        this.findings = findings;
        this.field = field;
        this.container = container;
    }

    static void check(
            Findings findings,
            List<ContainerDefinition> containers,
            NetworkMode networkMode,
            @Nullable IpcMode ipcMode) {
        Lists.each("containerDefinitions", containers, (field, container) -> {
            ContainerFieldRules rules = new ContainerFieldRules(findings, field, container);
            rules.environment();
            rules.restartPolicy(container.restartPolicy());
            rules.timeouts();
            rules.ulimits(Lists.orEmpty(container.ulimits()));
            rules.systemControls(Lists.orEmpty(container.systemControls()), ipcMode);
            rules.network(networkMode);
            rules.references();
            HealthCheckRules.check(findings, field + ".healthCheck", container.healthCheck());
            HealthCheckRules.check(findings, field + ".readinessCheck", container.readinessCheck());
            LinuxRules.check(findings, field + ".linuxParameters", container.linuxParameters());
        });
    }

    private void environment() {
        List<KeyValuePair> environment = Lists.orEmpty(container.environment());
        Lists.each(field + ".environment", environment, (place, one) -> variable(place + ".name", one.name()));
        List<String> names = environment.stream().map(KeyValuePair::name).toList();
        List<Secret> secrets = Lists.orEmpty(container.secrets());
        Names.unique(
                findings,
                field + ".secrets",
                ".name",
                secrets.stream().map(Secret::name).toList());
        Lists.each(field + ".secrets", secrets, (place, secret) -> {
            variable(place + ".name", secret.name());
            Names.notBlank(findings, place + ".valueFrom", secret.valueFrom());
            if (names.contains(secret.name())) {
                findings.error(
                        place + ".name",
                        "The secret name must be unique and not shared with any environment variable of the container, such as "
                                + quote(secret.name()) + "; rename one of them.");
            }
        });
        EnvironmentFileRules.check(
                field + ".environmentFiles",
                container.environmentFiles(),
                (place, rule) -> findings.error(place, rule));
    }

    private void variable(String place, String name) {
        if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
            findings.error(
                    place, quote(name) + " is no name of an environment variable; give one without '=' and NUL.");
        }
    }

    private void restartPolicy(@Nullable ContainerRestartPolicy policy) {
        if (policy == null) {
            return;
        }
        String place = field + ".restartPolicy";
        findings.range(place + ".restartAttemptPeriod", policy.restartAttemptPeriod(), 60, 1800);
        int codes = Lists.orEmpty(policy.ignoredExitCodes()).size();
        findings.errorIf(
                codes > MOST_EXIT_CODES,
                place + ".ignoredExitCodes",
                codes + " exit codes are given; at most 50 are allowed. Remove some.");
    }

    private void timeouts() {
        findings.range(field + ".startTimeout", container.startTimeout(), 2, Integer.MAX_VALUE);
        findings.range(field + ".stopTimeout", container.stopTimeout(), 0, Integer.MAX_VALUE);
    }

    private void ulimits(List<Ulimit> ulimits) {
        String list = field + ".ulimits";
        Names.unique(
                findings,
                list,
                ".name",
                ulimits.stream().map(ulimit -> ulimit.name().toString()).toList());
        Lists.each(list, ulimits, (place, ulimit) -> {
            findings.range(place + ".softLimit", ulimit.softLimit(), -1, Integer.MAX_VALUE);
            findings.range(place + ".hardLimit", ulimit.hardLimit(), -1, Integer.MAX_VALUE);
            boolean softer =
                    ulimit.hardLimit() == -1 || (ulimit.softLimit() != -1 && ulimit.softLimit() <= ulimit.hardLimit());
            findings.errorIf(
                    !softer,
                    place + ".softLimit",
                    ulimit.softLimit() + " is above the hardLimit of " + ulimit.hardLimit() + "; lower it.");
        });
    }

    private void systemControls(List<SystemControl> controls, @Nullable IpcMode ipcMode) {
        String list = field + ".systemControls";
        Names.unique(
                findings,
                list,
                ".namespace",
                controls.stream().map(SystemControl::namespace).toList());
        Lists.each(list, controls, (place, control) -> {
            String name = control.namespace();
            boolean ipc = name.matches("kernel\\.(msgmax|msgmnb|msgmni|sem|shmall|shmmax|shmmni|shm_rmid_forced)")
                    || name.startsWith("fs.mqueue.");
            if (!ipc && !name.startsWith("net.")) {
                findings.error(
                        place + ".namespace",
                        quote(name) + " is no namespaced kernel parameter; give one of net.*, fs.mqueue.*, kernel.sem,"
                                + " kernel.msg* or kernel.shm*.");
            }
            findings.errorIf(
                    ipc && ipcMode == IpcMode.HOST,
                    place + ".namespace",
                    quote(name) + " would be the host's, as ipcMode is host; remove it, or use another ipcMode.");
        });
    }

    private void network(NetworkMode networkMode) {
        if (networkMode != NetworkMode.AWSVPC) {
            return;
        }
        String rule = "it is not supported with networkMode awsvpc; remove it, or use another networkMode.";
        findings.errorIf(container.hostname() != null, field + ".hostname", rule);
        findings.errorIf(!Lists.orEmpty(container.extraHosts()).isEmpty(), field + ".extraHosts", rule);
    }

    private void references() {
        int specs = Lists.orEmpty(container.credentialSpecs()).size();
        findings.errorIf(
                specs > 1, field + ".credentialSpecs", specs + " are given; at most 1 is allowed. Remove the others.");
        if (container.repositoryCredentials() != null) {
            Names.notBlank(
                    findings,
                    field + ".repositoryCredentials.credentialsParameter",
                    container.repositoryCredentials().credentialsParameter());
        }
    }
}
