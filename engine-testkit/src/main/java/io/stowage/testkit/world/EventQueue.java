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

    /** The time and the sequence number of each, side by side: whoever looks at one looks at the other. */
    private long[] keys = new long[2048];

    private @Nullable Event[] events = new Event[1024];
    private int size;
    private long nextSequence;

    int size() {
        return size;
    }

    /** The time of the next event; {@link Long#MAX_VALUE} if there is none. */
    long nextTime() {
        return size == 0 ? Long.MAX_VALUE : keys[0];
    }

    void add(Event event, long time) {
        if (event.place >= 0) {
            throw new IllegalStateException("Event " + event.name + " is in the queue already.");
        }
        if (size == events.length) {
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
        long time = keys[2 * size];
        long sequence = keys[2 * size + 1];
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
            if (!before(keys[2 * child], keys[2 * child + 1], time, sequence)) {
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
            if (before(keys[2 * sibling], keys[2 * sibling + 1], first)) {
                first = sibling;
            }
        }
        return first;
    }

    private boolean before(long time, long sequence, int place) {
        return before(time, sequence, keys[2 * place], keys[2 * place + 1]);
    }

    private static boolean before(long time, long sequence, long otherTime, long otherSequence) {
        return time < otherTime || (time == otherTime && sequence < otherSequence);
    }

    private void move(int from, int to) {
        put(to, keys[2 * from], keys[2 * from + 1], at(from));
    }

    private void put(int place, long time, long sequence, Event event) {
        keys[2 * place] = time;
        keys[2 * place + 1] = sequence;
        events[place] = event;
        event.place = place;
    }

    private Event at(int place) {
        return Objects.requireNonNull(events[place]);
    }

    private void grow() {
        keys = Arrays.copyOf(keys, 4 * size);
        events = Arrays.copyOf(events, 2 * size);
    }
}
