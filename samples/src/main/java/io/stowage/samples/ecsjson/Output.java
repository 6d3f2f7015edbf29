package io.stowage.samples.ecsjson;

import java.io.PrintStream;

/** Lines for people; of what others wrote only plain text gets to the terminal. */
final class Output {

    /** Colours of a terminal. */
    enum Colour {
        GREEN(32),
        YELLOW(33),
        RED(31),
        GREY(90);

        private final int code;

        Colour(int code) {
            this.code = code;
        }
    }

    private final PrintStream stream;
    private final boolean coloured;

    Output(PrintStream stream, boolean coloured) {
        this.stream = stream;
        this.coloured = coloured;
    }

    synchronized void line(String text) {
        stream.println(plain(text));
        stream.flush();
    }

    synchronized void line(Colour colour, String word, String text) {
        String shown = coloured ? "\u001b[" + colour.code + "m" + word + "\u001b[0m" : word;
        stream.println(shown + plain(text));
        stream.flush();
    }

    private static String plain(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().forEach(point -> line.appendCodePoint(isPlain(point) ? point : '?'));
        return line.toString();
    }

    private static boolean isPlain(int point) {
        return point == '\t'
                || !(Character.isISOControl(point)
                        || Character.getType(point) == Character.FORMAT
                        || Character.getType(point) == Character.SURROGATE);
    }
}
