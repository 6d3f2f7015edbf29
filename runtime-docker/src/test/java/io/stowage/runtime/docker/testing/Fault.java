package io.stowage.runtime.docker.testing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** What {@link SocketProxy} does with a request and its answer. */
public sealed interface Fault {

    /** Takes the request and never answers. The daemon does not get it. */
    record Swallow() implements Fault {}

    /** Hands the request to the daemon, which does what it is asked, and never answers. */
    record SwallowAnswer() implements Fault {}

    /** Ends the connection. The daemon does not get the request. */
    record Cut() implements Fault {}

    /** Hands the request to the daemon, which does what it is asked, and ends the connection: the answer is lost. */
    record CutAnswer() implements Fault {}

    /** Answers by itself. The daemon does not get the request. */
    record Answer(int status, String body) implements Fault {}

    /** Gives only so many bytes of the answer's body, and ends the connection. */
    record Truncate(int bytes) implements Fault {}

    /** Gives the head of the answer, and nothing of what comes after it. */
    record Mute() implements Fault {}

    /** Hands the request on later. */
    record Delay(Duration by) implements Fault {}

    /** Gives another body than the daemon's. */
    record Rewrite(UnaryOperator<String> body) implements Fault {}

    /** Gives other pieces of a stream than the daemon's: each is handed on when it came. */
    record RewritePieces(UnaryOperator<String> piece) implements Fault {}

    /** A body that is no JSON. */
    static Fault garble() {
        return new Rewrite(body -> body.isEmpty() ? "\u0000" : "\u0000{" + body.substring(0, body.length() / 2));
    }

    /** The daemon's way to refuse. */
    static Fault refuse(int status, String message) {
        return new Answer(status, "{\"message\":\"" + message.replace("\"", "\\\"") + "\"}\n");
    }

    /** The bytes of a text on the wire. */
    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
