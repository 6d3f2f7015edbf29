package io.stowage.runtime.docker;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import io.stowage.runtime.docker.spec.ContainerRequest;
import io.stowage.runtime.docker.spec.DockerLabels;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has holders run. A holder holds nothing but names: one that ended is started again. One that another call is just creating has its name already, and
 * can't be started yet.
 */
final class Holders {

    private static final Logger LOG = LoggerFactory.getLogger(Holders.class);
    private static final long PATIENCE_MILLIS = 5_000;
    private static final long PAUSE_MILLIS = 20;

    private final Daemon daemon;
    private final Containers containers;
    private final Pulls pulls;

    Holders(Daemon daemon, Containers containers, Pulls pulls) {
        this.daemon = daemon;
        this.containers = containers;
        this.pulls = pulls;
    }

    /** Returns once it runs. Blocks. */
    void hold(ContainerRequest holder) throws ContainerRuntimeException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (!holds(holder)) {
            if (System.nanoTime() - end > 0) {
                throw Failures.retryable(
                        Category.CannotCreateContainerError,
                        "the daemon says that the name " + holder.name() + " is taken, and knows no such container");
            }
            Pause.millis(PAUSE_MILLIS, "start of " + holder.name());
        }
    }

    /** False if it is not there yet. */
    private boolean holds(ContainerRequest holder) throws ContainerRuntimeException {
        try {
            Optional<Containers.Found> present = containers.anyones(holder.name());
            if (present.isPresent()
                    && !DockerLabels.isHolder(States.labels(present.get().response()))) {
                throw Failures.permanent(
                        Category.CannotCreateContainerError,
                        "the name " + holder.name()
                                + " is taken by another container, which is not touched: remove it");
            }
            if (present.isEmpty()) {
                pulls.pull(holder.image());
                createHolder(holder);
            }
            daemon.ask(
                    Verb.START,
                    "start of " + holder.name(),
                    client -> client.startContainerCmd(holder.name()).exec());
            return true;
        } catch (NotModifiedException itRuns) {
            return true;
        } catch (NotFoundException notYet) {
            LOG.debug("{} is just being created.", holder.name());
            return false;
        } catch (DockerException e) {
            if (Failures.takenPort(Failures.text(e)).isPresent()) {
                removeUnstarted(holder);
                throw Failures.refused(Category.CannotStartContainerError, e);
            }
            throw Failures.uncreated("start of " + holder.name(), e);
        }
    }

    /** Nothing would: a task none of whose containers was created has none to remove. Without force: it may run by now. */
    private void removeUnstarted(ContainerRequest holder) {
        try {
            daemon.ask(
                    Verb.OTHER,
                    "remove of " + holder.name(),
                    client -> client.removeContainerCmd(holder.name())
                            .withRemoveVolumes(true)
                            .exec());
        } catch (DockerException | OutcomeUnknownException e) {
            LOG.info("{} was not removed: {}", holder.name(), Causes.text(e));
        }
    }

    private void createHolder(ContainerRequest holder) {
        try {
            daemon.create(holder);
        } catch (ConflictException itIsThere) {
            LOG.debug("{} was created by another call.", holder.name());
        }
    }
}
