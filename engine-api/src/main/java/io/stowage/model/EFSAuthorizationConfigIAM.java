package io.stowage.model;

/** Whether the task role is used to mount the file system. */
public enum EFSAuthorizationConfigIAM {
    /** Used. */
    ENABLED("ENABLED"),
    /** Not used, the default. */
    DISABLED("DISABLED");

    private final String value;

    EFSAuthorizationConfigIAM(String value) {
        this.value = value;
    }

    /** The value as ECS writes it in JSON. */
    @Override
    public String toString() {
        return value;
    }
}
