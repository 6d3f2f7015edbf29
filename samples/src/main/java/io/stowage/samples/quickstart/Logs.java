package io.stowage.samples.quickstart;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files that tell more than the story: what the engine warns of, and where the quickstart failed. */
final class Logs {

    private Logs() {}

    /** Where the engine's log goes. Has to come before the first logger is made. */
    static void writeTo(Path directory) {
        System.setProperty("quickstart.log", directory.resolve("engine.log").toString());
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "io/stowage/samples/quickstart/logback.xml");
        }
    }

    /** Writes down where the exceptions come from. */
    static void write(Path directory, List<Exception> troubles) {
        Path file = directory.resolve("failure.txt");
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8))) {
            troubles.forEach(trouble -> trouble.printStackTrace(out));
        } catch (IOException e) {
            System.err.println("could not write " + file + ": " + e);
        }
    }
}
