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
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final String END = "\r\n\r\n";
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})\\b");
    private static final Pattern LENGTH =
            Pattern.compile("\r\ncontent-length: *([0-9]{1,9})\r\n", Pattern.CASE_INSENSITIVE);

    private final Duplex duplex;
    private final byte[] request;

    /** Nothing is sent yet. */
    Attachment(Duplex duplex, String path, String json) {
        this.duplex = duplex;
        // The host is the name that Docker's own client gives; no daemon minds it.
        this.request = ("POST " + path + " HTTP/1.1\r\n"
                        + "Host: docker\r\n"
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
        Matcher status = STATUS.matcher(head);
        if (!status.lookingAt()) {
            throw new ProtocolException("what answers speaks no HTTP");
        }
        int code = Integer.parseInt(status.group(1));
        if (code != SWITCHING_PROTOCOLS) {
            throw new DockerException(refusal(head, answer), code);
        }
        return answer;
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

    private static String refusal(String head, InputStream body) throws IOException {
        Matcher length = LENGTH.matcher(head);
        int most = length.find() ? Math.min(LONGEST_REFUSAL, Integer.parseInt(length.group(1))) : 0;
        return new String(body.readNBytes(most), StandardCharsets.UTF_8);
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
