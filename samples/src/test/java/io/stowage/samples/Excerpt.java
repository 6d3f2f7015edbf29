package io.stowage.samples;

import static org.assertj.core.api.Assertions.assertThat;

/** Parts of documents, to be compared with the sources that they show. */
public final class Excerpt {

    private Excerpt() {}

    /** What stands between the first {@code begin} and the first {@code end} after it; both are there. */
    public static String between(String text, String begin, String end) {
        int from = text.indexOf(begin);
        assertThat(from).as("where \"%s\" is", begin.strip()).isNotNegative();
        from += begin.length();
        int to = text.indexOf(end, from);
        assertThat(to).as("where \"%s\" is", end.strip()).isNotNegative();
        return text.substring(from, to);
    }
}
