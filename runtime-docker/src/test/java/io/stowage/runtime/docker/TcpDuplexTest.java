package io.stowage.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A host whose name means several addresses. */
@Timeout(30)
class TcpDuplexTest {

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T closed(T atTheEnd) {
        open.add(atTheEnd);
        return atTheEnd;
    }

    private static InetAddress loopback(int last) {
        try {
            return InetAddress.getByAddress("harbour", new byte[] {127, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private ServerSocket listening(int last, int port) throws IOException {
        return closed(new ServerSocket(port, 1, loopback(last)));
    }

    /** Its queue is full, so that it does not answer who connects. */
    private void silent(int last, int port) throws IOException {
        ServerSocket server = listening(last, port);
        boolean answers = true;
        while (answers) {
            Socket waiting = closed(new Socket());
            try {
                waiting.connect(server.getLocalSocketAddress(), 200);
            } catch (SocketTimeoutException full) {
                answers = false;
            }
        }
    }

    private TcpDuplex duplex(int port, InetAddress... addresses) {
        Address address = new Address(URI.create("tcp://harbour:" + port), null);
        return closed(new TcpDuplex(address, host -> addresses));
    }

    private static void assertTalks(TcpDuplex duplex, ServerSocket server) throws IOException {
        duplex.open();
        try (Socket accepted = server.accept()) {
            assertThat(((InetSocketAddress) accepted.getLocalSocketAddress()).getAddress())
                    .isEqualTo(server.getInetAddress());
            duplex.output().write('a');
            assertThat(accepted.getInputStream().read()).isEqualTo('a');
            accepted.getOutputStream().write('b');
            assertThat(duplex.input().read()).isEqualTo('b');
        }
    }

    @Test
    void anAddressThatRefusesIsNotTheLast() throws Exception {
        ServerSocket server = listening(3, 0);
        assertTalks(duplex(server.getLocalPort(), loopback(1), loopback(2), loopback(3)), server);
    }

    @Test
    void theFirstThatAnswersIsTaken() throws Exception {
        ServerSocket first = listening(2, 0);
        listening(3, first.getLocalPort());
        assertTalks(duplex(first.getLocalPort(), loopback(1), loopback(2), loopback(3)), first);
    }

    @Test
    void anAddressThatDoesNotAnswerLeavesTimeForTheNext() throws Exception {
        ServerSocket server = listening(2, 0);
        silent(1, server.getLocalPort());
        assertTalks(duplex(server.getLocalPort(), loopback(1), loopback(2)), server);
    }

    @Test
    void addressesThatDoNotAnswerTakeNoLongerThanOne() throws Exception {
        ServerSocket taken = listening(4, 0);
        for (int last = 1; last <= 3; last++) {
            silent(last, taken.getLocalPort());
        }
        TcpDuplex duplex = duplex(taken.getLocalPort(), loopback(1), loopback(2), loopback(3));
        long begin = System.nanoTime();
        assertThatThrownBy(duplex::open).isInstanceOf(SocketTimeoutException.class);
        assertThat((System.nanoTime() - begin) / 1e9).isBetween(1.5, 5.0);
    }

    @Test
    void whereNoneAnswersTheLastSaysWhyAndTheOthersAreNotForgotten() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, loopback(1))) {
            port = free.getLocalPort();
        }
        assertThatThrownBy(duplex(port, loopback(1), loopback(2))::open)
                .isInstanceOf(ConnectException.class)
                .satisfies(
                        last -> assertThat(last.getSuppressed()).singleElement().isInstanceOf(ConnectException.class));
        assertThatThrownBy(duplex(port)::open).isInstanceOf(UnknownHostException.class);
    }

    @Test
    void whatIsClosedWhileItTriesTriesNoMore() throws Exception {
        ServerSocket server = listening(2, 0);
        Address address = new Address(URI.create("tcp://harbour:" + server.getLocalPort()), null);
        List<TcpDuplex> self = new ArrayList<>();
        TcpDuplex duplex = closed(new TcpDuplex(address, host -> {
            self.get(0).close();
            return new InetAddress[] {loopback(1), loopback(2)};
        }));
        self.add(duplex);
        assertThatThrownBy(duplex::open).isInstanceOf(SocketException.class).hasMessageContaining("closed");
    }
}
