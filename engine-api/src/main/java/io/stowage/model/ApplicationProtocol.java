package io.stowage.model;

/** The application protocol that a named port mapping speaks. */
public enum ApplicationProtocol {
    /** HTTP/1.1. */
    HTTP("http"),
    /** HTTP/2. */
    HTTP2("http2"),
    /** gRPC. */
    GRPC("grpc");

    private final String value;

    ApplicationProtocol(String value) {
        this.value = value;
    }

    /** The value as ECS writes it in JSON. */
    @Override
    public String toString() {
        return value;
    }
}
