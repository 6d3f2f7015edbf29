package io.stowage.runtime.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;

/**
 * What is written to a command and not sent yet: a bounded buffer between who writes, any thread, and the thread that sends. Unlike
 * {@link java.io.PipedInputStream} it does not mind which threads live.
 */
final class InputPipe extends InputStream {

    static final int CAPACITY = 64 * 1024;

    private final byte[] ring = new byte[CAPACITY];
    private final OutputStream writer = new Writer();
    private int first;
    private int count;
    private boolean ended;
    private boolean broken;

    /** Where to write. Closing it ends what is read, after what was written. */
    OutputStream writer() {
        return writer;
    }

    /** Nobody reads any more. What was not read is dropped, and who writes is told. Idempotent; does not block. */
    synchronized void abandon() {
        broken = true;
        count = 0;
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    private synchronized int put(byte[] bytes, int offset, int length) throws IOException {
        while (count == CAPACITY && !broken && !ended) {
            await();
        }
        if (broken || ended) {
            throw new IOException(broken ? "the command has ended: nothing reads its input" : "the input was ended");
        }
        int at = (first + count) % CAPACITY;
        int fits = Math.min(length, Math.min(CAPACITY - count, CAPACITY - at));
        System.arraycopy(bytes, offset, ring, at, fits);
        count += fits;
        notifyAll();
        return fits;
    }

    @Override
    public synchronized int read(byte[] bytes, int offset, int length) throws IOException {
        while (count == 0 && !broken && !ended) {
            await();
        }
        if (count == 0) {
            return -1;
        }
        int taken = Math.min(length, Math.min(count, CAPACITY - first));
        System.arraycopy(ring, first, bytes, offset, taken);
        first = (first + taken) % CAPACITY;
        count -= taken;
        notifyAll();
        return taken;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** Who calls it asks again. */
    @SuppressWarnings("WaitNotInLoop")
    private void await() throws InterruptedIOException {
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the command did not read");
        }
    }

    private final class Writer extends OutputStream {
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int done = 0;
            while (done < length) {
                done += put(bytes, offset + done, length - done);
            }
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void close() {
            end();
        }
    }
}
