package io.stowage.testkit.crash;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Something that is asked of the engine, or happens to it, and what has to come of it, whatever breaks on the way.
 *
 * @param name for people and for the command line
 * @param prepared what is there before; nothing crashes while it is made
 * @param happens what is asked or happens; here, and until the goal is reached, the engine crashes
 * @param missing what is missing to the goal, a sentence each
 * @param bound how long that may take after everything was asked
 * @param cloud whether there is one where machines come from
 */
record Scenario(
        String name,
        Consumer<Harbour> prepared,
        Consumer<Harbour> happens,
        Function<Harbour, List<String>> missing,
        Duration bound,
        boolean cloud) {

    private static final Duration LONG_ENOUGH = Duration.ofMinutes(10);

    static Scenario of(
            String name,
            Consumer<Harbour> prepared,
            Consumer<Harbour> happens,
            Function<Harbour, List<String>> missing) {
        return new Scenario(name, prepared, happens, missing, LONG_ENOUGH, false);
    }

    /** The same where machines come from a cloud. */
    Scenario withCloud() {
        return new Scenario(name, prepared, happens, missing, bound, true);
    }
}
