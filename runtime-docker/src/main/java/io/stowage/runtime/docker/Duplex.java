package io.stowage.runtime.docker;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A connection to a daemon of which each direction ends by itself. docker-java's transport has no such thing: what it sends ends only together with
 * what it hears, so that a command would never read the end of its input.
 *
 * <p>One thread may read, another one write, and any close it.
 */
interface Duplex extends Closeable {

    /** One that is not open yet. */
    static Duplex to(Address address) throws IOException {
        return address.isUnix() ? new UnixDuplex(address.host().getPath()) : new TcpDuplex(address);
    }

    /** Blocks until there is a connection: over tcp seconds, and no longer. Called once, before all that follows. */
    void open() throws IOException;

    /** What the daemon says. */
    InputStream input() throws IOException;

    /** What it hears. Not buffered. */
    OutputStream output() throws IOException;

    /** Nothing more is written, and the daemon reads the end. What it says is heard all the same. */
    void endOutput() throws IOException;

    /** Ends both directions at once, and frees who opens, reads or writes. Idempotent; does not block. */
    @Override
    void close();
}
