package io.stowage.model;

import org.jspecify.annotations.Nullable;

/**
 * The platform that a task needs.
 *
 * @param cpuArchitecture the processor architecture
 * @param operatingSystemFamily the operating system
 */
public record RuntimePlatform(
        @Nullable CPUArchitecture cpuArchitecture, @Nullable OSFamily operatingSystemFamily) {}
