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

/** What may answer a command that starts. */
@Timeout(30)
class AttachmentTest {

    private ServerSocket server;
    private Attachment attachment;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Address address = new Address(URI.create("tcp://127.0.0.1:" + server.getLocalPort()), null);
        attachment = new Attachment(Duplex.to(address), "/v1.41/exec/1/start", "{}");
    }

    @AfterEach
    void close() throws IOException {
        attachment.close();
        server.close();
    }

    /** Of a server that reads the request, says this, and closes. */
    private void answered(String answer) throws Exception {
        CompletableFuture<InputStream> opened = opening();
        try (Socket socket = server.accept()) {
            String request = new String(socket.getInputStream().readNBytes(40), StandardCharsets.US_ASCII);
            assertThat(request).startsWith("POST /v1.41/exec/1/start HTTP/1.1\r\nHost:");
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            opened.get(10, TimeUnit.SECONDS);
        }
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
