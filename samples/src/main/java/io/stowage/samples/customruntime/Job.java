package io.stowage.samples.customruntime;

import java.util.List;
import java.util.Map;

/** What an image of the job runtime is: a piece of Java that runs in a thread of its own. */
@FunctionalInterface
public interface Job {

    /** What a job finds around itself. */
    interface Surroundings {

        /** The name of its container. */
        String container();

        List<String> arguments();

        /** The environment of its container, secrets included. */
        Map<String, String> environment();

        /** From now on a stop signal does nothing; a kill still interrupts. */
        void ignoreStopSignals();
    }

    /**
     * Runs to its end.
     *
     * @return the exit code
     * @throws InterruptedException when it was told to stop, or was killed: the job runtime interrupts it then, and it has to end. There
     *     is no force beyond that in a JVM: a job that does not end counts as running
     */
    int run(Surroundings surroundings) throws InterruptedException;
}
