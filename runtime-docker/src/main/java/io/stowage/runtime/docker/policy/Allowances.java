package io.stowage.runtime.docker.policy;

import java.util.Set;

/** What a host application has opened by name. */
record Allowances(Host host, Powers powers, Plugins plugins) {

    /** What of the host a task may share. */
    record Host(boolean pid, boolean ipc, boolean network, HostPaths paths, HostPaths devices) {}

    /** What a container may do beyond what Docker gives to any. */
    record Powers(
            boolean privileged,
            Set<String> capabilities,
            Set<String> securityOptions,
            Set<String> sysctls,
            Set<String> ulimits) {}

    /** The plugins of the daemon that a task may use with whatever options it likes. */
    record Plugins(Set<String> volumeDrivers, Set<String> logDrivers) {}
}
