package io.stowage.runtime.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Words as the launcher reads them and as this runtime keeps its records: each is a line with the number of its further lines, and then
 * its lines. Whatever is in a word comes back byte for byte, in UTF-8 whatever the locale is; only NUL can't be, as in any command.
 */
final class Words {

    private final StringBuilder text = new StringBuilder();

    /** A bare number, which the launcher reads as a count. */
    Words count(int number) {
        text.append(number).append('\n');
        return this;
    }

    Words word(String word) {
        text.append(word.chars().filter(c -> c == '\n').count())
                .append('\n')
                .append(word)
                .append('\n');
        return this;
    }

    Words all(List<String> words) {
        words.forEach(this::word);
        return this;
    }

    byte[] bytes() {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Reads what {@link #word} wrote. */
    static List<String> parse(byte[] bytes) throws IOException {
        String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
        List<String> words = new ArrayList<>();
        int line = 0;
        while (line < lines.length - 1) {
            int last = line + 1 + number(lines[line]);
            if (last >= lines.length - 1) {
                throw new IOException("a record is cut off after " + words.size() + " words");
            }
            words.add(String.join("\n", List.of(lines).subList(line + 1, last + 1)));
            line = last + 1;
        }
        return words;
    }

    private static int number(String line) throws IOException {
        try {
            return Integer.parseUnsignedInt(line);
        } catch (NumberFormatException e) {
            throw new IOException("a record is damaged: \"" + line + "\" is not a number of lines", e);
        }
    }
}
