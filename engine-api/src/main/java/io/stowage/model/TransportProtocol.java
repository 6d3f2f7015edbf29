package io.stowage.model;

/** The transport of a port mapping. */
public enum TransportProtocol {
    /** TCP, the default. */
    TCP("tcp"),
    /** UDP. */
    UDP("udp");

    private final String value;

    TransportProtocol(String value) {
        this.value = value;
    }

    /** The value as ECS writes it in JSON. */
    @Override
    public String toString() {
        return value;
    }
}
