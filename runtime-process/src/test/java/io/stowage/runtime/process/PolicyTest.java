package io.stowage.runtime.process;

import static io.stowage.runtime.process.TestHost.awaitExit;
import static io.stowage.runtime.process.TestHost.shell;
import static io.stowage.runtime.process.TestHost.sleep;
import static io.stowage.runtime.process.TestHost.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.model.ContainerDefinitionBuilder;
import io.stowage.model.Device;
import io.stowage.model.KernelCapabilities;
import io.stowage.model.LinuxParameters;
import io.stowage.model.MountPoint;
import io.stowage.model.NetworkMode;
import io.stowage.model.Tmpfs;
import io.stowage.model.VolumeFrom;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.spi.Observation;
import io.stowage.spi.RuntimeTarget;
import io.stowage.spi.WorkloadPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be run, and what is refused by the name of its field. */
class PolicyTest {

    private static Arguments refused(String field, UnaryOperator<ContainerDefinitionBuilder> change) {
        return Arguments.of(field, change);
    }

    static Stream<Arguments> definitions() {
        return Stream.of(
                refused("privileged", d -> d.privileged(true)),
                refused("readonlyRootFilesystem", d -> d.readonlyRootFilesystem(true)),
                refused("disableNetworking", d -> d.disableNetworking(true)),
                refused("mountPoints", d -> d.mountPoints(List.of(new MountPoint("v", "/v", false)))),
                refused("volumesFrom", d -> d.volumesFrom(List.of(new VolumeFrom("other", false)))),
                refused("dockerSecurityOptions", d -> d.dockerSecurityOptions(List.of("seccomp=unconfined"))),
                refused(
                        "linuxParameters.capabilities",
                        d -> d.linuxParameters(LinuxParameters.builder()
                                .capabilities(new KernelCapabilities(List.of("SYS_ADMIN"), null))
                                .build())),
                refused(
                        "linuxParameters.devices",
                        d -> d.linuxParameters(LinuxParameters.builder()
                                .devices(List.of(new Device("/dev/mem", null, null)))
                                .build())),
                refused(
                        "linuxParameters.tmpfs",
                        d -> d.linuxParameters(LinuxParameters.builder()
                                .tmpfs(List.of(new Tmpfs("/x", 1, null)))
                                .build())),
                refused("image", d -> d.image("/etc/passwd")),
                refused("image", d -> d.image("/sbin/../etc")),
                refused("image", d -> d.image("/usr/bin/../../etc/passwd")),
                refused("image", d -> d.image("/proc/self/root/etc/passwd")),
                refused("image", d -> d.image("/usr/bin/no-such-program")),
                refused("image", d -> d.image("usr/bin/env")),
                refused("image", d -> d.image("nginx:latest")),
                refused("image", d -> d.image("")),
                refused("image", d -> d.image("/usr/bin/env\0")),
                refused("image", d -> d.image("/usr/bin")),
                refused("entryPoint[0]", d -> d.entryPoint(List.of("/etc/passwd"))),
                refused("entryPoint[0]", d -> d.entryPoint(List.of(""))),
                refused("entryPoint[0]", d -> d.entryPoint(List.of("../../etc/passwd"))),
                refused("command[0]", d -> d.image("/usr/bin").command(List.of("../../etc/passwd"))),
                refused("command[0]", d -> d.image("/usr/bin").command(List.of("no-such-program"))),
                refused("command", d -> d.command(List.of("a\0b"))),
                refused("workingDirectory", d -> d.workingDirectory("/nowhere/at/all")),
                refused("user", d -> d.user("no-such-user-here")),
                refused("user", d -> d.user("0:no-such-group-here")));
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void a_definition_that_asks_for_too_much_is_refused_by_field(
            String field, UnaryOperator<ContainerDefinitionBuilder> change) throws Exception {
        try (TestHost host = new TestHost()) {
            ProcessRuntime runtime = host.connect();
            assertThatThrownBy(() -> sleep("c")
                            .with(d -> d.command((List<String>) null))
                            .with(change)
                            .create(runtime))
                    .isInstanceOfSatisfying(ContainerRuntimeException.class, e -> {
                        assertThat(e.category()).isEqualTo(Category.CannotCreateContainerError);
                        assertThat(e.isRetryable()).isFalse();
                        assertThat(e).hasMessageContaining(field);
                    });
            assertThat(runtime.inspect("c")).isEqualTo(new Observation.Absent());
        }
    }

    @Test
    void no_isolation_is_promised_by_the_network_mode() throws Exception {
        try (TestHost host = new TestHost()) {
            ProcessRuntime runtime = host.connect();
            assertThatThrownBy(() -> sleep("c").networkMode(NetworkMode.NONE).create(runtime))
                    .hasMessageContaining("networkMode");
        }
    }

    @Test
    void the_host_applications_policy_is_asked_too(@TempDir Path directory) throws Exception {
        ProcessRuntimeProvider provider = ProcessRuntimeProvider.builder()
                .allowRoots(Path.of("/bin"))
                .stateDirectory(Files.createDirectory(directory.resolve("state")))
                .build();
        try (var runtime = provider.connect(new RuntimeTarget(
                "default", "i-1", Map.of(), definition -> Optional.of("family \"test\" is not wanted")))) {
            assertThatThrownBy(() -> runtime.create(sleep("c").build())).hasMessage("family \"test\" is not wanted");
        }
        assertThat(provider.workloadPolicy().refuses(sleep("c").build())).isEmpty();
        assertThat(provider.workloadPolicy()
                        .refuses(spec("c").image("/etc").build().taskDefinition()))
                .isPresent();
    }

    @Test
    void a_link_does_not_lead_out_of_a_root(@TempDir Path directory) throws Exception {
        Files.createSymbolicLink(directory.resolve("shell"), Path.of("/bin/sh"));
        Files.createSymbolicLink(directory.resolve("bin"), Path.of("/bin"));
        WorkloadPolicy policy = ProcessWorkloadPolicy.allowing(directory);
        String root = directory.toRealPath().toString();
        for (String image : List.of("shell", "bin/sh", "bin/../shell", "bin")) {
            assertThat(policy.refuses(
                            spec("c").image(directory.resolve(image).toString()).build()))
                    .hasValueSatisfying(
                            reason -> assertThat(reason).contains("image").contains(root));
        }
    }

    @Test
    void a_single_program_can_be_allowed() {
        WorkloadPolicy policy = ProcessWorkloadPolicy.allowing(Path.of("/bin/sleep"));
        assertThat(policy.refuses(sleep("c").build())).isEmpty();
        assertThat(policy.refuses(shell("c", "true").build())).isPresent();
    }

    @Test
    void a_root_that_is_not_there_is_an_error() {
        assertThatThrownBy(() -> ProcessWorkloadPolicy.allowing(Path.of("/no/such/root")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/no/such/root");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/usr/bin/sleep", "/usr/bin", "/bin/../bin/sh"})
    void pull_finds_what_is_there(String image) throws Exception {
        try (TestHost host = new TestHost()) {
            assertThat(host.connect().pull(image).digest()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "/etc/passwd", "/usr/bin/no-such-program", ""})
    void pull_says_what_is_not_and_what_to_do(String image) throws Exception {
        try (TestHost host = new TestHost()) {
            ProcessRuntime runtime = host.connect();
            assertThatThrownBy(() -> runtime.pull(image)).isInstanceOfSatisfying(ContainerRuntimeException.class, e -> {
                assertThat(e.category()).isEqualTo(Category.CannotPullContainerError);
                assertThat(e).hasMessageContaining("\"" + image + "\"").hasMessageContaining("/usr/bin");
            });
        }
    }

    @Test
    void a_directory_is_where_its_programs_are_found_and_run(@TempDir Path directory) throws Exception {
        Path app = Files.createDirectories(directory.resolve("app"));
        Path program = Files.writeString(app.resolve("serve"), "#!/bin/sh\npwd; echo \"$@\"\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        try (TestHost host = new TestHost(builder -> builder.allowRoots(directory))) {
            ProcessRuntime runtime = host.connect();
            spec("a").image(app.toString()).command("serve", "x", "y").start(runtime);
            awaitExit(runtime, "a");
            assertThat(host.output("a")).isEqualTo(app.toRealPath() + "\nx y\n");
            spec("b")
                    .image(app.toString())
                    .with(d -> d.entryPoint(List.of("./serve", "1")).workingDirectory(".."))
                    .command("2")
                    .start(runtime);
            awaitExit(runtime, "b");
            assertThat(host.output("b")).isEqualTo(directory.toRealPath() + "\n1 2\n");
            spec("c").image(program.toString()).command("alone").start(runtime);
            awaitExit(runtime, "c");
            assertThat(host.output("c")).isEqualTo(host.folder("c").resolve("work") + "\nalone\n");
        }
    }

    @Test
    void another_user_is_another_user() throws Exception {
        try (TestHost host = new TestHost()) {
            ProcessRuntime runtime = host.connect();
            TestHost.Spec spec = shell("c", "id -u; id -g; echo $HOME; touch mine && stat -c %u mine")
                    .with(d -> d.user("65534:65534"));
            if (User.unavailable().isPresent()) {
                assertThatThrownBy(() -> spec.create(runtime)).hasMessageContaining("user");
                assertThat(runtime.describe().honouredFields()).doesNotContain("containerDefinitions[].user");
                return;
            }
            spec.start(runtime);
            assertThat(awaitExit(runtime, "c").exitCode()).isZero();
            assertThat(host.output("c").lines()).startsWith("65534", "65534").endsWith("65534");
        }
    }

    @Test
    void the_service_loader_finds_the_provider() {
        assertThat(ServiceLoader.load(ContainerRuntimeProvider.class).stream()
                        .map(p -> p.get().name()))
                .contains("process");
    }

    @Test
    void properties_of_an_instance_can_not_widen_anything() {
        ContainerRuntimeProvider provider = new ProcessRuntimeProvider();
        assertThatThrownBy(() -> provider.connect(
                        new RuntimeTarget("default", "i-1", Map.of("roots", "/"), WorkloadPolicy.platformDefault())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("roots");
    }

    @Test
    void without_a_word_only_the_running_java_is_allowed(@TempDir Path directory) throws Exception {
        ProcessRuntimeProvider provider = ProcessRuntimeProvider.builder()
                .stateDirectory(directory.resolve("state"))
                .build();
        try (var runtime =
                provider.connect(new RuntimeTarget("default", "i-1", Map.of(), WorkloadPolicy.platformDefault()))) {
            assertThat(runtime.pull(Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString())
                            .digest())
                    .isNull();
            assertThatThrownBy(() -> runtime.pull("/bin/sh")).isInstanceOf(ContainerRuntimeException.class);
        }
    }

    @Test
    void a_state_directory_that_others_may_write_is_refused(@TempDir Path directory) throws Exception {
        Path open = Files.createDirectory(directory.resolve("open"));
        Files.setPosixFilePermissions(open, java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
        ProcessRuntimeProvider provider =
                ProcessRuntimeProvider.builder().stateDirectory(open).build();
        assertThatThrownBy(() -> provider.connect(
                        new RuntimeTarget("default", "i-1", Map.of(), WorkloadPolicy.platformDefault())))
                .isInstanceOf(ContainerRuntimeException.class)
                .hasMessageContaining("state directory");
    }
}
