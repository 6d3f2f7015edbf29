package io.stowage.testkit.world;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A call of an engine at the instant it takes effect, as the called side sees it. */
public interface CallUnderWay {

    /** The world of the engine that calls. */
    VirtualWorld caller();

    /** When the engine made it, in nanoseconds since the beginning: it may be long under way. */
    long sentAt();

    /** The answer comes this much later, for example because an image is being pulled. Adds up. */
    void takes(Duration duration);

    /** The answer never comes. What the work returns or throws is of no consequence. */
    void neverAnswers();

    /**
     * The call has no effect yet: the called side will be called again as soon as the engine goes on after its {@linkplain
     * VirtualWorld#pause pause}, as if the request had not been sent yet. To be thrown.
     */
    RuntimeException whenResumed();

    /**
     * The call waits for something, as one does that blocks: the called side will be called again when it is {@linkplain #wake woken},
     * or has waited for this long in all. To be thrown; null once it has waited for so long.
     */
    @Nullable
    RuntimeException waiting(Duration longest);

    /** What a call waited for is there. */
    void wake();
}
