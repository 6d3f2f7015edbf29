package io.stowage.core.agent;

/** Numbers what an agent sends and receives, so that it knows what came before what. */
final class Ticks {

    private long last;

    long next() {
        last++;
        return last;
    }
}
