package io.stowage.benchmarks.placement;

import io.stowage.core.placement.Demand;
import io.stowage.core.placement.Room;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Nodes and pods of a real cluster, the pods in the order in which they came. Pods that ask for a share of a GPU are left out. A thousandth
 * of a core is a cpu unit here.
 */
public record Trace(List<Room> nodes, List<Demand> pods) {

    private static final String BUNDLED = "openb";
    private static final String WHOLE = "1000";

    /** Copies the lists. */
    public Trace {
        nodes = List.copyOf(nodes);
        pods = List.copyOf(pods);
    }

    /**
     * Reads {@code nodes.csv} and {@code pods_default.csv}.
     *
     * @param name {@code openb} for those that are part of the benchmarks, or a folder
     */
    public static Trace of(String name) {
        List<Room> nodes = new ArrayList<>();
        for (String[] row : rows(name, "nodes.csv")) {
            nodes.add(new Room(row[0], number(row[1]), number(row[2]), number(row[3])));
        }
        List<Demand> pods = new ArrayList<>();
        for (String[] row : rows(name, "pods_default.csv")) {
            if (row[3].equals("0") || row[4].equals(WHOLE)) {
                pods.add(new Demand(number(row[1]), number(row[2]), number(row[3]), List.of()));
            }
        }
        return new Trace(nodes, pods);
    }

    private static int number(String text) {
        return Integer.parseInt(text);
    }

    private static List<String[]> rows(String name, String file) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(open(name, file), StandardCharsets.UTF_8))) {
            return reader.lines().skip(1).map(line -> line.split(",", -1)).toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static InputStream open(String name, String file) throws IOException {
        if (!name.equals(BUNDLED)) {
            return Files.newInputStream(Path.of(name, file));
        }
        InputStream bundled = Trace.class.getResourceAsStream("/openb/" + file);
        if (bundled == null) {
            throw new IOException("/openb/" + file + " is not on the class path");
        }
        return bundled;
    }
}
