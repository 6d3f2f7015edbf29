package io.stowage.testkit.provider;

import java.time.Duration;

/**
 * How often a cloud fails its caller, and how long it takes. Immutable; each {@code with} gives a changed copy.
 *
 * @param lostRepliesPerMillion calls that have their effect and throw
 * @param failingCallsPerMillion calls that throw before they have an effect; half a million is a storm of throttling
 * @param longestDescribeLag a machine is missing in descriptions for up to this long after its launch; the time is drawn for each
 * @param longestEnding a machine runs on for up to this long after it was asked to end, and is not to be found meanwhile; zero if it is
 * there until it has ended
 * @param neverRunsPerMillion machines that stay PENDING
 * @param neverReachedPerMillion machines that run and never get an access
 * @param bootTakes the most time from the launch of a machine to its RUNNING, and its access; the least is half of it
 */
public record CloudFaults(
        int lostRepliesPerMillion,
        int failingCallsPerMillion,
        Duration longestDescribeLag,
        Duration longestEnding,
        int neverRunsPerMillion,
        int neverReachedPerMillion,
        Duration bootTakes) {

    /** A good day: nothing fails, and a machine boots in up to a minute. */
    public static final CloudFaults NONE =
            new CloudFaults(0, 0, Duration.ZERO, Duration.ZERO, 0, 0, Duration.ofMinutes(1));

    public CloudFaults withLostReplies(int perMillion) {
        return new CloudFaults(
                perMillion,
                failingCallsPerMillion,
                longestDescribeLag,
                longestEnding,
                neverRunsPerMillion,
                neverReachedPerMillion,
                bootTakes);
    }

    public CloudFaults withFailingCalls(int perMillion) {
        return new CloudFaults(
                lostRepliesPerMillion,
                perMillion,
                longestDescribeLag,
                longestEnding,
                neverRunsPerMillion,
                neverReachedPerMillion,
                bootTakes);
    }

    public CloudFaults withDescribeLag(Duration longest) {
        return new CloudFaults(
                lostRepliesPerMillion,
                failingCallsPerMillion,
                longest,
                longestEnding,
                neverRunsPerMillion,
                neverReachedPerMillion,
                bootTakes);
    }

    public CloudFaults withSlowEnding(Duration longest) {
        return new CloudFaults(
                lostRepliesPerMillion,
                failingCallsPerMillion,
                longestDescribeLag,
                longest,
                neverRunsPerMillion,
                neverReachedPerMillion,
                bootTakes);
    }

    /** Machines that are launched and of no use: those that never run, and those that run and are never reached. */
    public CloudFaults withDuds(int neverRun, int neverReached) {
        return new CloudFaults(
                lostRepliesPerMillion,
                failingCallsPerMillion,
                longestDescribeLag,
                longestEnding,
                neverRun,
                neverReached,
                bootTakes);
    }

    public CloudFaults withBoot(Duration longest) {
        return new CloudFaults(
                lostRepliesPerMillion,
                failingCallsPerMillion,
                longestDescribeLag,
                longestEnding,
                neverRunsPerMillion,
                neverReachedPerMillion,
                longest);
    }
}
