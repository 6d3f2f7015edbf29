package io.stowage.runtime.docker.image;

import java.time.Duration;
import java.util.Objects;

/**
 * When images that the runtime has pulled are removed again. The defaults are those of ECS's agent.
 *
 * @param interval how often is looked for images to remove; ECS: {@code ECS_IMAGE_CLEANUP_INTERVAL}. At least 1 s
 * @param minimumAge how long an image must have been neither pulled nor used; ECS: {@code ECS_IMAGE_MINIMUM_CLEANUP_AGE}. A task that waits
 *     longer between pull and start, for a dependency, may find its image gone
 * @param imagesPerCycle how many are removed at most each time; ECS: {@code ECS_NUM_IMAGES_DELETE_PER_CYCLE}. 0 removes none, ever
 */
public record ImageCleanUp(Duration interval, Duration minimumAge, int imagesPerCycle) {

    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);

    /** Every 30 minutes up to 5 images that nobody has used for an hour. */
    public static final ImageCleanUp DEFAULT = new ImageCleanUp(Duration.ofMinutes(30), Duration.ofHours(1), 5);

    /** No image is removed. */
    public static final ImageCleanUp NEVER = new ImageCleanUp(Duration.ofMinutes(30), Duration.ofHours(1), 0);

    /** @throws IllegalArgumentException if a value is out of its range */
    public ImageCleanUp {
        Objects.requireNonNull(interval, "ImageCleanUp.interval is required");
        Objects.requireNonNull(minimumAge, "ImageCleanUp.minimumAge is required");
        if (interval.compareTo(SHORTEST_INTERVAL) < 0) {
            throw new IllegalArgumentException("interval of " + interval + " is too short: give at least 1 s");
        }
        if (minimumAge.isNegative()) {
            throw new IllegalArgumentException("minimumAge of " + minimumAge + " is negative: give 0 s or more");
        }
        if (imagesPerCycle < 0) {
            throw new IllegalArgumentException(
                    "imagesPerCycle of " + imagesPerCycle + " is negative: give 0 to remove none, or more");
        }
    }
}
