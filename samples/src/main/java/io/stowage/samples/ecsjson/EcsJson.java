package io.stowage.samples.ecsjson;

import io.stowage.runtime.process.ProcessRuntimeProvider;
import io.stowage.samples.Sweeping;
import io.stowage.samples.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Says what becomes of ECS task definition files, field by field, and runs them:
 * {@code samples/run ecs-json FILE... [--runtime docker|process] [--host unix:///PATH] [--check]}. What is refused is not run, and with {@code --check}
 * nothing is. Ctrl-C stops the task that runs. Environment files are looked for beside the definition: {@code arn:aws:s3:::bucket/web.env} as
 * {@code bucket/web.env}.
 *
 * <p>Exits with 0 if nothing is refused, and what was run ended well; with 1 otherwise; with 2 if it was called wrongly, or what it needs is
 * not there.
 */
public final class EcsJson {

    private final Arguments arguments;
    private final Output output;
    private final Target target;

    private EcsJson(Arguments arguments, Output output) throws Trouble {
        this.arguments = arguments;
        this.output = output;
        this.target = Target.named(arguments.runtime());
    }

    public static void main(String[] words) {
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "io/stowage/samples/ecsjson/logback.xml");
        }
        Ending ending = Ending.listen();
        int exitCode =
                run(new Output(System.out, Terminal.isOne() && System.getenv("NO_COLOR") == null), ending, words);
        ending.ended();
        System.exit(exitCode);
    }

    private static int run(Output output, Ending ending, String... words) {
        try {
            Arguments arguments = Arguments.parse(words);
            Path directory = Files.createTempDirectory("stowage-ecs-json-").toRealPath();
            try {
                keepProcessesIn(directory);
                return new EcsJson(arguments, output).run(ending);
            } finally {
                Sweeping.sweep(directory, Stream::empty);
            }
        } catch (Trouble trouble) {
            System.err.println("ecs-json: " + trouble.getMessage());
            return trouble.exitCode();
        } catch (IOException e) {
            System.err.println("ecs-json: there is no directory for temporary files: " + e);
            return Trouble.UNUSABLE;
        }
    }

    private static void keepProcessesIn(Path directory) throws IOException {
        if (System.getProperty(ProcessRuntimeProvider.STATE_DIRECTORY_PROPERTY) == null) {
            Path processes = Files.createDirectory(directory.resolve("processes"));
            System.setProperty(ProcessRuntimeProvider.STATE_DIRECTORY_PROPERTY, processes.toString());
        }
    }

    /** One file after the other; what is wrong with one keeps no other from being looked at. */
    private int run(Ending ending) {
        int worst = 0;
        for (String file : arguments.files()) {
            try {
                worst = Math.max(worst, run(Definition.read(file), ending));
            } catch (Trouble trouble) {
                System.err.println("ecs-json: " + trouble.getMessage());
                worst = Math.max(worst, trouble.exitCode());
            }
        }
        return worst;
    }

    private int run(Definition definition, Ending ending) throws Trouble {
        Report report = new Report(definition, definition.findings(target));
        report.print(output, arguments.runtime());
        if (report.refuses()) {
            return Trouble.REFUSED;
        }
        return arguments.check()
                ? 0
                : new TaskRun(target, arguments.runtimeProperties(), output, ending).run(definition);
    }
}
