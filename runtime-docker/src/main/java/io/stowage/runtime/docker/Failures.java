package io.stowage.runtime.docker;

import com.github.dockerjava.api.exception.DockerException;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sorts what the daemon answers when it does not do what it was asked. Pure. */
final class Failures {

    private static final int LONGEST = 900;
    private static final Pattern MESSAGE =
            Pattern.compile("\"message\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"", Pattern.DOTALL);

    /** Docker's own words, of its own table of ports and of the kernel's. */
    private static final Pattern TAKEN_PORT = Pattern.compile(
            ":([0-9]{1,5})(?: failed)?: (?:port is already allocated|(?:bind: )?address already in use)");

    /** docker-java puts it before. */
    private static final Pattern STATUS = Pattern.compile("^(?:Status [0-9]{3}: )+");

    /** What of a pull no second attempt changes. */
    private static final List<String> PERMANENT_PULL = List.of(
            "manifest unknown",
            "manifest for ",
            "no such image",
            "name unknown",
            "not found",
            "does not exist",
            "no matching manifest",
            "denied",
            "unauthorized",
            "no basic auth credentials",
            "authentication required",
            "incorrect username or password",
            "invalid reference",
            "invalid repository name",
            "invalid tag",
            "repository name must be",
            "unsupported manifest");

    /** What may go by, even where a word above is in it as well. */
    private static final List<String> PASSING = List.of(
            "toomanyrequests",
            "too many requests",
            "no space left",
            "timeout",
            "timed out",
            "no such host",
            "connection re",
            "network is unreachable",
            "verification failed",
            "unexpected eof",
            "received unexpected http status: 5",
            "status code 5",
            "server misbehaving");

    /** The status, and no part of a digest. */
    private static final Pattern TOO_MANY = Pattern.compile("(?<![0-9a-f:])429(?![0-9a-f])");

    private static final List<String> MAY_HELP_LATER = List.of(
            "no space left",
            "port is already allocated",
            "address already in use",
            "resource temporarily unavailable",
            "too many open files");

    private Failures() {}

    static ContainerRuntimeException permanent(Category category, String message) {
        return ContainerRuntimeException.permanent(category, shortened(message));
    }

    static ContainerRuntimeException retryable(Category category, String message) {
        return ContainerRuntimeException.retryable(category, shortened(message));
    }

    /** A pull that the daemon or the registry refused. What the image is called tells nothing of why. */
    static ContainerRuntimeException pull(String image, String message) {
        String text = message.replace(image, "").toLowerCase(Locale.ROOT);
        boolean passing = TOO_MANY.matcher(text).find() || PASSING.stream().anyMatch(text::contains);
        boolean permanent = !passing && PERMANENT_PULL.stream().anyMatch(text::contains);
        String told = image + ": " + message;
        return permanent
                ? permanent(Category.CannotPullContainerError, told)
                : retryable(Category.CannotPullContainerError, told);
    }

    /** A refusal of the daemon: nothing was changed. */
    static ContainerRuntimeException refused(Category category, DockerException refusal) {
        return refused(category, text(refusal));
    }

    static ContainerRuntimeException refused(Category category, String message) {
        String text = message.toLowerCase(Locale.ROOT);
        return MAY_HELP_LATER.stream().anyMatch(text::contains)
                ? retryable(category, message)
                : permanent(category, message);
    }

    /** Whether a status says "no" and not "I don't know": what is wrong is wrong with the request. */
    static boolean isDefinite(DockerException refusal) {
        int status = refusal.getHttpStatus();
        return status >= 400 && status < 500 && status != 408 && status != 429;
    }

    static boolean isFull(DockerException refusal) {
        return text(refusal).toLowerCase(Locale.ROOT).contains("no space left");
    }

    static boolean isTakenPort(String message) {
        String text = message.toLowerCase(Locale.ROOT);
        return text.contains("port is already allocated") || text.contains("address already in use");
    }

    /** The host port that it says is taken. */
    static Optional<Integer> takenPort(String message) {
        Matcher matcher = TAKEN_PORT.matcher(message.toLowerCase(Locale.ROOT));
        return matcher.find() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
    }

    /** The daemon's own words, without the JSON around them, and not too many. */
    static String text(DockerException refusal) {
        return shortened(whole(refusal));
    }

    /** The same, of a request that had secrets. */
    static String text(DockerException refusal, Veil veil) {
        return shortened(veil.hide(whole(refusal)));
    }

    private static String whole(DockerException refusal) {
        String whole = STATUS.matcher(String.valueOf(refusal.getMessage())).replaceFirst("");
        Matcher matcher = MESSAGE.matcher(whole);
        String text = matcher.find() ? unescaped(matcher.group(1)) : whole;
        return text.strip();
    }

    private static String unescaped(String json) {
        return json.replace("\\n", " ")
                .replace("\\\"", "\"")
                .replace("\\u003c", "<")
                .replace("\\u003e", ">")
                .replace("\\\\", "\\");
    }

    private static String shortened(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }
}
