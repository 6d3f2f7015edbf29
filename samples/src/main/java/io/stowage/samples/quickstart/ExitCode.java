package io.stowage.samples.quickstart;

/** Exit codes, for people. */
final class ExitCode {

    private ExitCode() {}

    /** The code, and the signal that it stands for: 128 and the signal's number. */
    static String describe(int exitCode) {
        return switch (exitCode) {
            case 137 -> "137, SIGKILL";
            case 143 -> "143, SIGTERM";
            default -> String.valueOf(exitCode);
        };
    }
}
