package io.stowage.benchmarks.docker;

import io.stowage.benchmarks.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the engine costs on top of Docker, and beside Docker Swarm: {@code benchmarks/run docker --containers N [--host unix:///path] [--rounds N]
 * [--idle N] [--seconds N]}.
 *
 * <p>So many containers are created and started by docker-java alone; then by a service of an engine in this process, where one is killed and
 * replaced, and all are rolled to another revision, the new ones first; then the same by Docker Swarm on the same daemon. What each says that
 * it has done is held against the daemon's own list. Without {@code --host} the daemon is one of this benchmark's own, and gone after it.
 */
public final class DockerBenchmark {

    /** So many, before anything counts: until what is compiled first is compiled. */
    private static final int WARMUP = 4;

    private final Options options;
    private final String address;
    private final int containers;
    private final Figures figures = new Figures();

    private DockerBenchmark(Options options, String address) {
        this.options = options;
        this.address = address;
        this.containers = options.positive("containers");
    }

    /** Prints one line of JSON. */
    public static void main(String[] line) throws Exception {
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put("containers", "40");
        defaults.put("host", "");
        defaults.put("rounds", "1");
        defaults.put("idle", "0");
        defaults.put("seconds", "60");
        Options options = new Options(defaults, line);
        if (!options.of("host").isEmpty()) {
            requireDaemon(options.of("host"));
            new DockerBenchmark(options, options.of("host")).run();
            return;
        }
        try (OwnDaemon daemon = new OwnDaemon()) {
            new DockerBenchmark(options, daemon.host()).run();
        }
    }

    private static void requireDaemon(String host) {
        if (!host.startsWith("unix:///") || !Files.isWritable(Path.of(host.substring("unix://".length())))) {
            System.err.println("--host is \"" + host
                    + "\"; it must be unix:///path of a Docker daemon that this user may speak to," + " with the image "
                    + Host.IMAGE);
            System.exit(2);
        }
    }

    private void run() throws Exception {
        try (Host host = new Host(address)) {
            figures.put("containers", containers);
            measureStarts(host);
            if (!options.of("idle").equals("0")) {
                new IdleContainers(host, address)
                        .measure(options.positive("idle"), options.positive("seconds"), figures);
            }
        }
        System.out.println(figures.json());
    }

    private void measureStarts(Host host) throws Exception {
        int rounds = options.positive("rounds");
        Times plain = new Times();
        Times engine = new Times();
        Times swarm = new Times();
        PlainContainers plainly = new PlainContainers(host);
        plainly.start(WARMUP);
        try (EngineContainers engineOnly = new EngineContainers(host, address, "bridge")) {
            engineOnly.round(WARMUP, new Times());
            for (int round = 1; round <= rounds; round++) {
                plain.started(plainly.start(containers));
                engineOnly.round(containers, engine);
                System.err.println("round " + round + ": plain " + plain.news() + "; engine " + engine.news());
            }
        }
        try (SwarmContainers swarmOnly = new SwarmContainers(host)) {
            swarmOnly.round(WARMUP, new Times());
            for (int round = 1; round <= rounds; round++) {
                swarmOnly.round(containers, swarm);
                System.err.println("round " + round + ": swarm " + swarm.news());
            }
        }
        figures.put("rounds", rounds);
        figures.put("plainStartSeconds", plain.start.get());
        figures.put("engine", engine);
        figures.put("swarm", swarm);
        figures.put("startOfPlain", engine.start.get() / plain.start.get());
        figures.put("startOfSwarm", engine.start.get() / swarm.start.get());
        figures.put("replaceOfSwarm", engine.replace.get() / swarm.replace.get());
        figures.put("rollOfSwarm", engine.roll.get() / swarm.roll.get());
    }
}
