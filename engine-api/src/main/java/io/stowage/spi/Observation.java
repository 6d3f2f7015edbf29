package io.stowage.spi;

/** What is known of a container: it is there, it is certainly not there, or nothing can be said. */
public sealed interface Observation {

    record Present(ContainerState state) implements Observation {}

    /** Certainly not there: the runtime answered, and knows no such container. */
    record Absent() implements Observation {}

    /** Nothing can be said: the runtime did not answer, or not clearly. Never evidence of anything. */
    record Unknown(String reason) implements Observation {}
}
