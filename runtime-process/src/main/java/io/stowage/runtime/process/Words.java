package io.stowage.runtime.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Words as the launcher reads them and as this runtime keeps its records: each is a line with the number of its further lines, and then
 * its lines. Whatever is in a word comes back byte for byte, in UTF-8 whatever the locale is; only NUL can't be, as in any command, and
 * what is no Unicode.
 */
final class Words {

    private final StringBuilder text = new StringBuilder();

    /** Whether a word comes back as it is: one with half of a surrogate pair would not. */
    static boolean canHold(CharSequence word) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(word);
    }

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

    /** A line that is no word. */
    Words line(String line) {
        text.append(line).append('\n');
        return this;
    }

    /** A count, and that many words. */
    Words counted(List<String> words) {
        return count(words.size()).all(words);
    }

    Words all(List<String> words) {
        words.forEach(this::word);
        return this;
    }

    byte[] bytes() {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Reads what was written, in the order of the writing. */
    static final class Reader {
        private final String text;
        private int at;

        Reader(byte[] bytes) {
            this.text = new String(bytes, StandardCharsets.UTF_8);
        }

        String line() throws IOException {
            int end = text.indexOf('\n', at);
            if (end < 0) {
                throw new IOException("the file of a container is cut off");
            }
            String line = text.substring(at, end);
            at = end + 1;
            return line;
        }

        int count() throws IOException {
            String line = line();
            try {
                return Integer.parseUnsignedInt(line);
            } catch (NumberFormatException e) {
                throw new IOException("the file of a container is damaged: \"" + line + "\" is not a number", e);
            }
        }

        String word() throws IOException {
            int more = count();
            StringBuilder word = new StringBuilder(line());
            for (int i = 0; i < more; i++) {
                word.append('\n').append(line());
            }
            return word.toString();
        }

        List<String> words() throws IOException {
            int number = count();
            List<String> words = new ArrayList<>();
            for (int i = 0; i < number; i++) {
                words.add(word());
            }
            return words;
        }

        /** What was appended since. */
        String rest() {
            return text.substring(at);
        }
    }
}
