package io.stowage.core.event;

import io.stowage.core.world.Lane;
import io.stowage.core.world.Strand;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a listener of the host application's is called: on a lane of its own, for as long as it likes, and whatever it throws. */
final class ListenerCall {

    private static final Logger LOG = LoggerFactory.getLogger(ListenerCall.class);
    /** A listener is never given up on: what it doesn't take, it misses. */
    private static final Duration NO_DEADLINE = Duration.ofDays(10_000);

    private ListenerCall() {}

    /** Calls on the lane, and comes back to the strand. */
    static void send(Strand strand, Lane lane, Runnable call, Runnable afterwards) {
        strand.call(
                lane,
                NO_DEADLINE,
                () -> {
                    call.run();
                    return Boolean.TRUE;
                },
                outcome -> afterwards.run());
    }

    static void guarded(Object listener, Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | LinkageError | AssertionError thrown) {
            LOG.warn(
                    "Listener {} threw; it goes on being told",
                    listener.getClass().getName(),
                    thrown);
        }
    }
}
