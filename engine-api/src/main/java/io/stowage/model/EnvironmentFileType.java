package io.stowage.model;

/** Where an environment file lies. */
public enum EnvironmentFileType {
    /** An object in Amazon S3. */
    S3("s3");

    private final String value;

    EnvironmentFileType(String value) {
        this.value = value;
    }

    /** The value as ECS writes it in JSON. */
    @Override
    public String toString() {
        return value;
    }
}
