package io.stowage.testkit;

import java.util.Locale;

/** What the driver does, and how often for a hundred of all. */
enum Deed {
    CREATE_SERVICE(8),
    SCALE(19),
    DEPLOY(19),
    FORCE_DEPLOYMENT(6),
    DELETE_SERVICE(6),
    RUN_TASK(12),
    STOP_TASK(12),
    DRAIN_OR_REACTIVATE(12),
    REPLACE_HOST(6);

    private final int weight;

    Deed(int weight) {
        this.weight = weight;
    }

    /** The deed at a place from 0 to 99. */
    static Deed at(int place) {
        int left = place;
        for (Deed deed : values()) {
            left -= deed.weight;
            if (left < 0) {
                return deed;
            }
        }
        throw new IllegalArgumentException("place is " + place + ", but the weights add up to less.");
    }

    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
