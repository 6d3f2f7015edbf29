package io.stowage.runtime.docker.spec;

import io.stowage.spi.ContainerSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the host application wants tasks to be laid out in Docker; what a definition can't say.
 *
 * @param holderImage the image of the container that holds what a task's containers share. It has to be on the host
 * @param holderCommand replaces the image's entry point and command; empty for what the image says. It has to run until it is killed, and as
 *     process 1 it should reap the processes of others, which {@code pidMode} {@code task} leaves to it
 * @param bridgeNetwork the network that stands for network mode {@code bridge}, and that holders of {@code awsvpc} tasks are in; null for
 *     Docker's own bridge. A user-defined one has DNS, and is not created by Stowage
 * @param secretsAsFiles whether secrets become files {@code /run/secrets/<name>} in memory instead of environment variables, which
 *     everybody can read who may ask the daemon
 */
public record Conventions(
        String holderImage,
        List<String> holderCommand,
        @Nullable String bridgeNetwork,
        boolean secretsAsFiles) {

    private static final List<String> WAITS_AND_REAPS =
            List.of("/bin/sh", "-c", "trap 'exit 0' TERM INT; while :; do sleep 3600 & wait $!; done");

    /** A small holder from the busybox image, Docker's own bridge, and {@linkplain ContainerSpec#secrets secrets} in the environment. */
    public static final Conventions DEFAULT = new Conventions("busybox:stable", WAITS_AND_REAPS, null, false);

    public Conventions {
        holderCommand = List.copyOf(holderCommand);
    }

    /** The same with another image for holders. An empty command is what the image says. */
    public Conventions withHolder(String image, List<String> command) {
        return new Conventions(image, command, bridgeNetwork, secretsAsFiles);
    }

    /** The same with another image for holders, in which {@code /bin/sh} and {@code sleep} are found. */
    public Conventions withHolderImage(String image) {
        return withHolder(image, WAITS_AND_REAPS);
    }

    /** The same with a network that stands for network mode {@code bridge}. */
    public Conventions withBridgeNetwork(String network) {
        return new Conventions(holderImage, holderCommand, network, secretsAsFiles);
    }

    /** The same with secrets as files. */
    public Conventions withSecretsAsFiles() {
        return new Conventions(holderImage, holderCommand, bridgeNetwork, true);
    }
}
