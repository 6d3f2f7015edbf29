package io.stowage.samples.quickstart;

import io.stowage.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs an ECS service on the processes of this machine, tells what happens, and takes everything down again:
 * {@code samples/run quickstart [--keep]}. With {@code --keep} the directory of the run stays, with its logs.
 *
 * <p>Exits with 0 after {@code quickstart: ok}; with 1 if something that it promises didn't happen, and says what, and where the logs
 * are. Ctrl-C interrupts the story, and what there is by then is taken down in the same way.
 */
public final class Quickstart {

    /** A part of the run that may fail. */
    @FunctionalInterface
    private interface Part {
        void run() throws Exception;
    }

    private final Story story = Story.onStandardOutput();
    private final List<Exception> troubles = new ArrayList<>();
    private final Path directory;
    private final boolean keep;
    private final Leftovers leftovers;
    private final Interruption interruption;

    private Quickstart(Path directory, boolean keep) {
        this.directory = directory;
        this.keep = keep;
        this.leftovers = new Leftovers(directory);
        this.interruption = new Interruption(leftovers);
    }

    public static void main(String[] arguments) throws IOException {
        boolean keep = List.of(arguments).contains("--keep");
        Path directory = Files.createTempDirectory("stowage-quickstart-").toRealPath();
        Logs.writeTo(directory);
        System.exit(new Quickstart(directory, keep).run());
    }

    private int run() {
        interruption.listen();
        story.end("Stowage: an ECS service on the processes of this machine, in about a minute.");
        story.remark("Ids of tasks are shortened. \"ECS:\" marks what the service says, in ECS's words.");
        story.remark("Everything of this run is in " + directory + ".");
        attempt(this::withEngine);
        attempt(() -> leftovers.verifyNone(story));
        boolean ok = report();
        interruption.ended();
        return ok ? 0 : 1;
    }

    private void withEngine() {
        try (Engine engine = Engines.onProcesses(directory)) {
            Scene scene = Scene.of(engine, story);
            attempt(() -> {
                Harbour harbour = new Harbour(scene, directory);
                harbour.build();
                new Management(scene, harbour).run();
            });
            boolean wasInterrupted = interruption.beginCleanup();
            story.heading(
                    wasInterrupted
                            ? "Interrupted: clean up"
                            : troubles.isEmpty() ? "5e. Delete everything" : "Something went wrong: clean up");
            attempt(new Cleanup(scene)::run);
        }
    }

    private void attempt(Part part) {
        try {
            part.run();
        } catch (Exception e) {
            troubles.add(e);
        }
    }

    /** The last words. Whether all went well. */
    private boolean report() {
        boolean failed = !troubles.isEmpty() && !interruption.happened();
        if (!keep && !failed) {
            attempt(leftovers::deleteDirectory);
        }
        if (interruption.happened()) {
            story.end("quickstart: interrupted");
            return false;
        }
        if (troubles.isEmpty()) {
            story.end(
                    keep
                            ? "The logs are in " + directory + "." + System.lineSeparator() + "quickstart: ok"
                            : "quickstart: ok");
            return true;
        }
        Logs.write(directory, troubles);
        story.end("quickstart: FAILED. " + sentence(troubles.get(0)) + System.lineSeparator() + "The logs are in "
                + directory + ".");
        return false;
    }

    private static String sentence(Exception trouble) {
        return trouble instanceof StoryBroken ? String.valueOf(trouble.getMessage()) : trouble.toString();
    }
}
