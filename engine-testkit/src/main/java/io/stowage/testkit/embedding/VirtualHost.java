package io.stowage.testkit.embedding;

import io.stowage.testkit.runtime.SimulatedContainer;
import io.stowage.testkit.runtime.SimulatedHost;
import java.util.ArrayList;
import java.util.List;

/** The host of a container instance. What is done to it happens at once, in no virtual time. Not thread-safe. */
public final class VirtualHost {

    private final SimulatedHost host;

    VirtualHost(SimulatedHost host) {
        this.host = host;
    }

    /** Nobody reaches it any more. Its containers run on. Idempotent. */
    public void vanish() {
        host.reachable(false);
    }

    /** It can be reached again. Idempotent; without effect after {@link #die}. */
    public void comeBack() {
        host.reachable(true);
    }

    /** All its containers end, and it can't be reached before it {@linkplain #comeBack comes back}, as when its power fails. */
    public void loseItsPower() {
        host.shutDown();
    }

    /** All its containers end, and it never comes back. Idempotent. */
    public void die() {
        host.terminate();
    }

    /** The images of the containers that truly run on it, in no order that means anything; empty if there are none. */
    public List<String> running() {
        List<String> images = new ArrayList<>();
        for (SimulatedContainer container : host.containers()) {
            if (container.isRunning()) {
                images.add(container.image());
            }
        }
        return images;
    }

    /** The digests of the images of the containers that truly run on it, in no order that means anything; empty if there are none. */
    public List<String> runningDigests() {
        List<String> digests = new ArrayList<>();
        for (SimulatedContainer container : host.containers()) {
            if (container.isRunning()) {
                digests.add(container.imageDigest());
            }
        }
        return digests;
    }

    /** Every application from an image that runs on it ends now with this exit code, as if it had crashed. */
    public void crash(String image, int exitCode) {
        for (SimulatedContainer container : host.containers()) {
            if (container.image().equals(image)) {
                host.endApplication(container.name(), exitCode);
            }
        }
    }

    /** From now on the health checks of every container from an image that runs on it fail. Those that come after it are well. */
    public void makeUnhealthy(String image) {
        for (SimulatedContainer container : host.containers()) {
            if (container.image().equals(image)) {
                container.fallIll();
            }
        }
    }

    /**
     * What the readiness checks of every container from an image that runs on it find from now on. Those that come after it are ready
     * unless their image says otherwise.
     */
    public void makeReady(String image, boolean ready) {
        for (SimulatedContainer container : host.containers()) {
            if (container.image().equals(image)) {
                container.ready(ready);
            }
        }
    }
}
