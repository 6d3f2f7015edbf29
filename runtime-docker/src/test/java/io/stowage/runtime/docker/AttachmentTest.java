package io.stowage.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.exception.DockerException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may answer a command that starts. */
@Timeout(30)
class AttachmentTest {

    private ServerSocket server;
    private Attachment attachment;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Address address = new Address(URI.create("tcp://127.0.0.1:" + server.getLocalPort()), null);
        attachment = new Attachment(Duplex.to(address), "harbour:2376", "/v1.41/exec/1/start", "{}");
    }

    @AfterEach
    void close() throws IOException {
        attachment.close();
        server.close();
    }

    /** Of a server that reads the request, says this, and closes. */
    private InputStream answered(String answer) throws Exception {
        CompletableFuture<InputStream> opened = opening();
        try (Socket socket = server.accept()) {
            assertThat(request(socket)).startsWith("POST /v1.41/exec/1/start HTTP/1.1\r\nHost: harbour:2376\r\n");
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            return opened.get(10, TimeUnit.SECONDS);
        }
    }

    /** All of it: what closes with something unread takes back what it said. */
    private static String request(Socket socket) throws IOException {
        StringBuilder request = new StringBuilder();
        int next = socket.getInputStream().read();
        while (next >= 0 && request.append((char) next).indexOf("{}") < 0) {
            next = socket.getInputStream().read();
        }
        return request.toString();
    }

    private CompletableFuture<InputStream> opening() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return attachment.open();
            } catch (IOException e) {
                throw new IllegalStateException(e.getMessage(), e);
            }
        });
    }

    @Test
    void aRefusalHasItsStatusAndItsWords() {
        assertThatThrownBy(() ->
                        answered("HTTP/1.1 404 Not Found\r\nContent-Length: 27\r\n\r\n{\"message\":\"No such thing\"}"))
                .cause()
                .isInstanceOfSatisfying(DockerException.class, refused -> {
                    assertThat(refused.getHttpStatus()).isEqualTo(404);
                    assertThat(Failures.text(refused)).isEqualTo("No such thing");
                });
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '>',
            value = {
                "503 Busy|Transfer-Encoding: chunked||17;x=y|{\"message\":\"it is ill\"}|0|| > it is ill",
                "503 Busy|Transfer-Encoding: chunked||none > status 503",
                "403 No|Content-Length: 0|| > status 403",
                "403 No||all of it until the end > status 403",
                "200 OK||what the command says > status 200, and no connection in both directions"
            })
    void aRefusalSaysWhatItCan(String answer, String text) {
        assertThatThrownBy(() -> answered("HTTP/1.1 " + answer.replace("|", "\r\n")))
                .cause()
                .isInstanceOfSatisfying(
                        DockerException.class,
                        refused -> assertThat(Failures.text(refused)).isEqualTo(text));
    }

    @Test
    void theAnswerIsTheOneAfterThoseOnTheWay() throws Exception {
        String interim = "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n";
        InputStream output = answered(interim + "HTTP/1.1 101 UPGRADED\r\nUpgrade: tcp\r\n\r\nwell");
        assertThat(output.readAllBytes()).asString().isEqualTo("well");
    }

    @Test
    void whatIsNoAnswerIsNone() {
        assertThatThrownBy(() -> answered("SSH-2.0-any\r\n\r\n")).hasMessageContaining("speaks no HTTP");
    }

    @Test
    void anAnswerThatIsCutIsNone() {
        assertThatThrownBy(() -> answered("HTTP/1.1 101 UPGRADED\r\n\r")).hasMessageContaining("within its head");
    }

    @Test
    void anAnswerWithoutAnEndIsNone() {
        assertThatThrownBy(() -> answered("HTTP/1.1 101 " + "x".repeat(20_000)))
                .hasMessageContaining("within its head");
    }

    @Test
    void closingFreesWhoWaitsForAnAnswer() throws Exception {
        CompletableFuture<InputStream> opened = opening();
        try (Socket silent = server.accept()) {
            assertThat(silent.getInputStream().read()).isEqualTo('P');
            attachment.close();
            attachment.close();
            assertThatThrownBy(() -> opened.get(10, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
        }
    }

    @Test
    void whatWasClosedIsNotOpened() {
        attachment.close();
        assertThatThrownBy(attachment::open).isInstanceOf(IOException.class);
    }
}
