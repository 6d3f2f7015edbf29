package io.stowage.runtime.docker;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import io.stowage.runtime.docker.image.ImageCleanUp;
import io.stowage.runtime.docker.image.ImageUses;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes images that nobody has used for long, as ECS's agent does: only names that we have pulled or used, the longest unused first, a few at a
 * time, none that a container has, whoever made that and whether it runs or not, and never by force. Of an image with other names only ours go.
 */
final class Images {

    private static final Logger LOG = LoggerFactory.getLogger(Images.class);

    private final Daemon daemon;
    private final ImageCleanUp settings;
    private final ImageUses uses;

    Images(Daemon daemon, ImageCleanUp settings, ImageUses uses) {
        this.daemon = daemon;
        this.settings = settings;
        this.uses = uses;
    }

    /** Does nothing unless it is time. */
    void cleanUp() {
        long now = System.nanoTime();
        if (settings.imagesPerCycle() > 0 && uses.isDue(now, settings.interval())) {
            removeUnused(now);
        }
    }

    private void removeUnused(long now) {
        Set<String> inUse =
                daemon
                        .ask(
                                Verb.LOOK,
                                "list",
                                client -> client.listContainersCmd()
                                        .withShowAll(true)
                                        .exec())
                        .stream()
                        .map(Container::getImageId)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet());
        int removed = 0;
        for (String image : uses.unusedFor(settings.minimumAge(), now)) {
            if (removed == settings.imagesPerCycle()) {
                return;
            }
            Optional<String> id = id(image);
            if (id.isEmpty()) {
                uses.forget(image);
            } else if (inUse.contains(id.get())) {
                uses.used(image, now);
            } else {
                uses.remove(image, settings.minimumAge(), System.nanoTime(), () -> remove(image));
                removed++;
            }
        }
    }

    private Optional<String> id(String image) {
        try {
            return Optional.ofNullable(daemon.ask(
                            Verb.LOOK,
                            "inspect of the image " + image,
                            client -> client.inspectImageCmd(image).exec())
                    .getId());
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    /** Docker itself refuses if a container came meanwhile; it is asked again an age later. */
    private void remove(String image) {
        try {
            daemon.ask(
                    Verb.OTHER,
                    "remove of the image " + image,
                    client -> client.removeImageCmd(image).withForce(false).exec());
            LOG.info(
                    "Removed the image {}, which was not used for {} min.",
                    image,
                    settings.minimumAge().toMinutes());
        } catch (NotFoundException itIsGone) {
            LOG.debug("The image {} was gone.", image);
        } catch (ConflictException itIsUsed) {
            LOG.debug("The image {} is in use: {}", image, Failures.text(itIsUsed));
        } catch (DockerException e) {
            LOG.warn("The image {} was not removed: {}", image, Failures.text(e));
        }
    }
}
