package io.stowage.testkit.runtime;

import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.SimulationRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The disk of a host: the images that it has, and room for more unless some container's logs have filled it. */
final class Disk {

    private final Simulation simulation;
    private final Applications applications;
    private final SimulationRandom random;
    private final Collection<SimulatedContainer> containers;
    /** What each name, and each name by its digest, stands for on this host. */
    private final Map<String, Registry.Content> images = new TreeMap<>();

    private final Set<String> digests = new TreeSet<>();

    /** @param containers what is on it, as it changes */
    Disk(
            Simulation simulation,
            Applications applications,
            SimulationRandom random,
            Collection<SimulatedContainer> containers) {
        this.simulation = simulation;
        this.applications = applications;
        this.random = random;
        this.containers = containers;
    }

    /** Makes an image available; returns how long that takes. */
    Duration pull(String image) throws ContainerRuntimeException {
        Behaviour.Pull how = applications.of(image).pull();
        if (how == Behaviour.Pull.FAILS) {
            applications.misbehaved();
            throw ContainerRuntimeException.permanent(
                    Category.CannotPullContainerError,
                    "pull access denied for " + image + ", repository does not exist");
        }
        if (how == Behaviour.Pull.STUMBLES && random.below(2) == 0) {
            applications.misbehaved();
            throw ContainerRuntimeException.retryable(
                    Category.CannotPullContainerError, "toomanyrequests while pulling " + image);
        }
        Registry.Content content = applications.registry().pulled(image);
        if (digests.contains(content.digest())) {
            images.put(image, content);
            return Duration.ofMillis(1);
        }
        requireRoom(Category.CannotPullContainerError);
        digests.add(content.digest());
        images.put(image, content);
        return Duration.ofNanos(random.between(Duration.ofMillis(200), Duration.ofSeconds(20)));
    }

    /** What an image is that has been pulled. */
    Registry.Content content(String image) {
        return Objects.requireNonNull(images.get(image), image);
    }

    /** Refuses what no container can be created of. */
    void requireCreatable(String image) throws ContainerRuntimeException {
        if (!images.containsKey(image)) {
            throw ContainerRuntimeException.permanent(Category.CannotCreateContainerError, "no such image: " + image);
        }
        if (applications.of(image).cannotCreate()) {
            applications.misbehaved();
            throw ContainerRuntimeException.permanent(Category.CannotCreateContainerError, "invalid mount in " + image);
        }
        requireRoom(Category.CannotCreateContainerError);
    }

    private void requireRoom(Category category) throws ContainerRuntimeException {
        for (SimulatedContainer container : containers) {
            if (container.fillsDisk(simulation.nanos())) {
                applications.misbehaved();
                throw ContainerRuntimeException.retryable(category, "no space left on device");
            }
        }
    }
}
