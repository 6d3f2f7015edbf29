package io.stowage.runtime.docker;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.stowage.runtime.docker.spec.HostPorts;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerState.Phase;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes containers that do not run. One that the daemon can't remove at once, because it is at it or a device is busy, is tried again for
 * {@value #PATIENCE_MILLIS} ms, and then left as it is: stuck, there, and said so.
 */
final class Removal {

    private static final Logger LOG = LoggerFactory.getLogger(Removal.class);
    private static final long PATIENCE_MILLIS = 5_000;
    private static final long LONGEST_PAUSE_MILLIS = 500;

    private final Daemon daemon;
    private final Containers containers;
    private final HostPorts ports;
    private final Surroundings surroundings;

    Removal(Daemon daemon, Containers containers, HostPorts ports, Surroundings surroundings) {
        this.daemon = daemon;
        this.containers = containers;
        this.ports = ports;
        this.surroundings = surroundings;
    }

    void remove(String name) throws ContainerRuntimeException {
        Optional<Containers.Found> first = containers.ours(name);
        if (first.isEmpty()) {
            return;
        }
        requireStopped(first.get());
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        long pause = 20;
        while (true) {
            Optional<DockerException> refusal = tryOnce(first.get());
            if (refusal.isEmpty()) {
                break;
            }
            Optional<Containers.Found> now = containers
                    .ours(name)
                    .filter(each -> each.id().equals(first.get().id()));
            if (now.isEmpty()) {
                break;
            }
            requireStopped(now.get());
            if (System.nanoTime() - end > 0) {
                throw Failures.retryable(
                        Category.CannotStopContainerError,
                        name + " has ended, and can't be removed: " + Failures.text(refusal.get()));
            }
            pause(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
        ports.release(name);
        surroundings.removeWith(first.get().response());
    }

    /** Removes one that a start has just left as it was. What can't be removed stays, and is started again, or removed with its task. */
    void removeUnstarted(Containers.Found found) {
        tryOnce(found)
                .ifPresent(refusal ->
                        LOG.info("{} was not removed: {}", found.state().name(), Failures.text(refusal)));
    }

    /** Without force: it could have been started meanwhile. */
    private Optional<DockerException> tryOnce(Containers.Found found) {
        try {
            daemon.ask(
                    Verb.OTHER,
                    "remove of " + found.state().name(),
                    client -> client.removeContainerCmd(found.id())
                            .withRemoveVolumes(true)
                            .withForce(false)
                            .exec());
            return Optional.empty();
        } catch (NotFoundException itIsGone) {
            return Optional.empty();
        } catch (DockerException e) {
            return Optional.of(e);
        }
    }

    private static void requireStopped(Containers.Found found) throws ContainerRuntimeException {
        if (found.state().phase() == Phase.RUNNING) {
            throw Failures.permanent(
                    Category.CannotStopContainerError, found.state().name() + " runs: end it before it is removed");
        }
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutcomeUnknownException("a remove: interrupted", e);
        }
    }
}
