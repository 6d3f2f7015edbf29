package io.stowage.samples.adopt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * As {@link Crash}, with containers on a Docker daemon: {@code samples/run docker-crash [--host unix:///path] [--containers N] [--kills N] [--seed
 * S]}, 100 containers and 20 kills by default.
 *
 * <p>It needs a daemon that has, or can pull, the image {@code busybox:latest}, and Docker's own program {@code docker}, by which it is told what
 * really runs. Exits with 0 if nothing was restarted, doubled, orphaned, lost or forgotten; with 2 if it is not called so.
 */
public final class DockerCrash {

    private static final int LATEST_MILLIS = 15_000;
    private static final int PERCENT_LEAST = 90;

    private DockerCrash() {}

    private record Given(String host, int containers, int kills, long seed) {}

    public static void main(String[] words) throws Exception {
        Given given = parse(words);
        GroundTruth truth = truth(given.host());
        System.out.println("The moments are those of --seed " + given.seed() + ".");
        Path directory = Files.createTempDirectory("stowage-docker-crash-").toRealPath();
        int least = Math.max(1, given.containers() * PERCENT_LEAST / 100);
        Moments moments = new Moments(new Random(given.seed()), least, given.containers(), LATEST_MILLIS);
        Tally tally = Killings.run(
                directory,
                new Killings.Engines("jdbc:h2:file:" + directory.resolve("state"), List.of(given.host()), truth),
                moments.draw(given.kills()));
        System.out.println(tally.crashJson());
        System.exit(tally.isClean() ? 0 : 1);
    }

    private static GroundTruth truth(String host) {
        try {
            return DockerTruth.of(host);
        } catch (IOException | UncheckedIOException e) {
            System.err.println("docker-crash: " + e.getMessage() + ". It needs a Docker daemon at " + host
                    + " (on Debian: apt install docker.io), or another --host.");
            System.exit(2);
            throw new IllegalStateException(e);
        }
    }

    private static Given parse(String[] words) {
        Given given = new Given("unix:///var/run/docker.sock", 100, 20, System.nanoTime());
        for (int i = 0; i < words.length; i += 2) {
            String value = i + 1 < words.length ? words[i + 1] : "";
            switch (words[i]) {
                case "--host" -> given = new Given(value, given.containers(), given.kills(), given.seed());
                case "--containers" ->
                    given = new Given(given.host(), Integer.parseInt(value), given.kills(), given.seed());
                case "--kills" ->
                    given = new Given(given.host(), given.containers(), Integer.parseInt(value), given.seed());
                case "--seed" ->
                    given = new Given(given.host(), given.containers(), given.kills(), Long.parseLong(value));
                default -> {
                    System.err.println(
                            "samples/run docker-crash [--host unix:///path] [--containers N] [--kills N] [--seed S], but not "
                                    + words[i]);
                    System.exit(2);
                }
            }
        }
        return given;
    }
}
