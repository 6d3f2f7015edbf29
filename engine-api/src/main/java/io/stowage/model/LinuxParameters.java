package io.stowage.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Options of a container that only Linux has.
 *
 * @param capabilities capabilities to add and drop
 * @param devices host devices to expose
 * @param initProcessEnabled whether an init process forwards signals and reaps processes; null means no
 * @param sharedMemorySize size of {@code /dev/shm}, in MiB
 * @param tmpfs file systems in memory
 * @param maxSwap swap that the container may use, in MiB; 0 means none; null leaves it to the host
 * @param swappiness 0 to 100; null means 60; counts only together with {@code maxSwap}
 */
@RecordBuilder
public record LinuxParameters(
        @Nullable KernelCapabilities capabilities,
        @Nullable List<Device> devices,
        @Nullable Boolean initProcessEnabled,
        @Nullable Integer sharedMemorySize,
        @Nullable List<Tmpfs> tmpfs,
        @Nullable Integer maxSwap,
        @Nullable Integer swappiness) {

    /** Copies the lists, keeping their order. */
    public LinuxParameters {
        devices = Copies.optionalList(devices);
        tmpfs = Copies.optionalList(tmpfs);
    }

    /** A builder with every field absent. */
    public static LinuxParametersBuilder builder() {
        return LinuxParametersBuilder.builder();
    }

    /** A builder that starts from this value. */
    public LinuxParametersBuilder toBuilder() {
        return LinuxParametersBuilder.builder(this);
    }
}
