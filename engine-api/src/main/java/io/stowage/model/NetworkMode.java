package io.stowage.model;

/** The network a task's containers live in. ECS's default on Linux is {@link #BRIDGE}. */
public enum NetworkMode {
    /** The task has a network interface of its own. */
    AWSVPC("awsvpc"),
    /** Containers sit behind the host's bridge; container ports are mapped to host ports. */
    BRIDGE("bridge"),
    /** Containers share the host's network; a container port is the host port. */
    HOST("host"),
    /** No external connectivity; port mappings are not allowed. */
    NONE("none");

    private final String value;

    NetworkMode(String value) {
        this.value = value;
    }

    /** The value as ECS writes it in JSON. */
    @Override
    public String toString() {
        return value;
    }
}
