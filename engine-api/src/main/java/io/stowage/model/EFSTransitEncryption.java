package io.stowage.model;

/** Whether data is encrypted between the host and the file system. */
public enum EFSTransitEncryption {
    /** Encrypted. */
    ENABLED("ENABLED"),
    /** Not encrypted, the default. */
    DISABLED("DISABLED");

    private final String value;

    EFSTransitEncryption(String value) {
        this.value = value;
    }

    /** The value as ECS writes it in JSON. */
    @Override
    public String toString() {
        return value;
    }
}
