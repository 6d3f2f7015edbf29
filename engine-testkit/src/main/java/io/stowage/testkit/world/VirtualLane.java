package io.stowage.testkit.world;

import io.stowage.core.world.Lane;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** Bounds how many calls are under way at once; the rest waits in order. */
final class VirtualLane implements Lane {

    private final String name;
    private final int parallelism;
    private final SimulationRandom random;
    private final Queue<VirtualCall<?>> waiting = new ArrayDeque<>();
    private int underWay;
    private boolean closed;

    VirtualLane(String name, int parallelism, SimulationRandom random) {
        this.name = name;
        this.parallelism = parallelism;
        this.random = random;
    }

    @Override
    public String name() {
        return name;
    }

    SimulationRandom random() {
        return random;
    }

    void submit(VirtualCall<?> call) {
        if (closed) {
            call.drop("lane " + name + " is closed");
        } else if (underWay < parallelism) {
            underWay++;
            call.begin();
        } else {
            waiting.add(call);
            call.expireAtDeadline();
        }
    }

    /** A call no longer holds its place: the next one begins. */
    void release() {
        underWay--;
        VirtualCall<?> next = waiting.poll();
        while (next != null && next.isSettled()) {
            next.returned();
            next = waiting.poll();
        }
        if (next != null) {
            underWay++;
            next.begin();
        }
    }

    @Override
    public void close() {
        closed = true;
        List<VirtualCall<?>> dropped = List.copyOf(waiting);
        waiting.clear();
        dropped.forEach(call -> call.drop("lane " + name + " was closed before the call began"));
    }
}
