package io.stowage.runtime.docker;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where a daemon is.
 *
 * @param host {@code unix:///path} or {@code tcp://name:port}
 * @param certificates the directory with {@code ca.pem}, {@code cert.pem} and {@code key.pem}; null for a unix socket, or plain tcp
 */
record Address(URI host, @Nullable Path certificates) {

    private static final List<String> KNOWN = List.of("host", "tlsCertPath", "allowPlainTcp");
    private static final List<String> FILES = List.of("ca.pem", "cert.pem", "key.pem");

    /** What an instance's {@code runtimeProperties} say, and the builder where they say nothing. */
    static Address of(Map<String, String> properties, String defaultHost) {
        for (String key : new TreeSet<>(properties.keySet())) {
            if (!KNOWN.contains(key)) {
                throw wrong(
                        key, properties.get(key), "is not known: the docker runtime takes " + String.join(", ", KNOWN));
            }
        }
        String text = properties.getOrDefault("host", defaultHost);
        URI host = parsed(text);
        if ("unix".equals(host.getScheme())) {
            return unix(host, text, properties);
        }
        return tcp(host, text, properties);
    }

    private static URI parsed(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw wrong("host", text, "is no address: give unix:///path or tcp://name:port");
        }
    }

    private static Address unix(URI host, String text, Map<String, String> properties) {
        boolean isPath = host.getPath() != null && host.getPath().length() > 1 && host.getAuthority() == null;
        if (!isPath) {
            throw wrong(
                    "host",
                    text,
                    "names no socket: give unix:// and an absolute path, such as unix:///var/run/docker.sock");
        }
        for (String key : List.of("tlsCertPath", "allowPlainTcp")) {
            if (properties.containsKey(key)) {
                throw wrong(
                        key, properties.get(key), "has no meaning for a unix socket: leave it out, or give a tcp host");
            }
        }
        return new Address(host, null);
    }

    private static Address tcp(URI host, String text, Map<String, String> properties) {
        boolean isPlace = "tcp".equals(host.getScheme())
                && host.getHost() != null
                && host.getPort() > 0
                && host.getUserInfo() == null
                && (host.getPath() == null || host.getPath().isEmpty())
                && host.getQuery() == null
                && host.getFragment() == null;
        if (!isPlace) {
            throw wrong(
                    "host", text, "is no address: give unix:///path or tcp://name:port, and nothing behind the port");
        }
        String plain = properties.getOrDefault("allowPlainTcp", "false");
        if (!List.of("true", "false").contains(plain)) {
            throw wrong("allowPlainTcp", plain, "must be true or false");
        }
        String directory = properties.get("tlsCertPath");
        if (directory != null) {
            return new Address(host, certificates(directory));
        }
        if (!plain.equals("true")) {
            throw wrong(
                    "host",
                    text,
                    "is plain tcp, which makes everybody who reaches it root there: give tlsCertPath, or set allowPlainTcp to true");
        }
        return new Address(host, null);
    }

    private static Path certificates(String directory) {
        Path path = Path.of(directory);
        for (String file : FILES) {
            if (!Files.isReadable(path.resolve(file))) {
                throw wrong(
                        "tlsCertPath",
                        directory,
                        "has no " + file + " that can be read: it needs " + String.join(", ", FILES));
            }
        }
        return path;
    }

    private static IllegalArgumentException wrong(String key, @Nullable String value, String why) {
        return new IllegalArgumentException("runtimeProperties." + key + " \"" + value + "\" " + why);
    }

    boolean isUnix() {
        return "unix".equals(host.getScheme());
    }

    /** The machine and the socket by its real path; empty for a host that any engine can reach. */
    Optional<String> place() {
        return isUnix() ? Optional.of("docker:" + Machine.hashedId() + ":" + realPath()) : Optional.empty();
    }

    private String realPath() {
        try {
            return Path.of(host.getPath()).toFile().getCanonicalPath();
        } catch (IOException unreadable) {
            return Path.of(host.getPath()).normalize().toString();
        }
    }

    /** Which connections are to one host, so that they share its ports. */
    String key() {
        return isUnix() ? "unix://" + realPath() : host.toString();
    }
}
