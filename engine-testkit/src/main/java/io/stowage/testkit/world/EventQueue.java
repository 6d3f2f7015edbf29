package io.stowage.testkit.world;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Events ordered by time and then by the order they were added in: a heap whose keys are primitive, and that knows the place of each
 * event, so that cancelling one takes it out at once. Deadlines are cancelled far more often than they strike. Each node has four children:
 * half as many levels as with two, and the keys of siblings are neighbours in memory.
 *
 * <p>An event has a slot as long as it is in the queue, and what is moved about are the numbers of slots: the events themselves are all over
 * the memory, and are touched when they come and when they go.
 */
final class EventQueue {

    private static final int CHILDREN = 4;
    private static final int FIRST_CAPACITY = 1024;

    private long[] times = new long[FIRST_CAPACITY];
    private long[] sequences = new long[FIRST_CAPACITY];
    /** The slots of the heap's nodes; after them those that are free. */
    private int[] slots = numbered(new int[FIRST_CAPACITY], 0);
    /** By slot: where it is in the heap. */
    private int[] places = new int[FIRST_CAPACITY];
    /** By slot. */
    private @Nullable Event[] events = new Event[FIRST_CAPACITY];

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
        if (event.slot >= 0) {
            throw new IllegalStateException("Event " + event.name + " is in the queue already.");
        }
        if (size == times.length) {
            grow();
        }
        int slot = slots[size];
        event.slot = slot;
        events[slot] = event;
        size++;
        siftUp(size - 1, time, nextSequence++, slot);
    }

    Event poll() {
        Event first = Objects.requireNonNull(events[slots[0]]);
        remove(first);
        return first;
    }

    void remove(Event event) {
        int slot = event.slot;
        if (slot >= 0) {
            event.slot = -1;
            events[slot] = null;
            removeAt(places[slot]);
        }
    }

    private void removeAt(int place) {
        size--;
        int freed = slots[place];
        int moved = slots[size];
        slots[size] = freed;
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

    private void siftUp(int from, long time, long sequence, int slot) {
        int place = from;
        while (place > 0) {
            int parent = (place - 1) / CHILDREN;
            if (!before(time, sequence, parent)) {
                break;
            }
            put(place, times[parent], sequences[parent], slots[parent]);
            place = parent;
        }
        put(place, time, sequence, slot);
    }

    private void siftDown(int from, long time, long sequence, int slot) {
        int place = from;
        while (CHILDREN * place + 1 < size) {
            int child = firstChild(place);
            if (!before(times[child], sequences[child], time, sequence)) {
                break;
            }
            put(place, times[child], sequences[child], slots[child]);
            place = child;
        }
        put(place, time, sequence, slot);
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

    private void put(int place, long time, long sequence, int slot) {
        times[place] = time;
        sequences[place] = sequence;
        slots[place] = slot;
        places[slot] = place;
    }

    private void grow() {
        times = Arrays.copyOf(times, 2 * size);
        sequences = Arrays.copyOf(sequences, 2 * size);
        slots = numbered(Arrays.copyOf(slots, 2 * size), size);
        places = Arrays.copyOf(places, 2 * size);
        events = Arrays.copyOf(events, 2 * size);
    }

    private static int[] numbered(int[] slots, int from) {
        for (int slot = from; slot < slots.length; slot++) {
            slots[slot] = slot;
        }
        return slots;
    }
}
