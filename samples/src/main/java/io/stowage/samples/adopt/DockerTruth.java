package io.stowage.samples.adopt;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Told by the Docker daemon through its own program {@code docker}: what it lists, and each start that it has told of since the beginning. */
final class DockerTruth implements GroundTruth {

    private static final String OURS = "label=io.stowage.cluster=" + EngineProcess.CLUSTER;
    private static final String LABELS = " {{.Label \"io.stowage.task\"}} {{.Label \"version\"}}";
    private static final String ATTRIBUTES =
            " {{index .Actor.Attributes \"io.stowage.task\"}} {{index .Actor.Attributes \"version\"}}";

    private final String host;
    private final List<Sleeper> begun = new CopyOnWriteArrayList<>();
    private final Process events;
    private volatile boolean closed;

    private DockerTruth(String host) throws IOException {
        this.host = host;
        this.events = docker(
                "events",
                "--filter",
                "type=container",
                "--filter",
                "event=start",
                "--filter",
                OURS,
                "--format",
                "{{.ID}}" + ATTRIBUTES);
        Thread thread = new Thread(this::hear, "docker-events");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Listens from now on.
     *
     * @throws IOException if there is no daemon, or there are containers of a run before
     */
    static DockerTruth of(String host) throws IOException {
        DockerTruth truth = new DockerTruth(host);
        if (!truth.withChildren().isEmpty()) {
            throw new IOException("there are containers of an earlier run: remove those that docker ps -a --filter "
                    + OURS + " lists");
        }
        return truth;
    }

    private Process docker(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("docker", "-H", host));
        command.addAll(List.of(words));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private void hear() {
        try (BufferedReader lines = reader(events)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                begun.add(sleeper(line));
            }
        } catch (IOException closed) {
            return;
        }
    }

    private static BufferedReader reader(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private static Sleeper sleeper(String line) {
        String[] words = line.split(" ", -1);
        return new Sleeper(words[0], words[1], words[2]);
    }

    private List<String> ask(String... words) {
        try {
            Process process = docker(words);
            try (BufferedReader lines = reader(process)) {
                List<String> answer = lines.lines().toList();
                if (process.waitFor() != 0) {
                    throw new IOException("docker " + String.join(" ", words) + " failed");
                }
                return answer;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the run was ended", e);
        }
    }

    private Set<Sleeper> listed(String... more) {
        List<String> words =
                new ArrayList<>(List.of("ps", "--no-trunc", "--filter", OURS, "--format", "{{.ID}}" + LABELS));
        words.addAll(List.of(more));
        Set<Sleeper> found = new TreeSet<>();
        ask(words.toArray(new String[0])).forEach(line -> found.add(sleeper(line)));
        return found;
    }

    @Override
    public Set<Sleeper> running() {
        return listed();
    }

    @Override
    public Set<Sleeper> withChildren() {
        return listed("--all");
    }

    /** Without its events nothing could be said of what ran. */
    @Override
    public List<Sleeper> everRan() {
        if (!events.isAlive() && !closed) {
            throw new IllegalStateException("the daemon at " + host + " does not tell its events any more");
        }
        return List.copyOf(begun);
    }

    @Override
    public Stream<ProcessHandle> processes() {
        return Stream.empty();
    }

    @Override
    public Duration patience() {
        return Duration.ofMinutes(4);
    }

    @Override
    public void close() {
        closed = true;
        events.destroyForcibly();
        try {
            List<String> words = new ArrayList<>(List.of("rm", "--force"));
            withChildren().forEach(each -> words.add(each.id()));
            if (words.size() > 2) {
                ask(words.toArray(new String[0]));
            }
        } catch (UncheckedIOException | IllegalStateException e) {
            System.err.println("containers may be left: " + e.getMessage());
        }
    }
}
