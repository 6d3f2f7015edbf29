package io.stowage.runtime.docker;

import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import java.util.Set;
import java.util.regex.Pattern;

/** The names of signals. */
final class Signals {

    private static final Set<String> NAMES = Set.of(
            "ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT", "KILL", "PIPE",
            "POLL", "PROF", "PWR", "QUIT", "SEGV", "STKFLT", "STOP", "SYS", "TERM", "TRAP", "TSTP", "TTIN", "TTOU",
            "URG", "USR1", "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ");
    private static final Pattern REAL_TIME = Pattern.compile("RT(?:MIN(?:\\+[0-9]{1,2})?|MAX(?:-[0-9]{1,2})?)");

    private Signals() {}

    /** {@code SIGTERM} for {@code SIGTERM} and {@code TERM}. */
    static String checked(String signal) throws ContainerRuntimeException {
        String plain = signal.startsWith("SIG") ? signal.substring(3) : signal;
        if (!NAMES.contains(plain) && !REAL_TIME.matcher(plain).matches()) {
            throw Failures.permanent(
                    Category.ContainerRuntimeError,
                    "signal \"" + signal + "\" is not the name of a signal: give one such as SIGTERM");
        }
        return "SIG" + plain;
    }
}
