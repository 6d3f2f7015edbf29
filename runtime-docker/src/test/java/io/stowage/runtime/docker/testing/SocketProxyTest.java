package io.stowage.runtime.docker.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The proxy before a server that says what it was asked, and streams where the path says so. */
@Timeout(30)
class SocketProxyTest {

    @TempDir
    private Path directory;

    private final List<String> arrived = new CopyOnWriteArrayList<>();
    private ServerSocketChannel server;
    private SocketProxy proxy;

    @BeforeEach
    void listen() throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(directory.resolve("d")));
        start(this::accept);
        proxy = SocketProxy.before(directory.resolve("d"));
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        server.close();
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "a-daemon");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Wire wire = new Wire(server.accept());
                start(() -> answer(wire));
            }
        } catch (IOException closed) {
            // At the end of the test.
        }
    }

    private void answer(Wire wire) {
        try (wire) {
            Wire.Head head = wire.head().orElseThrow();
            String body = new String(wire.exactly((int) Math.max(0, head.length())), StandardCharsets.UTF_8);
            arrived.add(head.first() + " " + head.second() + body);
            if (head.second().endsWith("/events")) {
                wire.write(Fault.bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
                wire.writeChunk(Fault.bytes("one"));
                wire.writeChunk(Fault.bytes("two"));
                arrived.add("end " + wire.head());
            } else if (head.second().endsWith("/raw")) {
                wire.write(Fault.bytes("HTTP/1.1 200 OK\r\n\r\n"));
                wire.write(wire.exactly(4));
            } else {
                String said = "asked for " + head.second() + body;
                wire.write(Fault.bytes("HTTP/1.1 200 OK\r\nContent-Length: " + said.length() + "\r\n\r\n" + said));
            }
        } catch (IOException cut) {
            arrived.add("cut");
        }
    }

    private Wire client() throws IOException {
        return Wire.to(Path.of(URI.create(proxy.host()).getPath()));
    }

    private static void ask(Wire client, String method, String path, String body) throws IOException {
        client.write(
                Fault.bytes(method + " " + path + " HTTP/1.1\r\nContent-Length: " + body.length() + "\r\n\r\n" + body));
    }

    private static String answer(Wire client, String path) throws IOException {
        ask(client, "GET", path, "");
        Wire.Head head = client.head().orElseThrow();
        return head.second() + " " + new String(client.exactly((int) head.length()), StandardCharsets.UTF_8);
    }

    @Test
    void withoutFaultsRequestsGoThroughOneAfterTheOther() throws Exception {
        try (Wire client = client()) {
            assertThat(answer(client, "/a?x=1")).isEqualTo("200 asked for /a?x=1");
            ask(client, "POST", "/b", "body");
            Wire.Head head = client.head().orElseThrow();
            assertThat(client.exactly((int) head.length())).asString().isEqualTo("asked for /bbody");
        }
        assertThat(proxy.requests()).containsExactly("GET /a?x=1", "POST /b");
        assertThat(proxy.count("GET", "/.*")).isEqualTo(1);
    }

    @Test
    void whatIsSwallowedDoesNotArriveAndIsCutByHealing() throws Exception {
        proxy.when("GET", "/a", new Fault.Swallow());
        try (Wire stuck = client();
                Wire other = client()) {
            ask(stuck, "GET", "/v1.41/a", "");
            CompletableFuture<Optional<Wire.Head>> answer = CompletableFuture.supplyAsync(() -> head(stuck));
            assertThat(answer(other, "/b")).isEqualTo("200 asked for /b");
            assertThat(answer).isNotDone();
            proxy.heal();
            assertThat(answer.get(10, TimeUnit.SECONDS)).isEmpty();
            assertThat(answer(other, "/v1.41/a")).as("another connection stays").isEqualTo("200 asked for /v1.41/a");
        }
        assertThat(arrived).containsExactly("GET /b", "GET /v1.41/a");
    }

    private static Optional<Wire.Head> head(Wire client) {
        try {
            return client.head();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Test
    void anAnswerIsSwallowedOrLostAfterTheDaemonDidWhatItWasAsked() throws Exception {
        proxy.next("GET", "/lost", new Fault.CutAnswer());
        proxy.next("GET", "/cut", new Fault.Cut());
        proxy.next("GET", "/late", new Fault.SwallowAnswer());
        for (String path : List.of("/lost", "/cut")) {
            try (Wire client = client()) {
                ask(client, "GET", path, "");
                assertThat(head(client)).isEmpty();
            }
        }
        try (Wire client = client()) {
            ask(client, "GET", "/late", "");
            await().untilAsserted(() -> assertThat(arrived).containsExactly("GET /lost", "GET /late"));
            assertThat(answer(client(), "/lost")).as("once only").isEqualTo("200 asked for /lost");
        }
    }

    @Test
    void answersAreReplacedRewrittenAndTruncated() throws Exception {
        SocketProxy.Rule told = proxy.next("GET", "/a", Fault.refuse(409, "a \"name\""));
        proxy.next("GET", "/a", new Fault.Rewrite(body -> body.replace("asked", "begged")));
        proxy.next("GET", "/a", Fault.garble());
        proxy.next("GET", "/a", new Fault.Truncate(5));
        try (Wire client = client()) {
            assertThat(answer(client, "/a")).isEqualTo("409 {\"message\":\"a \\\"name\\\"\"}\n");
            assertThat(answer(client, "/a")).isEqualTo("200 begged for /a");
            assertThat(answer(client, "/a")).startsWith("200 \u0000{asked");
            ask(client, "GET", "/a", "");
            Wire.Head head = client.head().orElseThrow();
            assertThat(client.exactly(5)).asString().isEqualTo("asked");
            assertThatThrownBy(() -> client.exactly((int) head.length() - 5)).isInstanceOf(IOException.class);
        }
        assertThat(told.hits()).isEqualTo(1);
        assertThat(arrived).hasSize(3);
    }

    @Test
    void aStreamIsHandedOnPieceByPieceAndEndsWithItsClient() throws Exception {
        proxy.next("GET", "/events", new Fault.RewritePieces(piece -> piece.equals("one") ? "" : piece + "!"));
        try (Wire client = client()) {
            ask(client, "GET", "/events", "");
            assertThat(client.head().orElseThrow().header("connection")).contains("close");
            assertThat(client.chunk()).asString().isEqualTo("two!");
        }
        await().untilAsserted(() -> assertThat(arrived).contains("end Optional.empty"));
    }

    @Test
    void aMutedStreamBeginsAndSaysNothing() throws Exception {
        proxy.next("GET", "/events", new Fault.Mute());
        try (Wire client = client()) {
            ask(client, "GET", "/events", "");
            assertThat(client.head()).isPresent();
            CompletableFuture<byte[]> piece = CompletableFuture.supplyAsync(() -> some(client));
            assertThat(answer(client(), "/b")).isEqualTo("200 asked for /b");
            assertThat(piece).isNotDone();
            proxy.cutAll();
            assertThat(piece.get(10, TimeUnit.SECONDS)).isEmpty();
        }
    }

    private static byte[] some(Wire client) {
        try {
            return client.some();
        } catch (IOException e) {
            return new byte[0];
        }
    }

    @Test
    void whatIsNoHttpAnyMoreGoesBothWays() throws Exception {
        try (Wire client = client()) {
            ask(client, "POST", "/exec/1/raw", "");
            assertThat(client.head()).isPresent();
            client.write(Fault.bytes("ping"));
            assertThat(client.exactly(4)).asString().isEqualTo("ping");
            assertThat(client.some()).isEmpty();
        }
    }

    @Test
    void aDelayComesBeforeTheDaemonIsAsked() throws Exception {
        proxy.next("GET", "/a", new Fault.Delay(Duration.ofMillis(200)));
        long begin = System.nanoTime();
        try (Wire client = client()) {
            assertThat(answer(client, "/a")).isEqualTo("200 asked for /a");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }
}
