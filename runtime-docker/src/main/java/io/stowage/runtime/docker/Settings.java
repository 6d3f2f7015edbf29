package io.stowage.runtime.docker;

import io.stowage.runtime.docker.image.ImageCleanUp;
import io.stowage.runtime.docker.spec.Conventions;
import io.stowage.spi.WorkloadPolicy;
import java.time.Duration;

/**
 * What the host application configured.
 *
 * @param conventions how tasks are laid out
 * @param pulls how images are pulled
 * @param digests by which our containers are told from others
 * @param policy what containers may be
 * @param cleanUp when images are removed
 * @param cleanUpPeriod how often is looked for what tasks have left behind
 */
record Settings(
        Conventions conventions,
        PullSettings pulls,
        Digests digests,
        WorkloadPolicy policy,
        ImageCleanUp cleanUp,
        Duration cleanUpPeriod) {}
