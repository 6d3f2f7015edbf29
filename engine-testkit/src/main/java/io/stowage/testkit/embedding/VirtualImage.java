package io.stowage.testkit.embedding;

import io.stowage.testkit.runtime.Applications;
import io.stowage.testkit.runtime.Behaviour;
import io.stowage.testkit.runtime.Behaviour.Exits;
import io.stowage.testkit.runtime.Behaviour.Health;
import io.stowage.testkit.runtime.Behaviour.Pull;
import java.time.Duration;

/**
 * How the application in an image behaves, in containers that are created from now on. Of two statements the last one counts. An
 * image of which nothing was said holds an application that starts within seconds, is healthy and runs for ever. Not thread-safe.
 */
public final class VirtualImage {

    private static final int EVERY_RUN = 1_000_000;
    private static final Duration AT_ONCE = Duration.ofMillis(100);

    private final String image;
    private final Applications applications;

    VirtualImage(String image, Applications applications) {
        this.image = image;
        this.applications = applications;
    }

    /** It works, as if nothing had been said of it. */
    public void works() {
        is(Behaviour.SOUND);
    }

    /** Another build is pushed under its name: who pulls that from now on gets the new one, which behaves like the one before. */
    public void isPushedAnew() {
        applications.registry().move(image);
    }

    /** It can't be pulled: there is no such image. */
    public void cannotBePulled() {
        is(Behaviour.pulled(Pull.FAILS));
    }

    /** Its containers can't be created: what they ask of the host is not there. */
    public void cannotBeCreated() {
        is(Behaviour.neverCreated());
    }

    /** It ends within 100 ms of each start, with this exit code. */
    public void exitsAtOnce(int exitCode) {
        exits(AT_ONCE, exitCode);
    }

    /**
     * Each run ends by itself, with this exit code.
     *
     * @param within the longest life of a run; how long each lives is drawn from the seed
     */
    public void exits(Duration within, int exitCode) {
        is(Behaviour.exiting(new Exits(EVERY_RUN, within, exitCode)));
    }

    /** It starts, and its health checks never succeed. */
    public void isNeverHealthy() {
        is(Behaviour.withHealth(Health.NEVER_HEALTHY));
    }

    /** It starts and is healthy, and its readiness checks never succeed. */
    public void isNeverReady() {
        is(Behaviour.withHealth(Health.NEVER_READY));
    }

    /** It makes nothing of SIGTERM: only a kill ends it. */
    public void ignoresTheStopSignal() {
        is(Behaviour.ignoringStopSignal());
    }

    private void is(Behaviour behaviour) {
        applications.define(image, behaviour);
    }
}
