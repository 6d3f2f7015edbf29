package io.stowage.samples.ecsjson;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.samples.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program as a user calls it. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class EcsJsonTest {

    private static final Path SAMPLES = Path.of("..", "engine-core", "src", "test", "resources", "task-definitions");

    private static final String HOSTILE = """
            {
              "family": "evil", "pidMode": "host", "taskRoleArn": "arn:role",
              "volumes": [{"name": "sock", "host": {"sourcePath": "/var/run/../run/docker.sock"}}],
              "containerDefinitions": [{
                "name": "web", "image": "nginx", "memory": 64, "privileged": true,
                "mountPoints": [{"sourceVolume": "sock", "containerPath": "/s"}],
                "linuxParameters": {"capabilities": {"add": ["SYS_ADMIN"]}},
                "systemControls": [{"namespace": "kernel.core_pattern", "value": "|/x"}],
                "colour": "\\u001b[31m"
              }]
            }""";

    @TempDir
    private Path directory;

    private record Outcome(int exitCode, String text) {

        /** The line of a field. */
        Outcome says(String kind, String field) {
            assertThat(text.lines()
                            .map(line -> line.strip().replaceAll(" +", " "))
                            .toList())
                    .contains(kind + " " + field);
            return this;
        }
    }

    private Outcome run(String... arguments) throws Exception {
        Path temporary = Files.createDirectories(directory.resolve("tmp"));
        try (Program program = Program.start(EcsJson.class, temporary, arguments)) {
            int exitCode = program.awaitEnd();
            assertThat(program.leftBehind()).isEmpty();
            assertThat(temporary).as(program.text()).isEmptyDirectory();
            return new Outcome(exitCode, program.text());
        }
    }

    private String file(String text) throws IOException {
        return Files.writeString(directory.resolve("definition.json"), text).toString();
    }

    private static List<String> samples() throws IOException {
        try (Stream<Path> files = Files.list(SAMPLES)) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    private Outcome checkSamples(String runtime) throws Exception {
        List<String> words = new ArrayList<>(samples());
        assertThat(words).hasSize(14);
        words.addAll(List.of("--check", "--runtime", runtime));
        return run(words.toArray(String[]::new));
    }

    @Test
    void onProcessesTheImagesOfTheSamplesAreRefusedAndNothingElse() throws Exception {
        Outcome outcome = checkSamples("process");
        assertThat(outcome.exitCode()).as(outcome.text()).isEqualTo(1);
        assertThat(outcome.text().lines().filter(line -> line.startsWith("  refused")))
                .hasSize(14)
                .allMatch(line -> line.endsWith(".image"));
        assertThat(outcome.text().lines().filter(line -> line.endsWith(", 1 refused")))
                .hasSize(14);
        outcome.says("honoured", "containerDefinitions[gunicorn].portMappings")
                .says("warned", "containerDefinitions[gunicorn].logConfiguration.logDriver");
    }

    @Test
    void onDockerTheHostsNetworkIsRefusedAndNothingElse() throws Exception {
        Outcome outcome = checkSamples("docker");
        assertThat(outcome.exitCode()).as(outcome.text()).isEqualTo(1);
        assertThat(outcome.text().lines().filter(line -> line.startsWith("  refused")))
                .hasSize(2)
                .allMatch(line -> line.endsWith(" networkMode"));
        assertThat(outcome.text().lines().filter(line -> line.endsWith(" 0 refused")))
                .hasSize(12);
        assertThat(outcome.text()).doesNotContain("\u001b");
    }

    @Test
    void aDefinitionOfWhichNothingIsRefusedIsFine() throws Exception {
        Outcome outcome = run("--check", SAMPLES.resolve("nginx_ec2.json").toString());
        assertThat(outcome.exitCode()).as(outcome.text()).isZero();
        assertThat(outcome.text()).doesNotContain("  refused");
    }

    @Test
    void aHostileDefinitionIsRefusedFieldByFieldOnDocker() throws Exception {
        Outcome outcome = run("--check", file(HOSTILE));
        assertThat(outcome.exitCode()).isEqualTo(1);
        outcome.says("refused", "pidMode")
                .says("refused", "volumes[sock].host.sourcePath")
                .says("refused", "containerDefinitions[web].privileged")
                .says("refused", "containerDefinitions[web].linuxParameters.capabilities.add")
                .says("refused", "containerDefinitions[web].systemControls")
                .says("warned", "taskRoleArn")
                .says("honoured", "containerDefinitions[web].memory");
        assertThat(outcome.text())
                .contains("allowPrivileged()", "allowHostPid()", "containerDefinitions[web].colour: unknown field")
                .doesNotContain("\u001b");
    }

    @Test
    void aHostileDefinitionIsRefusedFieldByFieldOnProcesses() throws Exception {
        Outcome outcome = run("--check", file(HOSTILE), "--runtime", "process");
        assertThat(outcome.exitCode()).isEqualTo(1);
        outcome.says("refused", "volumes[sock].host.sourcePath")
                .says("refused", "containerDefinitions[web].privileged")
                .says("refused", "containerDefinitions[web].mountPoints")
                .says("refused", "containerDefinitions[web].linuxParameters.capabilities.add")
                .says("refused", "containerDefinitions[web].image")
                .says("warned", "pidMode");
    }

    @Test
    void whatIsRefusedIsNotRun() throws Exception {
        Outcome outcome = run(file(HOSTILE));
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.text()).doesNotContain("  task ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--check|no file is named",
                "nowhere.json --check|there is no file nowhere.json",
                "a.json --runtime podman|there is no runtime \"podman\"",
                "a.json --chek|it takes no --chek",
                "a.json --runtime|--runtime needs a value",
            })
    void aWrongCallIsExplained(String words, String text) throws Exception {
        Outcome outcome = run(words.split(" ", -1));
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.text()).startsWith("ecs-json: ").contains(text);
    }

    @Test
    void whatIsNoTaskDefinitionIsRefused() throws Exception {
        for (String text : List.of("{", "[]", "{\"family\":1}", "")) {
            Outcome outcome = run("--check", file(text));
            assertThat(outcome.exitCode()).as(text).isEqualTo(1);
            assertThat(outcome.text()).startsWith("ecs-json: ").contains("is no task definition");
        }
    }

    @Test
    void aDaemonThatIsNotThereIsExplained() throws Exception {
        Outcome outcome =
                run(SAMPLES.resolve("nginx_ec2.json").toString(), "--host", "unix://" + directory.resolve("none.sock"));
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.text()).contains("the runtime docker can't be used", "docker.io", "--host");
    }

    private String java(String... command) throws IOException {
        String program = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return file("""
                {"family": "version", "containerDefinitions": [
                  {"name": "java", "image": "%s", "memory": 64, "command": ["%s"]}]}""".formatted(program, String.join("\", \"", command)));
    }

    @Test
    void aTaskIsRunToItsEndWithItsEventsAndItsOutput() throws Exception {
        Outcome outcome = run(java("--version"), "--runtime", "process");
        assertThat(outcome.exitCode()).as(outcome.text()).isZero();
        assertThat(outcome.text())
                .containsPattern("task RUNNING|task STOPPED")
                .contains("java | ", "java STOPPED with exit code 0");
    }

    @Test
    void environmentFilesLieBesideTheDefinition() throws Exception {
        Files.createDirectory(directory.resolve("bucket"));
        Files.writeString(directory.resolve("bucket/web.env"), "COLOUR=sea green\n");
        Path source = Files.writeString(directory.resolve("Shows.java"), """
                class Shows {
                    public static void main(String[] words) {
                        System.out.println("the colour is " + System.getenv("COLOUR"));
                    }
                }""");
        String definition = java(source.toString());
        Files.writeString(
                Path.of(definition),
                Files.readString(Path.of(definition))
                        .replace(
                                "\"memory\"",
                                "\"environmentFiles\": [{\"type\": \"s3\", \"value\": \"arn:aws:s3:::bucket/web.env\"}], \"memory\""));
        Outcome outcome = run(definition, "--runtime", "process");
        assertThat(outcome.exitCode()).as(outcome.text()).isZero();
        assertThat(outcome.text()).contains("java | the colour is sea green");
        outcome.says("honoured", "containerDefinitions[java].environmentFiles");
    }

    @Test
    void aTaskThatFailsIsToldByTheExitCode() throws Exception {
        Outcome outcome = run(java("--no-such-option"), "--runtime", "process");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.text()).contains("java STOPPED with exit code 1");
    }

    @Test
    void ctrlCStopsTheTaskAndLeavesNothing() throws Exception {
        Path source = Files.writeString(directory.resolve("Waits.java"), """
                class Waits {
                    public static void main(String[] words) throws Exception {
                        System.out.println("waiting");
                        Thread.sleep(600_000);
                    }
                }
                """);
        Path temporary = Files.createDirectories(directory.resolve("tmp"));
        try (Program program =
                Program.start(EcsJson.class, temporary, java(source.toString()), "--runtime", "process")) {
            program.awaitLine("java | waiting");
            program.terminate();
            assertThat(program.awaitEnd()).as(program.text()).isEqualTo(143);
            assertThat(program.text()).contains("task STOPPED");
            assertThat(program.leftBehind()).isEmpty();
            assertThat(temporary).isEmptyDirectory();
        }
        assertThat(ProcessHandle.allProcesses()
                        .map(process -> process.info().commandLine().orElse(""))
                        .filter(line -> line.contains(source.toString())))
                .isEmpty();
    }
}
