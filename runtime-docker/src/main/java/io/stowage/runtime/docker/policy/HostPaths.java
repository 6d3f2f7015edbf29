package io.stowage.runtime.docker.policy;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Paths of the host that were allowed by name. A path is held against them as it is written, without {@code .} and {@code ..}, and once more
 * with its symbolic links followed, so that no other spelling of a place is let through. On a remote host the links of this machine are
 * followed, which can only refuse more.
 *
 * <p>What speaks to a container engine is root on its host. So such a socket, and what it lies in, has to be allowed itself: it is not among
 * what comes with a directory above it.
 */
final class HostPaths {

    private static final List<String> ENGINE_SOCKETS = List.of(
            "/run/docker.sock",
            "/var/run/docker.sock",
            "/run/containerd/containerd.sock",
            "/run/podman/podman.sock",
            "/run/crio/crio.sock");

    private final List<Path> allowed;
    private final UnaryOperator<Path> real;

    /**
     * With these allowed.
     *
     * @param real follows the symbolic links of a path as far as it is there; may look at the file system
     */
    HostPaths(List<Path> allowed, UnaryOperator<Path> real) {
        List<Path> canonical = new ArrayList<>();
        for (Path each : allowed) {
            canonical.add(each.normalize());
            canonical.add(real.apply(each.normalize()));
        }
        this.allowed = List.copyOf(canonical);
        this.real = real;
    }

    /** Whether something at this path may be handed to a container. */
    boolean allow(String text) {
        if (allowed.isEmpty() || text.indexOf('\0') >= 0 || !text.startsWith("/")) {
            return false;
        }
        try {
            Path written = Path.of(text).normalize();
            return isAllowed(written) && isAllowed(real.apply(written));
        } catch (InvalidPathException notAPath) {
            return false;
        }
    }

    private boolean isAllowed(Path path) {
        return allowed.contains(path) || (allowed.stream().anyMatch(path::startsWith) && !reachesAnEngine(path));
    }

    private static boolean reachesAnEngine(Path path) {
        return ENGINE_SOCKETS.stream()
                .map(Path::of)
                .anyMatch(socket -> socket.startsWith(path) || path.startsWith(socket));
    }
}
