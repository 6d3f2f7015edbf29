package io.stowage.samples.adopt;

import io.stowage.samples.adopt.Wire.Question;
import io.stowage.spi.Changes;
import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.Lease;
import io.stowage.spi.PartitionSnapshot;
import io.stowage.spi.Revision;
import io.stowage.spi.StateStore;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The store of another process. What goes wrong on the way is an exception, which for an engine means that the outcome is unknown. */
final class RemoteStore implements StateStore {

    private final int port;
    private final Queue<Line> idle = new ConcurrentLinkedQueue<>();

    RemoteStore(int port) {
        this.port = port;
    }

    /** A connection, for one call at a time. */
    private record Line(Socket socket, Wire wire) {}

    private interface Ask {
        void put(Wire wire) throws IOException;
    }

    private interface Hear<T> {
        T take(Wire wire) throws IOException;
    }

    private <T> T call(Question question, Ask ask, Hear<T> hear) {
        try {
            Line waiting = idle.poll();
            Line line = waiting == null ? connect() : waiting;
            line.wire().put(question);
            ask.put(line.wire());
            line.wire().flush();
            T answer = hear.take(line.wire());
            idle.add(line);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Line connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        return new Line(
                socket,
                new Wire(
                        new DataInputStream(new BufferedInputStream(socket.getInputStream())),
                        new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()))));
    }

    @Override
    public PartitionSnapshot read(String partition) {
        return call(Question.READ, wire -> wire.put(partition), Wire::snapshot);
    }

    @Override
    public List<String> partitions(String prefix) {
        return call(Question.PARTITIONS, wire -> wire.put(prefix), Wire::texts);
    }

    @Override
    public Changes changesAfter(String partition, Revision revision, Duration wait) {
        return call(
                Question.CHANGES,
                wire -> {
                    wire.put(partition);
                    wire.put(revision);
                    wire.put(wait);
                },
                Wire::changes);
    }

    @Override
    public Map<String, Revision> changed(Map<String, Revision> known, Duration wait) {
        return call(
                Question.CHANGED,
                wire -> {
                    wire.put(known);
                    wire.put(wait);
                },
                Wire::revisions);
    }

    @Override
    public CommitResult commit(Commit commit) {
        return call(Question.COMMIT, wire -> wire.put(commit), Wire::result);
    }

    @Override
    public Optional<CommitResult.Committed> outcome(String partition, String commitId) {
        return call(
                Question.OUTCOME,
                wire -> {
                    wire.put(partition);
                    wire.put(commitId);
                },
                wire -> wire.bit() ? Optional.of((CommitResult.Committed) wire.result()) : Optional.empty());
    }

    @Override
    public Optional<Lease> acquire(String partition, String holder, Duration timeToLive) {
        return call(
                Question.ACQUIRE,
                wire -> {
                    wire.put(partition);
                    wire.put(holder);
                    wire.put(timeToLive);
                },
                wire -> Optional.ofNullable(wire.lease()));
    }

    @Override
    public boolean renew(Lease lease, Duration timeToLive) {
        return call(
                Question.RENEW,
                wire -> {
                    wire.put(lease);
                    wire.put(timeToLive);
                },
                Wire::bit);
    }

    @Override
    public void release(Lease lease) {
        boolean unused = call(Question.RELEASE, wire -> wire.put(lease), Wire::bit);
    }

    @Override
    public void close() {
        for (Line line = idle.poll(); line != null; line = idle.poll()) {
            try {
                line.socket().close();
            } catch (IOException e) {
                // It is of no use any more either way.
            }
        }
    }
}
