package io.stowage.spi;

import java.util.Arrays;

/**
 * The value of a secret on its way to a container. Has no readable text form and is never part of a stored record.
 *
 * <p>Thread-safe and immutable; compared by identity.
 */
public final class SecretValue {

    private final String name;
    private final char[] value;

    /** A secret for the environment variable {@code name}; {@code value} is copied. */
    public SecretValue(String name, char[] value) {
        this.name = name;
        this.value = value.clone();
    }

    /** The environment variable that the container finds the value in. */
    public String name() {
        return name;
    }

    /** A copy of the value, for the runtime to hand over and then to overwrite. */
    public char[] reveal() {
        return Arrays.copyOf(value, value.length);
    }

    /** Never the value. */
    @Override
    public String toString() {
        return "SecretValue[" + name + "=***]";
    }
}
