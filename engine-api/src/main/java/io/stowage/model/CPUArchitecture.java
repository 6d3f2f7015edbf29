package io.stowage.model;

/** The processor architecture that a task needs. */
public enum CPUArchitecture {
    /** 64-bit x86. */
    X86_64("X86_64"),
    /** 64-bit Arm. */
    ARM64("ARM64");

    private final String value;

    CPUArchitecture(String value) {
        this.value = value;
    }

    /** The value as ECS writes it in JSON. */
    @Override
    public String toString() {
        return value;
    }
}
