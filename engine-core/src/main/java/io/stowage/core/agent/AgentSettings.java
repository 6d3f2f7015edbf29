package io.stowage.core.agent;

import java.time.Duration;

/**
 * How patient an agent is, and how much it does at once.
 *
 * @param deadlines after which a call of the runtime counts as not answered
 * @param lanes how many calls are under way at once
 * @param listPeriod between two complete lists of the instance's containers
 * @param retention how long a stopped task's containers are kept, from when its last report was acknowledged
 */
public record AgentSettings(Deadlines deadlines, Lanes lanes, Duration listPeriod, Duration retention) {

    /** Lists every 10 s and keeps stopped containers for 1 h. */
    public static AgentSettings defaults() {
        return new AgentSettings(Deadlines.defaults(), Lanes.defaults(), Duration.ofSeconds(10), Duration.ofHours(1));
    }

    /**
     * After which a call counts as not answered.
     *
     * @param connect to connect and to describe the host
     * @param look to inspect a container, or to list them
     * @param create to find the secrets of a container and to create it
     * @param start to start one; also how long a start may go on without a clear answer before the task is given up
     * @param control to signal, kill or remove one
     * @param pull to have an image
     */
    public record Deadlines(
            Duration connect, Duration look, Duration create, Duration start, Duration control, Duration pull) {

        /** Connect 30 s, look 10 s, create 60 s, start 3 min, control 30 s, pull 1 h. */
        public static Deadlines defaults() {
            return new Deadlines(
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(60),
                    Duration.ofMinutes(3),
                    Duration.ofSeconds(30),
                    Duration.ofHours(1));
        }
    }

    /**
     * How many calls are under way at once: of the short verbs, of pulls, and of health check commands. They don't wait for each
     * other.
     */
    public record Lanes(int calls, int pulls, int healthChecks) {

        /** 8 of each. */
        public static Lanes defaults() {
            return new Lanes(8, 8, 8);
        }
    }
}
