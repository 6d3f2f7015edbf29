package io.stowage.samples.autoscale;

import io.stowage.error.ServerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** Looks once a second how things are, and tells it when they have changed. */
final class Timeline implements AutoCloseable {

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "timeline");
        thread.setDaemon(true);
        return thread;
    });
    private final long start = System.nanoTime();
    private final Supplier<Moment> view;
    private final Runnable then;
    /** Guarded by this. */
    private final List<Moment> moments = new ArrayList<>();

    /** @param then is run after each look */
    Timeline(Supplier<Moment> view, Runnable then) {
        this.view = view;
        this.then = then;
    }

    void begin() {
        var unused = clock.scheduleAtFixedRate(this::tick, 0, 1, TimeUnit.SECONDS);
    }

    private void tick() {
        try {
            look();
        } catch (ServerException noAnswer) {
            // The engine is closed, or has too much to do: the next look may tell.
        } catch (RuntimeException failed) {
            System.err.println("A look failed: " + failed);
        }
        then.run();
    }

    /** Looks now. */
    synchronized void look() {
        Moment moment = view.get();
        Moment last = moments.isEmpty() ? null : moments.get(moments.size() - 1);
        if (!moment.equals(last)) {
            say(moment.text());
        }
        moments.add(moment);
    }

    /** A line of its own. */
    void say(String what) {
        System.out.printf(Locale.ROOT, "%6.1f s  %s%n", (System.nanoTime() - start) / 1e9, what);
    }

    /** The course of everything, as text. */
    synchronized String charts() {
        return String.join(
                "\n\n",
                chart("tasks that run", Moment::running),
                chart("machines", Moment::machines),
                chart("reservation, in percent", Moment::reservation));
    }

    private String chart(String title, ToIntFunction<Moment> value) {
        List<Integer> values = moments.stream().map(value::applyAsInt).toList();
        return Chart.of(title, values, (int) ((System.nanoTime() - start) / 1_000_000_000));
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
