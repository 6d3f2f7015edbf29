package io.stowage.samples.adopt;

import io.stowage.spi.CommitResult;
import io.stowage.spi.StateStore;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Objects;
import java.util.Optional;

/**
 * Lends a store to engines in other processes of this machine: a database in small. It outlives them, and each call of it is carried out
 * whole or not at all, whenever the engine that asked is killed.
 */
final class StoreServer implements AutoCloseable {

    private final StateStore store;
    private final ServerSocket door;

    StoreServer(StateStore store) throws IOException {
        this.store = store;
        this.door = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        start("adopt-store", this::welcome);
    }

    int port() {
        return door.getLocalPort();
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void welcome() {
        while (!door.isClosed()) {
            try {
                Socket engine = door.accept();
                start("adopt-store-connection", () -> serve(engine));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** Until the engine hangs up, which it also does when it is killed. */
    private void serve(Socket engine) {
        try (engine) {
            engine.setTcpNoDelay(true);
            Wire wire = new Wire(
                    new DataInputStream(new BufferedInputStream(engine.getInputStream())),
                    new DataOutputStream(new BufferedOutputStream(engine.getOutputStream())));
            while (true) {
                answer(wire);
                wire.flush();
            }
        } catch (IOException hungUp) {
            // What was asked is done or was never begun; nobody hears of it.
            return;
        }
    }

    private void answer(Wire wire) throws IOException {
        switch (wire.question()) {
            case READ -> wire.put(store.read(wire.text()));
            case PARTITIONS -> wire.put(store.partitions(wire.text()));
            case CHANGES -> wire.put(store.changesAfter(wire.text(), wire.revision(), wire.duration()));
            case CHANGED -> wire.put(store.changed(wire.revisions(), wire.duration()));
            case COMMIT -> wire.put(store.commit(wire.commit()));
            case OUTCOME -> {
                Optional<CommitResult.Committed> outcome = store.outcome(wire.text(), wire.text());
                wire.put(outcome.isPresent());
                if (outcome.isPresent()) {
                    wire.put(outcome.get());
                }
            }
            case ACQUIRE ->
                wire.put(
                        store.acquire(wire.text(), wire.text(), wire.duration()).orElse(null));
            case RENEW -> wire.put(store.renew(Objects.requireNonNull(wire.lease()), wire.duration()));
            case RELEASE -> {
                store.release(Objects.requireNonNull(wire.lease()));
                wire.put(true);
            }
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
