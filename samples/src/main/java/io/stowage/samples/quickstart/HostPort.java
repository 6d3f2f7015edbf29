package io.stowage.samples.quickstart;

/**
 * The host port that the process runtime chose for this task's container port 8080. A process has no network of its own: it has to
 * listen on the host port, which the runtime tells it in the environment.
 */
final class HostPort {

    static final String VARIABLE = "PORT_8080";

    private HostPort() {}

    static int ofThisTask() {
        String port = System.getenv(VARIABLE);
        if (port == null) {
            throw new IllegalStateException(
                    "The environment variable " + VARIABLE
                            + " is missing: this program is started by Stowage's process runtime, as samples/run quickstart shows.");
        }
        return Integer.parseInt(port);
    }
}
