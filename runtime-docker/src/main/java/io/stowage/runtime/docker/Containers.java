package io.stowage.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import io.stowage.spi.ContainerState;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds containers by their names. Docker would also take a part of an id for a name, and a path for what not: a name that no container of
 * Docker can have is not asked for, and one that was found under another name is not it. What is not ours is not found.
 */
final class Containers {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");

    private final Daemon daemon;
    private final Digests digests;
    private final ImageDigests images = new ImageDigests();

    Containers(Daemon daemon, Digests digests) {
        this.daemon = daemon;
        this.digests = digests;
    }

    /**
     * A container, whoever made it.
     *
     * @param ours whether it is ours, and may be touched
     */
    record Found(InspectContainerResponse response, ContainerState state, boolean ours) {
        String id() {
            return response.getId();
        }
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    boolean isOurs(String name, Map<String, String> labels) {
        return digests.isOurs(name, labels);
    }

    /** Empty if the daemon answered that there is none of this name; one whose id begins so is none. */
    Optional<Found> anyones(String name) {
        Optional<Found> found = isName(name) ? inspect(name) : Optional.empty();
        if (found.isPresent() && !found.get().state().name().equals(name)) {
            if (!found.get().id().startsWith(name)) {
                throw new OutcomeUnknownException(
                        "inspect of " + name + " was answered with "
                                + found.get().state().name(),
                        null);
            }
            return Optional.empty();
        }
        return found;
    }

    /** One of ours. */
    Optional<Found> ours(String name) {
        return anyones(name).filter(Found::ours);
    }

    /** What asks for one of ours by its id. */
    Daemon.Question<Optional<ContainerState>> lookAt(String id) {
        return client -> {
            Optional<Found> found = look(client, id);
            if (found.isPresent() && !found.get().id().equals(id)) {
                throw new OutcomeUnknownException(
                        "inspect of " + id + " was answered with " + found.get().id(), null);
            }
            return found.filter(Found::ours).map(Found::state);
        };
    }

    private Optional<Found> inspect(String key) {
        return daemon.ask(Verb.LOOK, "inspect of " + key, client -> look(client, key));
    }

    private Optional<Found> look(DockerClient client, String key) {
        try {
            InspectContainerResponse response = client.inspectContainerCmd(key).exec();
            ContainerState state = States.of(response, null);
            boolean ours = isOurs(state.name(), States.labels(response));
            if (ours) {
                state = States.of(response, images.of(client, response));
            }
            return Optional.of(new Found(response, state, ours));
        } catch (NotFoundException e) {
            if (!Failures.text(e).toLowerCase(Locale.ROOT).contains("no such container")) {
                throw new OutcomeUnknownException(
                        "inspect of " + key + ": not found, but it is not the daemon that says so", e);
            }
            return Optional.empty();
        }
    }
}
