package io.stowage.runtime.docker.policy;

import io.stowage.model.ContainerDefinition;
import io.stowage.model.Device;
import io.stowage.model.KernelCapabilities;
import io.stowage.model.LinuxParameters;
import io.stowage.model.SystemControl;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a container may do: what Docker gives to any container, and nothing more unless it was allowed by name. The lists are those of the
 * baseline of Kubernetes' Pod Security Standards, with Docker's own default capabilities.
 */
final class PowerRules {

    static final Set<String> DEFAULT_CAPABILITIES = Set.of(
            "AUDIT_WRITE",
            "CHOWN",
            "DAC_OVERRIDE",
            "FOWNER",
            "FSETID",
            "KILL",
            "MKNOD",
            "NET_BIND_SERVICE",
            "NET_RAW",
            "SETFCAP",
            "SETGID",
            "SETPCAP",
            "SETUID",
            "SYS_CHROOT");

    private static final Set<String> HARMLESS_SECURITY_OPTIONS =
            Set.of("no-new-privileges", "no-new-privileges=true", "apparmor=docker-default", "seccomp=builtin");

    /** Each network or IPC namespace has its own of these. */
    private static final Set<String> HARMLESS_SYSCTLS = Set.of(
            "kernel.shm_rmid_forced",
            "net.core.somaxconn",
            "net.ipv4.ip_local_port_range",
            "net.ipv4.ip_local_reserved_ports",
            "net.ipv4.ip_unprivileged_port_start",
            "net.ipv4.ping_group_range",
            "net.ipv4.tcp_fin_timeout",
            "net.ipv4.tcp_keepalive_intvl",
            "net.ipv4.tcp_keepalive_probes",
            "net.ipv4.tcp_keepalive_time",
            "net.ipv4.tcp_syncookies");

    private static final Pattern NUMBERS = Pattern.compile("[0-9][0-9 \t,-]{0,255}");

    private final Allowances allowed;

    PowerRules(Allowances allowed) {
        this.allowed = allowed;
    }

    void check(ContainerDefinition container, String field, Refusals refusals) {
        refusals.refuseIf(
                Boolean.TRUE.equals(container.privileged()) && !allowed.powers().privileged(),
                field + ".privileged",
                "true",
                "a privileged container is root on its host",
                "Leave it out, name the capabilities that it needs, or call allowPrivileged()");
        for (String option : orEmpty(container.dockerSecurityOptions())) {
            String plain = option.strip().toLowerCase(Locale.ROOT).replaceFirst("[:=]", "=");
            refusals.refuseIf(
                    !HARMLESS_SECURITY_OPTIONS.contains(plain)
                            && !allowed.powers().securityOptions().contains(option),
                    field + ".dockerSecurityOptions",
                    option,
                    "only no-new-privileges and the daemon's own profiles are known to be harmless",
                    "Leave it out, or call allowSecurityOptions(...)");
        }
        for (SystemControl control : orEmpty(container.systemControls())) {
            checkSysctl(control, field + ".systemControls", refusals);
        }
        refusals.refuseIf(
                !orEmpty(container.credentialSpecs()).isEmpty(),
                field + ".credentialSpecs",
                container.credentialSpecs(),
                "they are files of the host",
                "Leave them out");
        if (container.linuxParameters() != null) {
            check(container.linuxParameters(), field + ".linuxParameters", refusals);
        }
    }

    private void checkSysctl(SystemControl control, String field, Refusals refusals) {
        boolean harmless = HARMLESS_SYSCTLS.contains(control.namespace())
                && NUMBERS.matcher(control.value()).matches();
        refusals.refuseIf(
                !harmless && !allowed.powers().sysctls().contains(control.namespace()),
                field,
                control.namespace() + "=" + control.value(),
                "it is not among those of which each container has its own",
                "Leave it out, or call allowSysctls(...)");
    }

    private void check(LinuxParameters parameters, String field, Refusals refusals) {
        KernelCapabilities capabilities = parameters.capabilities();
        for (String capability : orEmpty(capabilities == null ? null : capabilities.add())) {
            String plain = plain(capability);
            refusals.refuseIf(
                    !DEFAULT_CAPABILITIES.contains(plain)
                            && !allowed.powers().capabilities().contains(plain),
                    field + ".capabilities.add",
                    capability,
                    "Docker doesn't give it to containers, as with it much of the host is in reach",
                    "Leave it out, or call allowCapabilities(...)");
        }
        for (Device device : orEmpty(parameters.devices())) {
            refusals.refuseIf(
                    !allowed.host().devices().allow(device.hostPath()),
                    field + ".devices[].hostPath",
                    device.hostPath(),
                    "it is no device of the host that was allowed",
                    "Leave it out, or call allowDevices(...)");
        }
    }

    /** A capability as the kernel's headers have it, without {@code CAP_}. */
    static String plain(String capability) {
        String upper = capability.strip().toUpperCase(Locale.ROOT);
        return upper.startsWith("CAP_") ? upper.substring("CAP_".length()) : upper;
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
