package io.stowage.runtime.docker;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.stowage.runtime.docker.spec.ContainerRequest;
import io.stowage.runtime.docker.spec.CreatePlan;
import io.stowage.runtime.docker.spec.HostPorts;
import io.stowage.runtime.docker.spec.Translation;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerSpec;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates a container, or finds it created. A name that is taken, by a container that nobody sees, is either being created at this moment, or
 * lost in the daemon, until that is restarted: after {@value #GHOST_MILLIS} ms it counts as lost, and may be had later.
 */
final class Creation {

    private static final Logger LOG = LoggerFactory.getLogger(Creation.class);
    private static final long GHOST_MILLIS = 5_000;
    private static final long LONGEST_PAUSE_MILLIS = 320;

    private final Daemon daemon;
    private final Containers containers;
    private final Digests digests;
    private final HostPorts ports;
    private final Surroundings surroundings;

    Creation(Daemon daemon, Containers containers, Digests digests, HostPorts ports, Surroundings surroundings) {
        this.daemon = daemon;
        this.containers = containers;
        this.digests = digests;
        this.ports = ports;
        this.surroundings = surroundings;
    }

    void create(ContainerSpec spec, Translation translation) throws ContainerRuntimeException {
        if (!Containers.isName(spec.name())) {
            throw refused("the name \"" + spec.name()
                    + "\" is none that Docker takes: letters, digits, _, . and - it may have, "
                    + "and it begins with a letter or a digit");
        }
        if (isThere(spec)) {
            return;
        }
        surroundings.creating(spec);
        try {
            createAnew(spec, translation);
        } finally {
            surroundings.created(spec);
        }
    }

    private void createAnew(ContainerSpec spec, Translation translation) throws ContainerRuntimeException {
        CreatePlan plan = translation.translate(spec, surroundings.siblings(spec));
        plan.warnings().forEach(warning -> LOG.debug("{}: {}", spec.name(), warning));
        boolean created = false;
        try {
            surroundings.prepare(plan);
            created = send(spec, plan.container().withLabels(digests.labels(spec)));
        } catch (ContainerRuntimeException e) {
            ports.release(spec.name());
            throw e;
        }
        if (!created && !hasPortsOf(plan)) {
            ports.release(spec.name());
        }
    }

    /** Whether it was created by an earlier call. */
    private boolean isThere(ContainerSpec spec) throws ContainerRuntimeException {
        Optional<Containers.Found> present = containers.anyones(spec.name());
        if (present.isEmpty()) {
            return false;
        }
        String hash = present.get().state().labels().get(ContainerSpec.SPEC_HASH_LABEL);
        if (present.get().ours() && spec.specHash().equals(hash)) {
            return true;
        }
        throw refused("the name " + spec.name()
                + " is taken by another container, which is not touched: remove it or give another name");
    }

    /** What somebody else created has the ports that its label says: those of this plan, if he planned with us, or others. */
    private boolean hasPortsOf(CreatePlan plan) {
        return containers
                .ours(plan.container().name())
                .filter(found -> found.state().networkBindings().equals(plan.bindings()))
                .isPresent();
    }

    /** False if somebody else did. */
    private boolean send(ContainerSpec spec, ContainerRequest request) throws ContainerRuntimeException {
        Veil veil = Veil.over(spec.secrets());
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GHOST_MILLIS);
        long pause = 10;
        while (true) {
            try {
                daemon.create(request);
                return true;
            } catch (ConflictException e) {
                if (isThere(spec)) {
                    return false;
                }
                if (System.nanoTime() - end > 0) {
                    throw Failures.retryable(
                            Category.CannotCreateContainerError,
                            "the daemon says that the name is taken, and knows no such container: "
                                    + Failures.text(e, veil));
                }
                Pause.millis(pause, "a create");
                pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            } catch (NotFoundException e) {
                throw refused(Failures.text(e, veil));
            } catch (DockerException e) {
                if (Failures.isDefinite(e) || Failures.isFull(e)) {
                    throw Failures.refused(Category.CannotCreateContainerError, Failures.text(e, veil));
                }
                // Without its cause, which has the daemon's words as they came.
                throw new OutcomeUnknownException("create of " + spec.name() + ": " + Failures.text(e, veil), null);
            }
        }
    }

    private static ContainerRuntimeException refused(String message) {
        return Failures.permanent(Category.CannotCreateContainerError, message);
    }
}
