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

    /** Docker's own words, of its own table of ports and of the kernel's. */
    private static final Pattern TAKEN_PORT = Pattern.compile(
            ":([0-9]{1,5})(?: failed)?: (?:port is already allocated|(?:bind: )?address already in use)");

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

    /**
     * A pull that the daemon or the registry refused. What the image is called tells nothing of why; nor does what is hidden of the message change
     * what it means.
     */
    static ContainerRuntimeException pull(String image, String message, Veil veil) {
        return pull(image, message, image + ": " + veil.hide(message));
    }

    static ContainerRuntimeException pull(String image, DockerException refusal, Veil veil) {
        return pull(image, DaemonWords.of(refusal), image + ": " + text(refusal, veil));
    }

    private static ContainerRuntimeException pull(String image, String said, String told) {
        String text = said.replace(image, "").toLowerCase(Locale.ROOT);
        boolean passing = TOO_MANY.matcher(text).find() || PASSING.stream().anyMatch(text::contains);
        boolean permanent = !passing && PERMANENT_PULL.stream().anyMatch(text::contains);
        return permanent
                ? permanent(Category.CannotPullContainerError, told)
                : retryable(Category.CannotPullContainerError, told);
    }

    /** A refusal of the daemon: nothing was changed. */
    static ContainerRuntimeException refused(Category category, DockerException refusal) {
        return refused(category, "", refusal, Veil.NONE);
    }

    /**
     * The same, of a request that had secrets. What is hidden of it does not change what it means.
     *
     * @param before what comes before the daemon's words
     */
    static ContainerRuntimeException refused(Category category, String before, DockerException refusal, Veil veil) {
        return refused(category, DaemonWords.of(refusal), before + text(refusal, veil));
    }

    /** What a container needs could not be made ready for it. */
    static ContainerRuntimeException uncreated(String what, DockerException refusal) {
        return uncreated(what, refusal, Veil.NONE);
    }

    /**
     * The same, of a request that had secrets.
     *
     * @throws OutcomeUnknownException if it may have been made ready; without its cause if that has the daemon's words as they came
     */
    static ContainerRuntimeException uncreated(String what, DockerException refusal, Veil veil) {
        if (isDefinite(refusal) || isFull(refusal)) {
            return refused(Category.CannotCreateContainerError, what + ": ", refusal, veil);
        }
        throw new OutcomeUnknownException(what + ": " + text(refusal, veil), veil == Veil.NONE ? refusal : null);
    }

    static ContainerRuntimeException refused(Category category, String message) {
        return refused(category, message, message);
    }

    private static ContainerRuntimeException refused(Category category, String said, String told) {
        String text = said.toLowerCase(Locale.ROOT);
        return MAY_HELP_LATER.stream().anyMatch(text::contains) ? retryable(category, told) : permanent(category, told);
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

    /** The daemon's own words, without the JSON around them, on one line, and not too many. */
    static String text(DockerException refusal) {
        return text(refusal, Veil.NONE);
    }

    /** The same, of a request that had secrets. */
    static String text(DockerException refusal, Veil veil) {
        return shortened(DaemonWords.onOneLine(veil.hide(DaemonWords.of(refusal))));
    }

    private static String shortened(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }
}
