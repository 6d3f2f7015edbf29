package io.stowage.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/**
 * Values that are planted, and where they are looked for: as they are, in base64 and in hexadecimal. Each place has to show {@link #open}, which
 * is no secret, so that a place at which nobody looked is not taken for a clean one. Hears all that is logged until it is closed.
 */
final class Canaries implements AutoCloseable {

    private static final String LOGS = "logs";

    /** Shows everywhere. */
    final String open = "open" + UUID.randomUUID();

    private final Map<String, String> planted = new ConcurrentHashMap<>();
    private final Map<String, Queue<String>> heard = new ConcurrentHashMap<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level before = root.getLevel();
    private final AppenderBase<ILoggingEvent> ear = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            String thrown = ThrowableProxyUtil.asString(event.getThrowableProxy());
            hear(LOGS, event.getLoggerName() + " " + event.getFormattedMessage() + " " + thrown);
        }
    };

    Canaries() {
        // They must be off where there are secrets: see the documentation.
        WireLogs.NAMES.forEach(each -> ((Logger) LoggerFactory.getLogger(each)).setLevel(Level.INFO));
        root.setLevel(Level.TRACE);
        ear.start();
        root.addAppender(ear);
        LoggerFactory.getLogger("com.github.dockerjava.core").trace(open);
    }

    /** The value of this name: a secret from now on. */
    String plant(String name) {
        return planted.computeIfAbsent(name, any -> "canary" + UUID.randomUUID());
    }

    /** Something is said at a place that everybody may read. */
    void hear(String place, Object said) {
        String text = said instanceof Throwable thrown ? stackTrace(thrown) : said.toString();
        heard.computeIfAbsent(place, any -> new ConcurrentLinkedQueue<>()).add(text);
    }

    /** All that was said at a place. */
    List<String> heard(String place) {
        return List.copyOf(heard.getOrDefault(place, new ConcurrentLinkedQueue<>()));
    }

    private static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** How a value may be written: base64 of a text differs with where in the text it begins. */
    private static List<String> forms(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        List<String> forms = new ArrayList<>(List.of(value, HexFormat.of().formatHex(bytes)));
        for (int shift = 0; shift < 3; shift++) {
            byte[] shifted = new byte[shift + bytes.length];
            System.arraycopy(bytes, 0, shifted, shift, bytes.length);
            String whole = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            // The characters at both ends have bits of what is before and after it as well.
            forms.add(whole.substring(shift == 0 ? 0 : shift + 1, 8 * shifted.length / 6));
        }
        return forms;
    }

    /** Whether a text shows the value of this name. */
    boolean isIn(String text, String name) {
        return forms(planted.get(name)).stream().anyMatch(text::contains);
    }

    /** Fails if one shows at a place, or something isn't so that it would be seen there. */
    void assertNoneShows(int atLeast, String... places) {
        assertThat(planted).hasSizeGreaterThanOrEqualTo(atLeast);
        assertThat(heard).containsOnlyKeys(places);
        heard.forEach((place, said) -> {
            String all = String.join("\n", said);
            assertThat(all).as("what is said in %s", place).contains(open);
            planted.forEach((name, value) -> {
                assertThat(isIn(all, name)).as("%s in %s", name, place).isFalse();
                assertFindable(all, name, value);
            });
        });
    }

    /** If it were there, in any of the forms in which it may be. */
    private void assertFindable(String all, String name, String value) {
        int middle = all.length() / 2;
        String start = all.substring(0, middle);
        String end = all.substring(middle);
        for (String prefix : List.of("", "a", "ab")) {
            byte[] bytes = (prefix + value + "more").getBytes(StandardCharsets.UTF_8);
            assertThat(isIn(start + Base64.getEncoder().encodeToString(bytes) + end, name))
                    .isTrue();
            assertThat(isIn(start + HexFormat.of().formatHex(bytes) + end, name))
                    .isTrue();
            assertThat(isIn(start + prefix + value + end, name)).isTrue();
        }
    }

    @Override
    public void close() {
        root.detachAppender(ear);
        root.setLevel(before);
    }
}
