package io.stowage.core.agent;

import io.stowage.core.agent.AbsenceBrake.Ruling;
import java.util.LinkedHashSet;
import java.util.Set;

/** Judges what is missing from a complete list: all of it at once by the {@link AbsenceBrake}, and then each container by itself. */
final class Absences {

    private final AbsenceBrake<KnownContainer> brake = new AbsenceBrake<>();
    private Ruling<KnownContainer> ruling = brake.judge(new LinkedHashSet<>(), 0, new AbsenceBrake.ListMade(0, 0));

    /** Judges a list as a whole. Returns whether it may be believed: if not, it takes another one over a new connection. */
    boolean judge(Iterable<KnownContainer> containers, Link.Listing listing) {
        Set<KnownContainer> missing = new LinkedHashSet<>();
        int running = 0;
        for (KnownContainer container : containers) {
            if (container.runsAsFarAsKnown()) {
                running++;
                if (container.isMissingFrom(listing.tick())) {
                    missing.add(container);
                }
            }
        }
        ruling = brake.judge(missing, running, listing.made());
        return ruling.doubted().isEmpty();
    }

    /** The list that was judged last lacks a container. Returns whether that is news. */
    boolean missed(KnownContainer container, long listTick, Moment now) {
        if (ruling.gone().contains(container) && container.judgedBy(listTick)) {
            container.gone(now);
            return true;
        }
        return !ruling.doubted().contains(container) && container.unlisted(listTick, now);
    }
}
