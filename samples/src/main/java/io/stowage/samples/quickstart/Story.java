package io.stowage.samples.quickstart;

import io.stowage.samples.Terminal;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells the user what happens, a line each, with the seconds since the start. The headings come from the program, the lines below them
 * from any thread.
 *
 * <p>While the program waits, a terminal shows for what and for how long, in a line that the next one overwrites. Where the output goes
 * to a file or a pipe, a line says so after each ten seconds of one wait.
 */
final class Story {

    private static final Duration TICK = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String ERASE_LINE = "\r\033[K";

    /** Ids of tasks and of deployments: 8 characters tell them apart, and a line stays a line. */
    private static final Pattern LONG_ID = Pattern.compile("\\b([0-9a-f]{8})[0-9a-f]{24}\\b");

    private final PrintStream out;
    private final boolean terminal;
    private final long start = System.nanoTime();
    private @Nullable Wait wait;

    /** How many lines were spent on the wait under way. */
    private long told;

    private record Wait(String what, long since) {}

    Story(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
        Thread ticker = new Thread(this::tick, "quickstart-progress");
        ticker.setDaemon(true);
        ticker.start();
    }

    /** Tells on standard output. */
    static Story onStandardOutput() {
        return new Story(System.out, Terminal.isOne());
    }

    /** The title of what follows. */
    synchronized void heading(String text) {
        line("");
        line(text);
    }

    /** Something that has happened, in our words. */
    synchronized void tell(String text) {
        line(String.format(Locale.ROOT, "%7.1f s  %s", seconds(start), shortened(text)));
    }

    /** Something that has happened, in ECS's words. */
    void quote(String text) {
        tell("  ECS: " + text);
    }

    /** A line that has no time. */
    synchronized void remark(String text) {
        line("           " + text);
    }

    /** The last word. */
    synchronized void end(String text) {
        line("");
        line(text);
    }

    /** Carries something out that may take long, and shows that it goes on. */
    <T> T waitingFor(String what, Callable<T> work) throws Exception {
        synchronized (this) {
            wait = new Wait(what, System.nanoTime());
            told = 0;
        }
        try {
            return work.call();
        } finally {
            synchronized (this) {
                wait = null;
                erase();
            }
        }
    }

    private void line(String text) {
        erase();
        out.println(text);
        out.flush();
    }

    private void erase() {
        if (terminal) {
            out.print(ERASE_LINE);
            out.flush();
        }
    }

    private void tick() {
        try {
            while (true) {
                Thread.sleep(TICK.toMillis());
                showWait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void showWait() {
        if (wait == null) {
            return;
        }
        double seconds = seconds(wait.since());
        if (terminal) {
            out.printf(Locale.ROOT, "%s           ... %s (%.0f s)", ERASE_LINE, wait.what(), seconds);
            out.flush();
        } else if (seconds > PATIENCE.toSeconds() * (told + 1)) {
            told++;
            tell("still waiting: " + wait.what());
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static String shortened(String text) {
        return LONG_ID.matcher(text).replaceAll("$1");
    }
}
