package io.stowage.runtime.docker;

import com.github.dockerjava.core.LocalDirectorySSLConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Over tcp, with TLS where the address has certificates: then the daemon's has to be of this host, as docker-java wants it as well. Of a name that
 * means several addresses each is tried in turn, as docker-java does it.
 */
final class TcpDuplex implements Duplex {

    private static final Logger LOG = LoggerFactory.getLogger(TcpDuplex.class);
    private static final int HANDSHAKE_MILLIS = 10_000;

    private final Address address;
    private final Names names;
    private Socket tcp = new Socket();
    private boolean closed;
    private volatile Socket socket = tcp;

    TcpDuplex(Address address) {
        this(address, InetAddress::getAllByName);
    }

    TcpDuplex(Address address, Names names) {
        this.address = address;
        this.names = names;
    }

    /** What the name of a host means. */
    @FunctionalInterface
    interface Names {

        /** At least one, the best first. */
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    @Override
    public void open() throws IOException {
        String host = address.host().getHost();
        int port = address.host().getPort();
        Socket plain = connected(names.addresses(host), port);
        plain.setTcpNoDelay(true);
        // A command may say nothing for days; a host that is gone is to be noticed all the same, some day.
        plain.setKeepAlive(true);
        Path certificates = address.certificates();
        socket = certificates == null ? plain : secured(plain, host, port, certificates);
    }

    /** One that does not answer leaves the others their share of the time. */
    private Socket connected(InetAddress[] addresses, int port) throws IOException {
        long end = System.nanoTime() + Daemon.CONNECT.toNanos();
        IOException refusal = new UnknownHostException(address.host().getHost());
        for (int i = 0; i < addresses.length; i++) {
            long share = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()) / (addresses.length - i);
            Socket next = next();
            try {
                next.connect(new InetSocketAddress(addresses[i], port), (int) Math.max(1, share));
                return next;
            } catch (IOException e) {
                if (i > 0) {
                    e.addSuppressed(refusal);
                }
                refusal = e;
            }
        }
        throw refusal;
    }

    /** One that could not connect is of no use any more. */
    private synchronized Socket next() throws IOException {
        tcp.close();
        if (closed) {
            throw new SocketException("the connection was closed before it was open");
        }
        tcp = new Socket();
        return tcp;
    }

    private static Socket secured(Socket tcp, String host, int port, Path certificates) throws IOException {
        SSLSocket tls = (SSLSocket) new LocalDirectorySSLConfig(certificates.toString())
                .getSSLContext()
                .getSocketFactory()
                .createSocket(tcp, host, port, true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        tcp.setSoTimeout(HANDSHAKE_MILLIS);
        tls.startHandshake();
        tcp.setSoTimeout(0);
        return tls;
    }

    @Override
    public InputStream input() throws IOException {
        return socket.getInputStream();
    }

    @Override
    public OutputStream output() throws IOException {
        return socket.getOutputStream();
    }

    @Override
    public void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Without TLS's good-bye, for which it would wait until who writes has written. */
    @Override
    public synchronized void close() {
        closed = true;
        try {
            tcp.close();
        } catch (IOException e) {
            LOG.debug("A connection was closed already.");
        }
    }
}
