package io.stowage.samples.rollingupdate;

import io.stowage.Endpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One request on a connection of its own. Clients of HTTP make some requests again by themselves; this one doesn't.
 *
 * @param whom says whom to ask when it is made; null for nobody
 * @param phase where the outcome counts
 * @param dueNanos when it was to be made: the time that it waits here counts, too
 */
record Request(Whom whom, Phase phase, long dueNanos) implements Runnable {

    /** Knows whose turn it is. */
    @FunctionalInterface
    interface Whom {

        /** Null if there is nobody. */
        @Nullable
        Endpoint now();
    }

    /** Long: that an answer comes late is told by the percentile, and on a machine that has much to do it is no failure. */
    private static final int TIMEOUT_MILLIS = 60_000;

    @Override
    public void run() {
        Endpoint endpoint = whom.now();
        if (endpoint == null) {
            phase.failed("nobody", "there is no endpoint");
            return;
        }
        try {
            String status = status(endpoint);
            if (status.contains(" 200 ")) {
                phase.answered(System.nanoTime() - dueNanos);
            } else {
                phase.failed(endpoint.taskArn(), "the answer is '" + status + "'");
            }
        } catch (IOException e) {
            phase.failed(endpoint.taskArn(), e.toString());
        }
    }

    /** The first line of the answer, after all of it has come. */
    private static String status(Endpoint endpoint) throws IOException {
        int port = endpoint.hostPort(PageServer.CONTAINER_PORT).orElseThrow(() -> new IOException("it has no port"));
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(endpoint.address(), port), TIMEOUT_MILLIS);
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: pages\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String status = answer.readLine();
            String last = status;
            for (String line = last; line != null; line = answer.readLine()) {
                last = line;
            }
            if (status == null || !"a page".equals(last)) {
                throw new IOException("the answer ends after '" + last + "'");
            }
            return status;
        }
    }
}
