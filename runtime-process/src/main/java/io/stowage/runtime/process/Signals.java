package io.stowage.runtime.process;

import io.stowage.spi.ContainerRuntimeException;
import java.util.regex.Pattern;

/** Names of signals. */
final class Signals {

    private static final Pattern NAME =
            Pattern.compile("(?:SIG)?((?:RT(?:MIN|MAX)(?:[+-][0-9]{1,2})?)|[A-Z0-9]{2,10})");

    private Signals() {}

    /** {@code TERM} for {@code SIGTERM}. */
    static String plainName(String signal) throws ContainerRuntimeException {
        var matcher = NAME.matcher(signal);
        if (!matcher.matches()) {
            throw Failures.other("signal \"" + signal + "\" is not the name of a signal: give one such as SIGTERM");
        }
        return matcher.group(1);
    }
}
