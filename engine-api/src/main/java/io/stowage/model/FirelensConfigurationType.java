package io.stowage.model;

/** The log router of a FireLens container. */
public enum FirelensConfigurationType {
    /** Fluentd. */
    FLUENTD("fluentd"),
    /** Fluent Bit. */
    FLUENTBIT("fluentbit");

    private final String value;

    FirelensConfigurationType(String value) {
        this.value = value;
    }

    /** The value as ECS writes it in JSON. */
    @Override
    public String toString() {
        return value;
    }
}
