package io.stowage.runtime.docker.spec;

import com.github.dockerjava.api.model.Info;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a translation needs to know of the host. What is not known is taken to be there: the daemon has the last word.
 *
 * @param cpus the number of cores; 0 if it is not known
 * @param memory in MiB; 0 if it is not known
 * @param cgroupVersion 1 or 2
 * @param swapLimit whether swap can be limited
 * @param cpuLimit whether cpu can be capped
 * @param securityOptions what the daemon says of itself, such as {@code name=apparmor}; may be empty
 * @param logDrivers the log drivers that are there; empty if they are not known
 */
public record HostFacts(
        int cpus,
        int memory,
        int cgroupVersion,
        boolean swapLimit,
        boolean cpuLimit,
        Set<String> securityOptions,
        Set<String> logDrivers) {

    private static final long MIB = 1024L * 1024;

    public HostFacts {
        securityOptions = Set.copyOf(securityOptions);
        logDrivers = Set.copyOf(logDrivers);
    }

    /** As the daemon's {@code /info} says. */
    public static HostFacts of(Info info) {
        Long memory = info.getMemTotal();
        return new HostFacts(
                Objects.requireNonNullElse(info.getNCPU(), 0),
                memory == null ? 0 : (int) Math.min(Integer.MAX_VALUE, memory / MIB),
                "2".equals(info.getCGroupVersion()) ? 2 : 1,
                !Boolean.FALSE.equals(info.getSwapLimit()),
                !Boolean.FALSE.equals(info.getCpuCfsQuota()),
                Set.copyOf(Objects.requireNonNullElse(info.getSecurityOptions(), List.of())),
                logDrivers(info));
    }

    private static Set<String> logDrivers(Info info) {
        Map<String, List<String>> plugins = Objects.requireNonNullElse(info.getPlugins(), Map.of());
        Collection<String> drivers = plugins.get("Log");
        return drivers == null ? Set.of() : Set.copyOf(drivers);
    }

    /** Whether the daemon runs without root's powers. */
    boolean rootless() {
        return hasSecurity("rootless");
    }

    /** Whether the daemon knows a kind of security: {@code apparmor}, {@code selinux}, {@code seccomp}, {@code rootless}. */
    boolean hasSecurity(String name) {
        String named = "name=" + name;
        return securityOptions.stream()
                .anyMatch(option -> option.equals(named) || option.startsWith(named + ",") || option.equals(name));
    }
}
