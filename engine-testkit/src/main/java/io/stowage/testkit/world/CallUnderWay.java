package io.stowage.testkit.world;

import java.time.Duration;

/** A call of an engine at the instant it takes effect, as the called side sees it. */
public interface CallUnderWay {

    /** The world of the engine that calls. */
    VirtualWorld caller();

    /** The answer comes this much later, for example because an image is being pulled. Adds up. */
    void takes(Duration duration);

    /** The answer never comes. What the work returns or throws is of no consequence. */
    void neverAnswers();
}
