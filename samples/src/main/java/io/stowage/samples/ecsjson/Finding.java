package io.stowage.samples.ecsjson;

import io.stowage.samples.ecsjson.Output.Colour;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What somebody says of a definition.
 *
 * @param field the field that it is about; empty if it is about the whole
 */
record Finding(Kind kind, String field, String text) {

    /** The worst comes last. */
    enum Kind {
        HONOURED("honoured", Colour.GREEN),
        WARNED("warned", Colour.YELLOW),
        REFUSED("refused", Colour.RED);

        final String word;
        final Colour colour;

        Kind(String word, Colour colour) {
            this.word = word;
            this.colour = colour;
        }
    }

    private static final String NAME = "[A-Za-z]+(?:\\[[^\\]]*\\])*";
    private static final Pattern FIELD =
            Pattern.compile("(" + NAME + "(?:\\." + NAME + ")*)(?=[: ]).*", Pattern.DOTALL);

    /** A sentence that begins with the field it is about, if it is about one; containers and volumes by name. */
    static Finding of(Kind kind, String text, Fields fields) {
        String named = fields.named(text);
        Matcher matcher = FIELD.matcher(named);
        String field = matcher.matches() && fields.isField(matcher.group(1)) ? matcher.group(1) : "";
        return new Finding(kind, field, named);
    }

    /** Whether this is about that field, what is below it or what it is below. */
    boolean isAbout(String other) {
        return isWithin(field, other) || isWithin(other, field);
    }

    private static boolean isWithin(String field, String other) {
        return field.equals(other) || field.startsWith(other + ".") || field.startsWith(other + "[");
    }
}
