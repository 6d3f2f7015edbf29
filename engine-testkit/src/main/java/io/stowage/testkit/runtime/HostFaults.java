package io.stowage.testkit.runtime;

/**
 * How often calls to a host go wrong.
 *
 * @param refusedPerMillion answered with a definite "no" that may be a "yes" next time
 * @param brokenBeforePerMillion broken off before they had an effect: the outcome is unknown to the caller
 * @param brokenAfterPerMillion broken off after they had their effect: the outcome is unknown to the caller
 * @param hangingPerMillion never answered; half of them have had their effect
 * @param lostEventsPerMillion events that are not told
 */
public record HostFaults(
        int refusedPerMillion,
        int brokenBeforePerMillion,
        int brokenAfterPerMillion,
        int hangingPerMillion,
        int lostEventsPerMillion) {

    public static final HostFaults NONE = new HostFaults(0, 0, 0, 0, 0);
}
