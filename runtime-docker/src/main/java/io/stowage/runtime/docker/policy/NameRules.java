package io.stowage.runtime.docker.policy;

import io.stowage.model.ContainerDefinition;
import io.stowage.model.HostEntry;
import io.stowage.model.LogConfiguration;
import io.stowage.model.TaskDefinition;
import io.stowage.model.VolumeFrom;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a container may be called, name and be written about: nothing that passes for something else, and nothing outside its task. */
final class NameRules {

    /** An image by its name, as registries have it: no word of a command line, and no space. */
    private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@-]{0,511}");

    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.-]{0,251}[A-Za-z0-9])?");
    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f.:]{2,45}|host-gateway");
    private static final List<String> OWN_LABELS =
            List.of("io.stowage.", "com.amazonaws.ecs.", "com.docker.", "io.docker.", "org.dockerproject.");
    private static final Set<String> PATHS_OF_THE_HOST = Set.of(
            "splunk-capath",
            "syslog-tls-ca-cert",
            "syslog-tls-cert",
            "syslog-tls-key",
            "fluentd-tls-ca-cert",
            "awslogs-endpoint");

    /** Where the driver {@code fluentd} writes if it is told nothing. */
    private static final Set<String> FLUENTD = Set.of("localhost:24224", "127.0.0.1:24224", "tcp://localhost:24224");

    private final Allowances allowed;

    NameRules(Allowances allowed) {
        this.allowed = allowed;
    }

    void check(ContainerDefinition container, TaskDefinition task, String field, Refusals refusals) {
        refusals.refuseIf(
                !IMAGE.matcher(container.image()).matches(),
                field + ".image",
                container.image(),
                "it is no reference of an image",
                "Give [registry/]repository[:tag] or @digest");
        refusals.refuseIf(
                container.image().contains("/") && Addresses.isMetadata(Addresses.host(container.image())),
                field + ".image",
                container.image(),
                "its registry would be the host's metadata service",
                "Name a registry");
        refusals.refuseIf(
                container.hostname() != null
                        && !container.hostname().isEmpty()
                        && !HOST_NAME.matcher(container.hostname()).matches(),
                field + ".hostname",
                container.hostname(),
                "it is no name of a host",
                "Use letters, digits, dots and hyphens");
        checkText(container.user(), field + ".user", refusals);
        checkText(container.workingDirectory(), field + ".workingDirectory", refusals);
        checkHosts(container, field, refusals);
        checkPartners(container, task, field, refusals);
        for (String label :
                (container.dockerLabels() == null ? Map.<String, String>of() : container.dockerLabels()).keySet()) {
            refusals.refuseIf(
                    isOwn(label),
                    field + ".dockerLabels",
                    label,
                    "such labels say whose a container is",
                    "Choose another prefix");
        }
        if (container.logConfiguration() != null) {
            check(container.logConfiguration(), field + ".logConfiguration", refusals);
        }
    }

    /** Whether a label says whose something is. */
    static boolean isOwn(String label) {
        String lower = label.strip().toLowerCase(Locale.ROOT);
        return OWN_LABELS.stream().anyMatch(lower::startsWith);
    }

    private static void checkText(@Nullable String text, String field, Refusals refusals) {
        refusals.refuseIf(
                text != null && text.codePoints().anyMatch(Character::isISOControl),
                field,
                text,
                "it has control characters",
                "Leave them out");
    }

    private static void checkHosts(ContainerDefinition container, String field, Refusals refusals) {
        List<HostEntry> hosts = container.extraHosts() == null ? List.of() : container.extraHosts();
        for (HostEntry host : hosts) {
            refusals.refuseIf(
                    !HOST_NAME.matcher(host.hostname()).matches()
                            || !ADDRESS.matcher(host.ipAddress()).matches(),
                    field + ".extraHosts",
                    host.hostname() + ":" + host.ipAddress(),
                    "it is not a name of a host and an address",
                    "Give a host name and an IP address");
        }
    }

    private static void checkPartners(
            ContainerDefinition container, TaskDefinition task, String field, Refusals refusals) {
        Set<String> names = task.containerDefinitions().stream()
                .map(ContainerDefinition::name)
                .collect(Collectors.toSet());
        List<String> links = container.links() == null ? List.of() : container.links();
        for (String link : links) {
            refusals.refuseIf(
                    !names.contains(link.split(":", 2)[0]),
                    field + ".links",
                    link,
                    "there is no such container in the task",
                    "Link to containers of the task alone");
        }
        List<VolumeFrom> sources = container.volumesFrom() == null ? List.of() : container.volumesFrom();
        for (VolumeFrom source : sources) {
            refusals.refuseIf(
                    !names.contains(source.sourceContainer()),
                    field + ".volumesFrom",
                    source.sourceContainer(),
                    "there is no such container in the task",
                    "Name containers of the task alone");
        }
    }

    private void check(LogConfiguration log, String field, Refusals refusals) {
        if (allowed.plugins().logDrivers().contains(log.logDriver().toString())) {
            return;
        }
        Map<String, String> options = log.options() == null ? Map.of() : log.options();
        options.forEach((name, value) -> refusals.refuseIf(
                reachesTheHost(
                        name.strip().toLowerCase(Locale.ROOT), value.strip().toLowerCase(Locale.ROOT)),
                field + ".options." + name,
                value,
                "the daemon, which is root, would read it or write to it",
                "Give an address of another host, or call allowLogDrivers(\""
                        + log.logDriver().toString() + "\")"));
    }

    private static boolean reachesTheHost(String name, String value) {
        boolean isAddress = name.endsWith("-address") || name.endsWith("-url") || name.endsWith("-endpoint");
        return PATHS_OF_THE_HOST.contains(name)
                || (isAddress
                        && (value.startsWith("unix")
                                || value.startsWith("file")
                                || value.startsWith("/")
                                || (Addresses.isOfTheHost(value) && !FLUENTD.contains(value))));
    }
}
