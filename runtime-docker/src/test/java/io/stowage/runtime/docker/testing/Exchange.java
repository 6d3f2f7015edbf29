package io.stowage.runtime.docker.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One request and its answer, on their way through {@link SocketProxy}. */
final class Exchange {

    /** What has no end of its own, or a late one. */
    private static final Pattern STREAM = Pattern.compile("/(?:events|logs|stats|attach|wait|images/create)(?:\\?|$)");

    private final Wire client;
    private final Wire.Head request;
    private final Surroundings surroundings;
    private @Nullable Wire daemon;

    Exchange(Wire client, Wire.Head request, Surroundings surroundings) {
        this.client = client;
        this.request = request;
        this.surroundings = surroundings;
    }

    /** What all exchanges share. */
    interface Surroundings {

        /** A new connection to the daemon. */
        Wire connect() throws IOException;

        /** This client gets no answer. Called before it has to wait. */
        void waitsInVain(Wire client);

        void inThread(Runnable work);
    }

    /** The connection to the daemon, if there was reason to have one. */
    Optional<Wire> connection() {
        return Optional.ofNullable(daemon);
    }

    /** Whether the client's connection is good for another request. */
    boolean run(Optional<Fault> fault) throws IOException, InterruptedException {
        byte[] body = requestBody();
        if (fault.isEmpty()) {
            return plain(body);
        }
        Fault what = fault.get();
        if (what instanceof Fault.Swallow) {
            return swallow();
        } else if (what instanceof Fault.SwallowAnswer) {
            body(send(body));
            return swallow();
        } else if (what instanceof Fault.Cut) {
            return false;
        } else if (what instanceof Fault.CutAnswer) {
            body(send(body));
            return false;
        } else if (what instanceof Fault.Answer answer) {
            return answer(answer);
        } else if (what instanceof Fault.Delay delay) {
            Thread.sleep(delay.by().toMillis());
            return plain(body);
        }
        return otherAnswer(what, send(body));
    }

    private boolean otherAnswer(Fault fault, Wire.Head answer) throws IOException {
        if (fault instanceof Fault.Mute) {
            client.write(answer);
            drain(answer);
            return swallow();
        } else if (fault instanceof Fault.Truncate truncate) {
            byte[] whole = body(answer);
            client.write(answer.withLength(whole.length));
            client.write(Arrays.copyOf(whole, Math.min(whole.length, truncate.bytes())));
            return false;
        } else if (fault instanceof Fault.Rewrite rewrite) {
            byte[] other = changed(body(answer), rewrite.body());
            client.write(answer.withLength(other.length));
            client.write(other);
            return true;
        } else if (fault instanceof Fault.RewritePieces rewrite) {
            return stream(answer, piece -> changed(piece, rewrite.piece()));
        }
        throw new IllegalArgumentException("fault " + fault + " is not known");
    }

    private static byte[] changed(byte[] body, UnaryOperator<String> change) {
        return Fault.bytes(change.apply(new String(body, StandardCharsets.UTF_8)));
    }

    private boolean plain(byte[] body) throws IOException {
        return stream(send(body), piece -> piece);
    }

    /** Until somebody ends the connection: the client, who gave up, or the proxy. */
    private boolean swallow() throws IOException {
        surroundings.waitsInVain(client);
        swallowed();
        return false;
    }

    private void swallowed() throws IOException {
        byte[] ignored = client.some();
        while (ignored.length > 0) {
            ignored = client.some();
        }
    }

    private boolean answer(Fault.Answer answer) throws IOException {
        byte[] body = Fault.bytes(answer.body());
        client.write(Fault.bytes("HTTP/1.1 " + answer.status()
                + " Told\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n"));
        client.write(body);
        return true;
    }

    private Wire daemon() {
        return Objects.requireNonNull(daemon);
    }

    private Wire.Head send(byte[] body) throws IOException {
        Wire connected = surroundings.connect();
        daemon = connected;
        connected.write(request);
        connected.write(body);
        return connected.head().orElseThrow(() -> new EOFException("the daemon ended the connection"));
    }

    /** As it is on the wire. */
    private byte[] requestBody() throws IOException {
        if (!request.isChunked()) {
            return client.exactly((int) Math.max(0, request.length()));
        }
        ByteArrayOutputStream framed = new ByteArrayOutputStream();
        while (true) {
            byte[] chunk = client.chunk();
            framed.write(Fault.bytes(Integer.toHexString(chunk.length) + "\r\n"));
            framed.write(chunk);
            framed.write(Fault.bytes("\r\n"));
            if (chunk.length == 0) {
                return framed.toByteArray();
            }
        }
    }

    private boolean hasNoBody(Wire.Head answer) {
        return request.first().equals("HEAD")
                || answer.second().equals("204")
                || answer.second().equals("304")
                || answer.length() == 0;
    }

    private byte[] body(Wire.Head answer) throws IOException {
        if (hasNoBody(answer)) {
            return new byte[0];
        }
        if (answer.length() > 0) {
            return daemon().exactly((int) answer.length());
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        byte[] piece = answer.isChunked() ? daemon().chunk() : daemon().some();
        while (piece.length > 0) {
            whole.write(piece);
            piece = answer.isChunked() ? daemon().chunk() : daemon().some();
        }
        return whole.toByteArray();
    }

    /** Reads on, so that the daemon can write, and that its end is not ours. */
    private void drain(Wire.Head answer) {
        surroundings.inThread(() -> {
            try {
                body(answer);
            } catch (IOException cut) {
                // It was muted to the end.
            }
        });
    }

    private boolean stream(Wire.Head answer, UnaryOperator<byte[]> change) throws IOException {
        if (answer.length() >= 0 || hasNoBody(answer)) {
            client.write(answer);
            client.write(body(answer));
            return true;
        }
        if (!answer.isChunked()) {
            client.write(answer);
            return tunnel();
        }
        boolean lasting = STREAM.matcher(request.second()).find();
        client.write(lasting ? answer.asLast() : answer);
        if (lasting) {
            watch();
        }
        byte[] chunk = daemon().chunk();
        while (chunk.length > 0) {
            byte[] other = change.apply(chunk);
            if (other.length > 0) {
                client.writeChunk(other);
            }
            chunk = daemon().chunk();
        }
        client.writeChunk(chunk);
        return !lasting;
    }

    /** A client that gives a stream up ends it at the daemon, which may have nothing to say by which that would be noticed. */
    private void watch() {
        surroundings.inThread(() -> {
            try {
                swallowed();
                daemon().close();
            } catch (IOException cut) {
                // The other direction sees it as well.
            }
        });
    }

    /** What follows is no HTTP any more, such as a command's output. */
    private boolean tunnel() throws IOException {
        surroundings.inThread(() -> {
            try {
                pump(client, daemon());
                daemon().endOutput();
            } catch (IOException cut) {
                // The other direction sees it as well.
            }
        });
        pump(daemon(), client);
        return false;
    }

    private static void pump(Wire from, Wire to) throws IOException {
        byte[] piece = from.some();
        while (piece.length > 0) {
            to.write(piece);
            piece = from.some();
        }
    }
}
