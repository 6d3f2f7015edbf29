package io.stowage.testkit.crash;

import java.util.List;
import java.util.Locale;

/**
 * Where an engine is crashed: at one of its writes to the store, or at one of the things it does on a host.
 *
 * @param index counts them from 1; of a crash that follows another one, from that one on
 * @param moment on which side of it, or how else
 */
public record CrashPoint(int index, Moment moment) {

    /** On which side of a write or an effect, or how else. */
    public enum Moment {
        /** It does not come about. */
        BEFORE,
        /** It does, and nobody is told. */
        AFTER,
        /** It does, and the engine stands still for longer than its lease lasts: it does not crash, and goes on where it was. */
        PAUSE,
        /** It does, and the engine is closed from then on, as by a host application that ends: it does not crash, and leaves in good order. */
        CLOSE;

        /**
         * Reads what a command line says.
         *
         * @throws IllegalArgumentException if it is none
         */
        public static Moment parse(String text) {
            for (Moment moment : values()) {
                if (moment.toString().equals(text)) {
                    return moment;
                }
            }
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no side of a crash point, but these are: " + List.of(values()) + ".");
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Checks the range. */
    public CrashPoint {
        if (index < 1) {
            throw new IllegalArgumentException("index is " + index + ", but points are counted from 1.");
        }
    }

    /**
     * Reads what {@link #toString} writes.
     *
     * @throws IllegalArgumentException if it is nothing of the kind
     */
    public static CrashPoint parse(String text) {
        int colon = text.indexOf(':');
        try {
            return new CrashPoint(
                    Integer.parseInt(text.substring(0, Math.max(0, colon))), Moment.parse(text.substring(colon + 1)));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    "\"" + text
                            + "\" is no crash point. Write its number and its side, as 17:before, 17:after or 17:close.",
                    wrong);
        }
    }

    @Override
    public String toString() {
        return index + ":" + moment;
    }
}
