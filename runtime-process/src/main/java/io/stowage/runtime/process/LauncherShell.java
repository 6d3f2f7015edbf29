package io.stowage.runtime.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One shell that runs {@code launcher.sh serve}, and those who wait for its replies. A request is a line of words; a reply is a request's number and
 * a word, written at once, in no order. Thread-safe.
 */
final class LauncherShell {

    private static final long REPLY_SECONDS = 20;
    private static final long LEAVE_SECONDS = 2;

    private final Process process;
    private final OutputStream requests;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<String, CompletableFuture<String>> waiting = new ConcurrentHashMap<>();

    private LauncherShell(Process process) {
        this.process = process;
        this.requests = process.getOutputStream();
    }

    static LauncherShell start(ProcessBuilder serve) throws IOException {
        LauncherShell shell = new LauncherShell(serve.start());
        CompletableFuture<Void> unused = shell.process.onExit().thenRun(shell::fail);
        Thread reader = new Thread(shell::read, "stowage-launcher");
        reader.setDaemon(true);
        reader.start();
        return shell;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int load() {
        return waiting.size();
    }

    /** A request that was sent. */
    record Request(String number, CompletableFuture<String> reply) {}

    /** Sends a request; quick, since requests are short and the shell reads them first of all. */
    Request send(String verb, List<String> words) throws IOException {
        Request request = new Request(Long.toString(numbers.incrementAndGet()), new CompletableFuture<>());
        String text = verb + " " + request.number() + " " + String.join(" ", words) + "\n";
        waiting.put(request.number(), request.reply());
        try {
            synchronized (requests) {
                requests.write(text.getBytes(StandardCharsets.UTF_8));
                requests.flush();
            }
        } catch (IOException e) {
            waiting.remove(request.number());
            throw e;
        }
        return request;
    }

    String await(Request request) throws IOException {
        try {
            return request.reply().get(REPLY_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException("the launcher ended before it replied", e);
        } catch (TimeoutException e) {
            throw new IOException("the launcher did not reply within " + REPLY_SECONDS + " seconds", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the launcher worked", e);
        } finally {
            waiting.remove(request.number());
        }
    }

    private void fail() {
        waiting.values().forEach(reply -> reply.completeExceptionally(new IOException("the launcher has ended")));
    }

    /** Ends at the reply to {@code leave}: supervisors hold the pipe too, so that its end does not come with the shell's. */
    private void read() {
        try (BufferedReader replies =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            String line = replies.readLine();
            while (line != null) {
                int blank = line.indexOf(' ');
                CompletableFuture<String> reply = blank < 0 ? null : waiting.get(line.substring(0, blank));
                if (reply != null) {
                    reply.complete(line.substring(blank + 1));
                }
                line = line.endsWith(" left") ? null : replies.readLine();
            }
        } catch (IOException e) {
            fail();
        }
    }

    /** Lets the shell and the thread that reads from it end. Does not throw. */
    void leave() {
        try (requests) {
            send("leave", List.of())
                    .reply()
                    .exceptionally(gone -> "")
                    .completeOnTimeout("", LEAVE_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (IOException e) {
            // It has ended already.
            fail();
        }
    }
}
