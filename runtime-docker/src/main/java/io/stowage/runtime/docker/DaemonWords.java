package io.stowage.runtime.docker;

import com.github.dockerjava.api.exception.DockerException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a daemon says when it refuses, out of the JSON around it. Pure. */
final class DaemonWords {

    /** docker-java puts it before. */
    private static final Pattern STATUS = Pattern.compile("^(?:Status [0-9]{3}: )+");

    private static final Pattern MESSAGE = Pattern.compile("\"message\"\\s*:\\s*\"");
    private static final Pattern CODE = Pattern.compile("[0-9a-fA-F]{4}");

    private DaemonWords() {}

    /** All of it, and exactly as it was said: only so is a secret found in it. */
    static String of(DockerException refusal) {
        String whole = STATUS.matcher(String.valueOf(refusal.getMessage())).replaceFirst("");
        Matcher message = MESSAGE.matcher(whole);
        return message.find() ? text(whole, message.end()) : whole;
    }

    /** On one line, as people read it. */
    static String onOneLine(String words) {
        return words.replaceAll("\\p{Cntrl}+", " ").strip();
    }

    /** The text of JSON that begins here. One that is cut off goes to the end. */
    private static String text(String json, int start) {
        StringBuilder text = new StringBuilder();
        int at = start;
        while (at < json.length() && json.charAt(at) != '"') {
            at = json.charAt(at) == '\\' && at + 1 < json.length()
                    ? escaped(json, at + 1, text)
                    : plain(json, at, text);
        }
        return text.toString();
    }

    private static int plain(String json, int at, StringBuilder text) {
        text.append(json.charAt(at));
        return at + 1;
    }

    /** What comes after a backslash. Gives where the rest begins. */
    private static int escaped(String json, int at, StringBuilder text) {
        char kind = json.charAt(at);
        Matcher code = CODE.matcher(json).region(at + 1, json.length());
        if (kind == 'u' && code.lookingAt()) {
            text.append((char) Integer.parseInt(code.group(), 16));
            return code.end();
        }
        text.append(
                switch (kind) {
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 't' -> '\t';
                    case 'b' -> '\b';
                    case 'f' -> '\f';
                    default -> kind;
                });
        return at + 1;
    }
}
