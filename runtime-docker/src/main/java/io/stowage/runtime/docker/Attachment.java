package io.stowage.runtime.docker;

import com.github.dockerjava.api.exception.DockerException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command that starts, with its input and output on one connection: a request of HTTP that makes the connection a stream in both directions. */
final class Attachment implements Closeable {

    private static final int LONGEST_HEAD = 16 * 1024;
    private static final int LONGEST_REFUSAL = 4 * 1024;
    private static final int LONGEST_SIZE = 16;
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int FIRST_FINAL = 200;
    private static final int FIRST_REFUSAL = 400;
    private static final String END = "\r\n\r\n";
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})\\b");
    private static final Pattern LENGTH =
            Pattern.compile("\r\ncontent-length: *([0-9]{1,9})\r\n", Pattern.CASE_INSENSITIVE);
    private static final Pattern CHUNKED =
            Pattern.compile("\r\ntransfer-encoding: *chunked\r\n", Pattern.CASE_INSENSITIVE);
    private static final Pattern SIZE = Pattern.compile("[0-9a-f]{1,7}", Pattern.CASE_INSENSITIVE);

    private final Duplex duplex;
    private final byte[] request;

    /** Nothing is sent yet. */
    Attachment(Duplex duplex, String host, String path, String json) {
        this.duplex = duplex;
        this.request = ("POST " + path + " HTTP/1.1\r\n"
                        + "Host: " + host + "\r\n"
                        + "Content-Type: application/json\r\n"
                        + "Content-Length: " + json.length() + "\r\n"
                        + "Connection: Upgrade\r\n"
                        + "Upgrade: tcp" + END + json)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Starts the command, and gives what comes from it. Blocks, without a deadline, until the daemon has answered or this is closed; called once.
     *
     * @throws DockerException if the daemon refuses
     */
    InputStream open() throws IOException {
        duplex.open();
        duplex.output().write(request);
        InputStream answer = new BufferedInputStream(duplex.input());
        String head = head(answer);
        int status = status(head);
        while (status < FIRST_FINAL && status != SWITCHING_PROTOCOLS) {
            head = head(answer);
            status = status(head);
        }
        if (status != SWITCHING_PROTOCOLS) {
            throw new DockerException(refusal(status, head, answer), status);
        }
        return answer;
    }

    private static int status(String head) throws ProtocolException {
        Matcher status = STATUS.matcher(head);
        if (!status.lookingAt()) {
            throw new ProtocolException("what answers speaks no HTTP");
        }
        return Integer.parseInt(status.group(1));
    }

    private static String head(InputStream from) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int ended = 0;
        while (ended < END.length()) {
            int next = from.read();
            if (next < 0 || head.size() == LONGEST_HEAD) {
                throw new EOFException("the answer to a command ended within its head");
            }
            head.write(next);
            if (next == END.charAt(ended)) {
                ended++;
            } else {
                ended = next == END.charAt(0) ? 1 : 0;
            }
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static String refusal(int status, String head, InputStream body) throws IOException {
        if (status < FIRST_REFUSAL) {
            // What follows may be what the command says, without an end.
            return "status " + status + ", and no connection in both directions";
        }
        int most = Math.min(LONGEST_REFUSAL, length(head, body));
        String text = new String(body.readNBytes(most), StandardCharsets.UTF_8);
        return text.isBlank() ? "status " + status : text;
    }

    /** Of a body in chunks the length of the first, which has the beginning of what is said; 0 of one that has no length at all. */
    private static int length(String head, InputStream body) throws IOException {
        Matcher length = LENGTH.matcher(head);
        if (length.find()) {
            return Integer.parseInt(length.group(1));
        }
        if (!CHUNKED.matcher(head).find()) {
            return 0;
        }
        StringBuilder line = new StringBuilder();
        for (int next = body.read(); next >= 0 && next != '\n' && line.length() < LONGEST_SIZE; next = body.read()) {
            line.append((char) next);
        }
        Matcher size = SIZE.matcher(line);
        return size.lookingAt() ? Integer.parseInt(size.group(), 16) : 0;
    }

    /** What the command reads. Once it was opened. */
    OutputStream input() throws IOException {
        return duplex.output();
    }

    /** The command reads the end of its input, and goes on. */
    void endInput() throws IOException {
        duplex.endOutput();
    }

    /** Ends the connection in both directions. Idempotent; does not block. */
    @Override
    public void close() {
        duplex.close();
    }
}
