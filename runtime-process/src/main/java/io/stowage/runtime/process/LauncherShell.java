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
    private static final long COMPANY_MILLIS = 10;

    private final Process process;
    private final OutputStream requests;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<String, CompletableFuture<String>> waiting = new ConcurrentHashMap<>();
    private final StartsTogether starts = new StartsTogether();

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

    private record Request(String number, CompletableFuture<String> reply) {}

    /** The reply to the start of the container in a folder. */
    String start(String nonce, String folder) throws IOException {
        Request request = request();
        String start = request.number() + " " + nonce + " " + folder;
        try {
            send(starts.asked(start));
            if (!isAnswered(request, COMPANY_MILLIS)) {
                send(starts.hurried(start));
            }
            return await(request);
        } finally {
            waiting.remove(request.number());
            send(starts.over(start));
        }
    }

    private void send(List<String> together) throws IOException {
        if (!together.isEmpty()) {
            write("start " + String.join(" ", together));
        }
    }

    /** The reply to a signal for a process group. */
    String signal(String signal, long group) throws IOException {
        Request request = request();
        write("signal " + request.number() + " " + signal + " " + group);
        return await(request);
    }

    private Request request() {
        Request request = new Request(Long.toString(numbers.incrementAndGet()), new CompletableFuture<>());
        waiting.put(request.number(), request.reply());
        return request;
    }

    /** Quick, since lines are short and the shell reads them first of all. If it has ended, all who wait are told. */
    private void write(String line) throws IOException {
        try {
            synchronized (requests) {
                requests.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                requests.flush();
            }
        } catch (IOException e) {
            fail();
            throw e;
        }
    }

    private static boolean isAnswered(Request request, long millis) throws IOException {
        try {
            request.reply().get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IOException("the launcher ended before it replied", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the launcher worked", e);
        }
    }

    private String await(Request request) throws IOException {
        try {
            if (!isAnswered(request, TimeUnit.SECONDS.toMillis(REPLY_SECONDS))) {
                throw new IOException("the launcher did not reply within " + REPLY_SECONDS + " seconds");
            }
            return request.reply().join();
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
                answer(line);
                line = line.endsWith(" left") ? null : replies.readLine();
            }
        } catch (IOException e) {
            fail();
        }
    }

    private void answer(String line) {
        int blank = line.indexOf(' ');
        CompletableFuture<String> reply = blank < 0 ? null : waiting.get(line.substring(0, blank));
        if (reply != null) {
            reply.complete(line.substring(blank + 1));
        }
    }

    /** Lets the shell and the thread that reads from it end. Does not throw. */
    void leave() {
        try (requests) {
            Request left = request();
            write("leave " + left.number());
            left.reply()
                    .exceptionally(gone -> "")
                    .completeOnTimeout("", LEAVE_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (IOException e) {
            // It has ended already.
            fail();
        }
    }
}
