package io.stowage.samples.rollingupdate;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.stowage.Endpoint;
import io.stowage.model.NetworkBinding;
import io.stowage.model.TransportProtocol;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** That whatever isn't a page counts as a failure. */
class RequestTest {

    private final Phase phase = new Phase("test");

    private void ask(@Nullable Endpoint endpoint) throws InterruptedException {
        new Request(() -> endpoint, phase.begun(), System.nanoTime()).run();
        phase.end();
    }

    private static Endpoint at(int port) {
        return new Endpoint(
                "task-" + port,
                "pages:1",
                null,
                "host",
                null,
                "127.0.0.1",
                List.of(NetworkBinding.port("0.0.0.0", PageServer.CONTAINER_PORT, port, TransportProtocol.TCP)));
    }

    /** Asks a server that answers so. */
    private void askServer(int status, String page) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        try {
            ask(at(server.getAddress().getPort()));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aPageIsNoFailure() throws Exception {
        askServer(200, "a page\n");
        assertThat(phase.requests()).isEqualTo(1);
        assertThat(phase.failures()).isZero();
        assertThat(phase.p99()).isPositive();
        assertThat(phase.summary()).contains("1 requests", "0 failures");
    }

    @Test
    void anErrorIsOne() throws Exception {
        askServer(500, "a page\n");
        assertThat(phase.failures()).isEqualTo(1);
        assertThat(phase.summary()).contains("500");
    }

    @Test
    void halfAPageIsOne() throws Exception {
        askServer(200, "a pa");
        assertThat(phase.failures()).isEqualTo(1);
    }

    @Test
    void aPortThatNobodyListensOnIsOneThatAKillMayExcuse() throws Exception {
        int port = unusedPort();
        ask(at(port));
        assertThat(phase.requests()).isEqualTo(1);
        assertThat(phase.failures()).isEqualTo(1);
        assertThat(phase.p99()).isZero();
        assertThat(phase.failuresBut(List.of("another"))).isEqualTo(1);
        assertThat(phase.failuresBut(List.of("task-" + port))).isZero();
    }

    @Test
    void nobodyToAskIsOneThatNoKillExcuses() throws Exception {
        ask(null);
        assertThat(phase.failuresBut(List.of())).isEqualTo(1);
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
