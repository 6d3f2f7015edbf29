package io.stowage.core.operation;

import io.stowage.error.PlatformUnknownException;
import io.stowage.model.OSFamily;
import io.stowage.model.RuntimePlatform;
import io.stowage.model.TaskDefinition;
import org.jspecify.annotations.Nullable;

/**
 * The platform that tasks on FARGATE say they run on: ECS's present one for their operating system. It is kept for whoever reads it; nothing follows
 * from it.
 *
 * @param family ECS's word for the operating system, such as {@code Linux}
 * @param version such as {@code 1.4.0}
 */
record FargatePlatform(String family, String version) {

    static final String LATEST = "LATEST";

    private static final FargatePlatform LINUX = new FargatePlatform("Linux", "1.4.0");
    private static final String OF_WINDOWS = "1.0.0";

    /** Of tasks of this definition. */
    static FargatePlatform of(TaskDefinition definition) {
        RuntimePlatform asked = definition.runtimePlatform();
        OSFamily system = asked == null ? null : asked.operatingSystemFamily();
        return system == null || system == OSFamily.LINUX ? LINUX : new FargatePlatform(system.toString(), OF_WINDOWS);
    }

    /** Refuses a version that there is not; null and {@code LATEST} are the present one. */
    void check(@Nullable String asked) {
        if (asked != null && !asked.equals(LATEST) && !asked.equals(version)) {
            throw new PlatformUnknownException("platformVersion is '" + asked + "': The specified platform version does"
                    + " not exist. On " + family + " use " + LATEST + " or " + version + ".");
        }
    }
}
