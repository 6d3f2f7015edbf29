package io.stowage.testkit.world;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Events ordered by time and then by the order they were added in: a heap whose keys are primitive and whose events know their place, so
 * that cancelling one takes it out at once. Deadlines are cancelled far more often than they strike. Each node has four children: half
 * as many levels as with two, and the keys of siblings are neighbours in memory.
 */
final class EventQueue {

    private static final int CHILDREN = 4;

    private long[] times = new long[1024];
    private long[] sequences = new long[1024];
    private @Nullable Event[] events = new Event[1024];
    private int size;
    private long nextSequence;

    int size() {
        return size;
    }

    /** The time of the next event; {@link Long#MAX_VALUE} if there is none. */
    long nextTime() {
        return size == 0 ? Long.MAX_VALUE : times[0];
    }

    void add(Event event, long time) {
        if (event.place >= 0) {
            throw new IllegalStateException("Event " + event.name + " is in the queue already.");
        }
        if (size == times.length) {
            grow();
        }
        size++;
        siftUp(size - 1, time, nextSequence++, event);
    }

    Event poll() {
        Event first = at(0);
        removeAt(0);
        return first;
    }

    void remove(Event event) {
        if (event.place >= 0) {
            removeAt(event.place);
        }
    }

    private void removeAt(int place) {
        at(place).place = -1;
        size--;
        Event moved = at(size);
        events[size] = null;
        if (place == size) {
            return;
        }
        long time = times[size];
        long sequence = sequences[size];
        if (place > 0 && before(time, sequence, (place - 1) / CHILDREN)) {
            siftUp(place, time, sequence, moved);
        } else {
            siftDown(place, time, sequence, moved);
        }
    }

    private void siftUp(int from, long time, long sequence, Event event) {
        int place = from;
        while (place > 0) {
            int parent = (place - 1) / CHILDREN;
            if (!before(time, sequence, parent)) {
                break;
            }
            move(parent, place);
            place = parent;
        }
        put(place, time, sequence, event);
    }

    private void siftDown(int from, long time, long sequence, Event event) {
        int place = from;
        while (CHILDREN * place + 1 < size) {
            int child = firstChild(place);
            if (!before(times[child], sequences[child], time, sequence)) {
                break;
            }
            move(child, place);
            place = child;
        }
        put(place, time, sequence, event);
    }

    /** The child that comes before its siblings. */
    private int firstChild(int place) {
        int first = CHILDREN * place + 1;
        int end = Math.min(first + CHILDREN, size);
        for (int sibling = first + 1; sibling < end; sibling++) {
            if (before(times[sibling], sequences[sibling], first)) {
                first = sibling;
            }
        }
        return first;
    }

    private boolean before(long time, long sequence, int place) {
        return before(time, sequence, times[place], sequences[place]);
    }

    private static boolean before(long time, long sequence, long otherTime, long otherSequence) {
        return time < otherTime || (time == otherTime && sequence < otherSequence);
    }

    private void move(int from, int to) {
        put(to, times[from], sequences[from], at(from));
    }

    private void put(int place, long time, long sequence, Event event) {
        times[place] = time;
        sequences[place] = sequence;
        events[place] = event;
        event.place = place;
    }

    private Event at(int place) {
        return Objects.requireNonNull(events[place]);
    }

    private void grow() {
        times = Arrays.copyOf(times, 2 * size);
        sequences = Arrays.copyOf(sequences, 2 * size);
        events = Arrays.copyOf(events, 2 * size);
    }
}
