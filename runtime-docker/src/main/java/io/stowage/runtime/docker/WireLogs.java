package io.stowage.runtime.docker;

import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What docker-java's transport logs of what goes over a connection, secrets and logins with it. Nobody can send anything past these. */
final class WireLogs {

    private static final Logger LOG = LoggerFactory.getLogger(WireLogs.class);
    private static final String HTTP = "com.github.dockerjava.zerodep.shaded.org.apache.hc.client5.http.";

    /** The bytes, and the heads of requests, of which a pull's has the login. */
    static final List<String> NAMES = List.of(HTTP + "wire", HTTP + "headers");

    private WireLogs() {}

    /** Says so if one is on. */
    static void warn() {
        warn(name -> LoggerFactory.getLogger(name).isDebugEnabled());
    }

    static void warn(Predicate<String> isOn) {
        NAMES.stream()
                .filter(isOn)
                .forEach(name -> LOG.warn(
                        "The logger {} is at DEBUG, and logs secrets and the logins of registries: set it to INFO.",
                        name));
    }
}
