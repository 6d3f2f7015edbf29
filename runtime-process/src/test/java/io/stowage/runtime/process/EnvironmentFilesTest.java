package io.stowage.runtime.process;

import static io.stowage.runtime.process.TestHost.shell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.stowage.Engine;
import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.RunTaskRequest;
import io.stowage.core.Stowage;
import io.stowage.model.ContainerOverride;
import io.stowage.model.EnvironmentFile;
import io.stowage.model.EnvironmentFileType;
import io.stowage.model.KeyValuePair;
import io.stowage.model.Task;
import io.stowage.model.TaskOverride;
import io.stowage.model.TaskStopCode;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.EnvironmentFileSource;
import io.stowage.store.memory.MemoryStateStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole engine, real processes and files below a directory. */
class EnvironmentFilesTest {

    private static final String DEFINITION = """
            {"family": "web", "containerDefinitions": [
              {"name": "app", "image": "/bin/sh", "memory": 16, "command": ["-c", "env > \\"$OUT\\""],
               "environment": [{"name": "OUT", "value": "%s"}, {"name": "A", "value": "environment"}],
               "secrets": [{"name": "B", "valueFrom": "b"}],
               "environmentFiles": [{"type": "s3", "value": "arn:aws:s3:::harbour/first.env"},
                                    {"type": "s3", "value": "arn:aws:s3:::harbour/second.env"}]}]}""";

    @TempDir
    private Path directory;

    private final MemoryStateStore store = new MemoryStateStore();
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private TestHost host;
    private Engine engine;

    @BeforeEach
    void open() throws Exception {
        host = new TestHost();
        engine = Stowage.engine()
                .store(store)
                .runtime(host.provider())
                .secrets((valueFrom, context) -> "secret".toCharArray())
                .environmentFiles(EnvironmentFileSource.directory(directory))
                .build();
        engine.clusters().create("harbour");
        engine.events().subscribe(event -> heard.add(event.toString()));
        engine.containerInstances()
                .register(RegisterContainerInstanceRequest.builder()
                        .cluster("harbour")
                        .containerInstanceName("quay")
                        .runtime("process")
                        .build());
        engine.taskDefinitions().register(DEFINITION.formatted(directory.resolve("out")));
        Files.createDirectory(directory.resolve("harbour"));
    }

    @AfterEach
    void close() throws Exception {
        engine.close();
        host.close();
    }

    private Task ended(TaskOverride overrides) {
        RunTaskRequest request = RunTaskRequest.builder()
                .cluster("harbour")
                .taskDefinition("web")
                .overrides(overrides)
                .build();
        String task = await().atMost(TestHost.SOON)
                .until(() -> engine.tasks().run(request).tasks(), tasks -> !tasks.isEmpty())
                .get(0)
                .taskArn();
        return engine.tasks()
                .awaitStopped("harbour", List.of(task), TestHost.SOON)
                .tasks()
                .get(0);
    }

    private List<String> variables() throws Exception {
        return Files.readAllLines(directory.resolve("out"));
    }

    private String stored() {
        StringBuilder all = new StringBuilder();
        store.partitions("")
                .forEach(partition -> store.read(partition)
                        .records()
                        .forEach(each -> all.append(each.payload().text())));
        return all.toString();
    }

    @Test
    void theProcessHasTheVariablesAndNobodyElse() throws Exception {
        Files.writeString(
                directory.resolve("harbour/first.env"),
                "# comment\nA=file\nB=file\nC=\"canary 1\"\r\n\nD=canary=2\nSTOWAGE_CLUSTER=mine\n");
        Files.writeString(directory.resolve("harbour/second.env"), "C=canary 3\nE=canary 4");
        Task task = ended(null);
        assertThat(task.containers().get(0).exitCode()).isZero();
        assertThat(variables())
                .contains(
                        "A=environment",
                        "B=secret",
                        "C=\"canary 1\"",
                        "D=canary=2",
                        "E=canary 4",
                        "STOWAGE_CLUSTER=harbour");
        assertThat(stored()).contains("first.env").doesNotContain("canary");
        assertThat(String.join("\n", heard)).contains("STOPPED").doesNotContain("canary");
        assertThat(task.toString()).doesNotContain("canary");
    }

    @Test
    void aTaskMayNameOtherFilesAndItsVariablesWin() throws Exception {
        Files.writeString(directory.resolve("harbour/other.env"), "C=other\nE=other\n");
        List<ContainerOverride> overrides = new ArrayList<>();
        overrides.add(ContainerOverride.builder()
                .name("app")
                .environment(List.of(new KeyValuePair("E", "override")))
                .environmentFiles(List.of(new EnvironmentFile("harbour/other.env", EnvironmentFileType.S3)))
                .build());
        Task task = ended(new TaskOverride(overrides, null, null, null, null, null));
        assertThat(task.containers().get(0).exitCode()).as("%s", task).isZero();
        assertThat(variables()).contains("A=environment", "C=other", "E=override");
    }

    @Test
    void aTaskWhoseFileIsNotThereFailsToStart() throws Exception {
        Files.writeString(directory.resolve("harbour/first.env"), "A=file\n");
        Task task = ended(null);
        assertThat(task.stopCode()).isEqualTo(TaskStopCode.TASK_FAILED_TO_START);
        assertThat(task.containers().get(0).reason())
                .startsWith("ResourceInitializationError: environment file arn:aws:s3:::harbour/second.env"
                        + " is not available: there is no such file");
        assertThat(directory.resolve("out")).doesNotExist();
    }

    @Test
    void aNameThatCanOnlyBeHandedOverInTheOpenIsRefusedWithoutShowingIt() throws Exception {
        ProcessRuntime runtime = host.connect();
        List<EnvironmentFile> files = List.of(new EnvironmentFile("web.env", EnvironmentFileType.S3));
        for (String name : List.of("c2Vj+cmV0", "a.b")) {
            assertThatThrownBy(() -> shell("c", "env")
                            .with(web -> web.environmentFiles(files))
                            .secret(name, "hunter2")
                            .create(runtime))
                    .isInstanceOf(ContainerRuntimeException.class)
                    .hasMessageContaining("a name in environmentFiles can't be handed to a process")
                    .hasMessageNotContaining(name)
                    .hasMessageNotContaining("hunter2");
        }
    }
}
