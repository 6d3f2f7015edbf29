package io.stowage.runtime.docker;

import com.github.dockerjava.api.command.InspectImageResponse;
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
 * time, none that a container has, whoever made that and whether it runs or not, and never by force. Of an image with other names only ours go. One
 * that came from no registry stays: nobody could pull it again.
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
            Optional<InspectImageResponse> found = inspect(image);
            if (found.isEmpty() || !isOurs(image, found.get())) {
                uses.forget(image);
            } else if (inUse.contains(found.get().getId())) {
                uses.used(image, now);
            } else if (uses.remove(image, settings.minimumAge(), System.nanoTime(), () -> remove(image))) {
                removed++;
            }
        }
    }

    private Optional<InspectImageResponse> inspect(String image) {
        try {
            return Optional.of(daemon.ask(
                    Verb.LOOK,
                    "inspect of the image " + image,
                    client -> client.inspectImageCmd(image).exec()));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    /** A container whose tag was moved is listed with the image's id: by that, a name that others gave the image would go as well. */
    private static boolean isOurs(String image, InspectImageResponse found) {
        boolean named = found.getRepoTags() != null && !found.getRepoTags().isEmpty();
        boolean byId = String.valueOf(found.getId()).replace("sha256:", "").startsWith(image.replace("sha256:", ""));
        boolean pulled =
                found.getRepoDigests() != null && !found.getRepoDigests().isEmpty();
        return pulled && !(byId && named);
    }

    /** Whether it is gone. Docker itself refuses if a container came meanwhile; it is asked again an age later. */
    private boolean remove(String image) {
        try {
            daemon.ask(
                    Verb.OTHER,
                    "remove of the image " + image,
                    client -> client.removeImageCmd(image).withForce(false).exec());
            LOG.info(
                    "Removed the image {}, which was not used for {} min.",
                    image,
                    settings.minimumAge().toMinutes());
            return true;
        } catch (NotFoundException itIsGone) {
            LOG.debug("The image {} was gone.", image);
            return true;
        } catch (ConflictException itIsUsed) {
            LOG.debug("The image {} is in use: {}", image, Failures.text(itIsUsed));
        } catch (DockerException e) {
            LOG.warn("The image {} was not removed: {}", image, Failures.text(e));
        }
        return false;
    }
}
