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

    private static final String KEEP = "--keep";

    private final List<Exception> troubles = new ArrayList<>();
    private final Story story;
    private final Interruption interruption;
    private final Path directory;
    private final boolean keep;
    private final Leftovers leftovers;

    private Quickstart(Story story, Interruption interruption, Path directory, boolean keep) {
        this.story = story;
        this.interruption = interruption;
        this.directory = directory;
        this.keep = keep;
        this.leftovers = new Leftovers(directory);
    }

    public static void main(String[] arguments) {
        if (!List.of(KEEP).containsAll(List.of(arguments))) {
            System.err.println(
                    "quickstart: it takes no argument but " + KEEP + ", which leaves its directory in place");
            System.exit(2);
        }
        Story story = Story.onStandardOutput();
        Interruption interruption = Interruption.listen();
        boolean ok = run(story, interruption, List.of(arguments).contains(KEEP));
        interruption.ended();
        System.exit(ok ? 0 : 1);
    }

    private static boolean run(Story story, Interruption interruption, boolean keep) {
        try {
            Path directory = Files.createTempDirectory("stowage-quickstart-").toRealPath();
            Logs.writeTo(directory);
            return new Quickstart(story, interruption, directory, keep).run();
        } catch (IOException e) {
            story.end("quickstart: FAILED. There is no directory for temporary files: " + e);
            return false;
        }
    }

    private boolean run() {
        interruption.lastResort(leftovers);
        story.end("Stowage: an ECS service on the processes of this machine, in less than a minute.");
        story.remark("Ids of tasks are shortened. \"ECS:\" marks what the service says, in ECS's words.");
        story.remark("Everything of this run is in " + directory + ".");
        attempt(this::withEngine);
        attempt(() -> leftovers.verifyNone(story));
        return report();
    }

    private void withEngine() throws StoryBroken {
        requireLinux();
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

    private static void requireLinux() throws StoryBroken {
        String system = System.getProperty("os.name", "");
        if (!system.startsWith("Linux")) {
            throw new StoryBroken("The process runtime needs Linux, and this is " + system + ".");
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
        if (!troubles.isEmpty()) {
            Logs.write(directory, troubles);
            story.end("quickstart: FAILED. " + sentence(troubles.get(0)));
            story.remark(whereLogsAre());
            return false;
        }
        if (keep) {
            story.end(whereLogsAre());
        }
        story.end("quickstart: ok");
        return true;
    }

    private String whereLogsAre() {
        return "The logs are in " + directory
                + ": engine.log, and below processes the stdout.log and stderr.log of each task.";
    }

    private static String sentence(Exception trouble) {
        return trouble instanceof StoryBroken ? String.valueOf(trouble.getMessage()) : trouble.toString();
    }
}
