package io.stowage.testkit;

import java.time.Duration;
import java.util.Locale;

/**
 * One thing that the driver of a run does, or that it lets go wrong.
 *
 * <p>Everything about it that chance decides is drawn from a stream of its own, by the run's seed and this number. So any other act can
 * be left out of the run, and this one still is what it was.
 *
 * @param number of this act in its run, from 1
 * @param at when, since the run began. What comes before it may take longer: then it comes late
 * @param name what it is: an operation in small words, or {@code fault} and the kind of fault
 */
public record Act(int number, Duration at, String name) {

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%4d  %d:%02d:%02d  %s",
                number,
                at.toHours(),
                at.toMinutesPart(),
                at.toSecondsPart(),
                name);
    }
}
