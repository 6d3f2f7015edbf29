package io.stowage.runtime.process;

import io.stowage.spi.ContainerEventListener;
import io.stowage.spi.RuntimeSubscription;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one thread of a runtime that watches: it hears of exits by the notices that supervisors leave in one directory, and now and then
 * looks for commands that ended without one, for logs that grew too large, and for what exited containers left running.
 */
final class Watch implements AutoCloseable {

    /** What the thread does besides listening; each may fail without harm and is done again. */
    interface Chores {
        /** The name of the container in a folder. */
        @Nullable
        String nameOf(String folder) throws IOException;

        /** Names of containers that have ended and of which no notice may have come, of those not looked at for so long. */
        List<String> findEnded(Duration unseenFor) throws IOException;

        void endStrays(Set<String> names) throws IOException;

        /** Whether a log was so large that the next look had better be soon. */
        boolean rotateLogs();
    }

    private static final Duration SCAN = Duration.ofSeconds(10);
    private static final Duration WITHOUT_NOTICES = Duration.ofMillis(250);
    private static final Duration SWEEP = Duration.ofMillis(200);
    private static final int LOOKS_AT_A_LARGE_LOG = 20;

    private final @Nullable WatchService notices;
    private final Chores chores;
    private final Duration rotate;
    private final List<ContainerEventListener> listeners = new CopyOnWriteArrayList<>();
    private final Set<String> toSweep = new LinkedHashSet<>();
    private final Thread thread;
    private volatile boolean closed;
    private long scanAt;
    private boolean scanAll;
    private long rotateAt;
    private long sweepAt;

    private Watch(@Nullable WatchService notices, Chores chores, Duration rotate) {
        this.rotate = rotate;
        this.scanAt = System.nanoTime();
        this.rotateAt = scanAt;
        this.sweepAt = scanAt;
        this.notices = notices;
        this.chores = chores;
        this.thread = new Thread(this::loop, "stowage-processes");
        thread.setDaemon(true);
    }

    static Watch start(Path exits, Chores chores, Duration rotate) {
        Watch watch = new Watch(open(exits), chores, rotate);
        watch.thread.start();
        return watch;
    }

    private static @Nullable WatchService open(Path exits) {
        try {
            WatchService service = exits.getFileSystem().newWatchService();
            exits.register(service, StandardWatchEventKinds.ENTRY_CREATE);
            return service;
        } catch (IOException e) {
            return null;
        }
    }

    /** What the host doesn't allow. */
    List<String> warnings() {
        return notices != null
                ? List.of()
                : List.of(
                        "exits are noticed late: the user's limit of inotify instances is reached; raise fs.inotify.max_user_instances");
    }

    RuntimeSubscription follow(ContainerEventListener listener) {
        // One object a subscription, so that a listener that follows twice can stop once.
        ContainerEventListener own = name -> listener.changed(name);
        listeners.add(own);
        return () -> listeners.remove(own);
    }

    /** Tells of a change that this runtime made itself. */
    void changed(String name) {
        listeners.forEach(listener -> listener.changed(name));
    }

    private void loop() {
        while (!closed) {
            try {
                Set<String> folders = await();
                for (String folder : folders) {
                    ended(chores.nameOf(folder));
                }
                duties();
            } catch (ClosedWatchServiceException | InterruptedException e) {
                return;
            } catch (IOException | RuntimeException e) {
                // A look that failed says nothing; the next one comes on its own.
                scanAt = System.nanoTime() + SCAN.toNanos();
            }
        }
    }

    private Set<String> await() throws InterruptedException {
        long wait = Math.max(1, nextDue() - System.nanoTime());
        Set<String> folders = new LinkedHashSet<>();
        if (notices == null) {
            TimeUnit.NANOSECONDS.sleep(wait);
            return folders;
        }
        WatchKey key = notices.poll(wait, TimeUnit.NANOSECONDS);
        if (key != null) {
            for (WatchEvent<?> event : key.pollEvents()) {
                if (event.context() instanceof Path path) {
                    folders.add(path.toString());
                } else {
                    // Overflow: the scan finds what was lost.
                    scanAt = System.nanoTime();
                    scanAll = true;
                }
            }
            key.reset();
        }
        return folders;
    }

    private long nextDue() {
        long due = Math.min(scanAt, rotateAt);
        return toSweep.isEmpty() ? due : Math.min(due, sweepAt);
    }

    private void ended(@Nullable String name) {
        if (name != null) {
            changed(name);
            if (toSweep.isEmpty()) {
                sweepAt = System.nanoTime() + SWEEP.toNanos();
            }
            toSweep.add(name);
        }
    }

    private void duties() throws IOException {
        long now = System.nanoTime();
        if (now - scanAt >= 0) {
            scanAt = now + (notices == null ? WITHOUT_NOTICES : SCAN).toNanos();
            Duration unseenFor = scanAll || notices == null ? Duration.ZERO : SCAN;
            chores.findEnded(unseenFor).forEach(this::ended);
            scanAll = false;
        }
        if (!toSweep.isEmpty() && now - sweepAt >= 0) {
            Set<String> names = Set.copyOf(toSweep);
            toSweep.clear();
            chores.endStrays(names);
        }
        if (now - rotateAt >= 0) {
            rotateAt = now + rotate.toNanos();
            if (chores.rotateLogs()) {
                rotateAt = now + rotate.dividedBy(LOOKS_AT_A_LARGE_LOG).toNanos();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        if (notices != null) {
            try {
                notices.close();
            } catch (IOException e) {
                // Nothing is left to watch for.
                return;
            }
        }
    }
}
