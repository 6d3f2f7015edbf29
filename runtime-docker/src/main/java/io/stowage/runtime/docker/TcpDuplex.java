package io.stowage.runtime.docker;

import com.github.dockerjava.core.LocalDirectorySSLConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Over tcp, with TLS where the address has certificates: then the daemon's has to be of this host, as docker-java wants it as well. */
final class TcpDuplex implements Duplex {

    private static final Logger LOG = LoggerFactory.getLogger(TcpDuplex.class);
    private static final int HANDSHAKE_MILLIS = 10_000;

    private final Address address;
    private final Socket tcp = new Socket();
    private volatile Socket socket = tcp;

    TcpDuplex(Address address) {
        this.address = address;
    }

    @Override
    public void open() throws IOException {
        String host = address.host().getHost();
        int port = address.host().getPort();
        tcp.connect(new InetSocketAddress(host, port), (int) Daemon.CONNECT.toMillis());
        tcp.setTcpNoDelay(true);
        Path certificates = address.certificates();
        if (certificates != null) {
            socket = secured(host, port, certificates);
        }
    }

    private Socket secured(String host, int port, Path certificates) throws IOException {
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
    public void close() {
        try {
            tcp.close();
        } catch (IOException e) {
            LOG.debug("A connection was closed already.");
        }
    }
}
