package io.stowage.testkit.tck;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Text that is apt to be changed on its way: by a shell, a database, a file format, or a careless line reader. */
final class HostileText {

    /** Has a meaning to somebody. NUL is not among them. */
    static final List<String> WORDS = List.of(
            "",
            " ",
            "  leading and trailing  ",
            "tab\tand\nnew line\r\nand\rreturn",
            "\n",
            "ends with new line\n",
            "'single' \"double\" `back`",
            "$HOME ${HOME} $(id) `id` $$ $? !!",
            "%s %d %n %% {} {0} :name ?",
            "\\ \\\\ \\n \\u0041 \\0",
            "*?[a-z]~",
            "; & | < > ( ) # = && ||",
            "--help",
            "-",
            "'; DROP TABLE record; --",
            "../../etc/passwd",
            "NULL null None undefined",
            "true 1e3 007 1.0 1.00",
            "ünïcödé ß Ω й 漢字 \u0627\u0644",
            "emoji \uD83D\uDEA2\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67",
            "combining e\u0301 against \u00e9",
            "\u202Eright to left\u202C \u2028 \u2029 \u0085 \uFEFF",
            "\u0001\u0002\u0007\b\f\u001B[31m\u007F");

    private static final String FAVOURITES = "'\"\\$`\n\t *?~#;&|<>(){}[]!-=%,:";

    private HostileText() {}

    /** Words by chance, the same ones each time: every character but NUL and halves of characters. */
    static List<String> random(int count) {
        Random random = new Random(20260705);
        return Stream.generate(() -> word(random)).limit(count).toList();
    }

    private static String word(Random random) {
        StringBuilder word = new StringBuilder();
        int length = random.nextInt(12);
        for (int i = 0; i < length; i++) {
            if (random.nextInt(3) > 0) {
                word.append(FAVOURITES.charAt(random.nextInt(FAVOURITES.length())));
            } else {
                int point = 1 + random.nextInt(0x2ffff);
                word.appendCodePoint(
                        point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 'x' : point);
            }
        }
        return word.toString();
    }

    /** Every printable character of ASCII, in order. */
    static String printableAscii() {
        return IntStream.rangeClosed(' ', '~').mapToObj(Character::toString).collect(Collectors.joining());
    }

    /** As a JSON string, with no more escaped than must be. */
    static String json(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
