package io.stowage.core.definition;

import static io.stowage.core.definition.Findings.quote;

import io.stowage.model.LinuxParameters;
import org.jspecify.annotations.Nullable;

/** Options of a container that only Linux has. */
final class LinuxRules {

    private LinuxRules() {}

    static void check(Findings findings, String field, @Nullable LinuxParameters linux) {
        if (linux == null) {
            return;
        }
        findings.range(field + ".sharedMemorySize", linux.sharedMemorySize(), 1, Integer.MAX_VALUE);
        findings.range(field + ".maxSwap", linux.maxSwap(), 0, Integer.MAX_VALUE);
        findings.range(field + ".swappiness", linux.swappiness(), 0, 100);
        if (linux.swappiness() != null && linux.maxSwap() == null) {
            findings.warn(field + ".swappiness", "ignored; it counts only together with maxSwap.");
        }
        Lists.each(field + ".tmpfs", linux.tmpfs(), (place, tmpfs) -> {
            findings.range(place + ".size", tmpfs.size(), 1, Integer.MAX_VALUE);
            findings.errorIf(
                    !tmpfs.containerPath().startsWith("/"),
                    place + ".containerPath",
                    quote(tmpfs.containerPath()) + " is no absolute path; start it with /.");
        });
        Lists.each(
                field + ".devices",
                linux.devices(),
                (place, device) -> Names.notBlank(findings, place + ".hostPath", device.hostPath()));
    }
}
