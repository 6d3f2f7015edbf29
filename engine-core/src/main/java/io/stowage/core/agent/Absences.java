package io.stowage.core.agent;

import java.util.LinkedHashSet;
import java.util.Set;

/** Judges what is missing from a complete list: all of it at once by the {@link AbsenceBrake}, and then each container by itself. */
final class Absences {

    private final AbsenceBrake<KnownContainer> brake = new AbsenceBrake<>();
    private Set<KnownContainer> doubted = new LinkedHashSet<>();

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
        doubted = brake.doubted(missing, running, listing.made());
        return doubted.isEmpty();
    }

    /** The list that was judged last lacks a container. Returns whether that is news. */
    boolean missed(KnownContainer container, long listTick, Moment now) {
        return doubted.contains(container)
                ? container.unlistedWithOthers(listTick, now)
                : container.unlisted(listTick, now);
    }
}
