package io.stowage.model;

/** What a container may do with a host device. */
public enum DeviceCgroupPermission {
    /** Read from it. */
    READ("read"),
    /** Write to it. */
    WRITE("write"),
    /** Create device files. */
    MKNOD("mknod");

    private final String value;

    DeviceCgroupPermission(String value) {
        this.value = value;
    }

    /** The value as ECS writes it in JSON. */
    @Override
    public String toString() {
        return value;
    }
}
