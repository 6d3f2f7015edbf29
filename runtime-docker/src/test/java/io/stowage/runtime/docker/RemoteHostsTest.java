package io.stowage.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.stowage.runtime.docker.testing.NeedsDocker;
import io.stowage.runtime.docker.testing.TestCertificates;
import io.stowage.runtime.docker.testing.TestDaemon;
import io.stowage.runtime.docker.testing.TestDaemon.Options;
import io.stowage.spi.CommandResult;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.spi.Observation;
import io.stowage.spi.RuntimeSubscription;
import io.stowage.spi.RuntimeTarget;
import io.stowage.spi.WorkloadPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A daemon on tcp, with TLS and without. Who is not let in, or does not trust the daemon, can't reach it: that is evidence of nothing. */
@NeedsDocker
@Timeout(120)
class RemoteHostsTest {

    private static final String[] CLIENT = {"eku=clientAuth"};
    private static final String[] SERVER = {"eku=serverAuth", "san=ip:127.0.0.1"};

    @TempDir
    static Path directory;

    private static TestCertificates ours;
    private static TestCertificates others;
    private static Path served;
    private static Path trusted;
    private static int tls;
    private static int plain;
    private static TestDaemon daemon;

    @BeforeAll
    static void start() throws Exception {
        ours = new TestCertificates(directory.resolve("ours"));
        others = new TestCertificates(directory.resolve("others"));
        served = ours.signed("server", SERVER);
        trusted = ours.signed("client", CLIENT);
        tls = freePort();
        plain = freePort();
        daemon = TestDaemon.with(new Options(
                false,
                0,
                List.of(
                        "--host=tcp://127.0.0.1:" + tls,
                        "--tlsverify",
                        "--tlscacert=" + served.resolve("ca.pem"),
                        "--tlscert=" + served.resolve("cert.pem"),
                        "--tlskey=" + served.resolve("key.pem"))));
    }

    @AfterAll
    static void end() {
        daemon.close();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static DockerRuntime connect(Map<String, String> properties) throws ContainerRuntimeException {
        return (DockerRuntime) DockerRuntimeProvider.builder()
                .build()
                .connect(new RuntimeTarget("default", "i-1", properties, WorkloadPolicy.platformDefault()));
    }

    private static Map<String, String> withTls(Path certificates) {
        return Map.of("host", "tcp://127.0.0.1:" + tls, "tlsCertPath", certificates.toString());
    }

    private static void assertUnreachable(Map<String, String> properties) {
        assertThatThrownBy(() -> connect(properties))
                .isInstanceOfSatisfying(
                        ContainerRuntimeException.class,
                        no -> assertThat(no.isRetryable()).isTrue())
                .hasMessageContaining("127.0.0.1")
                .hasMessageContaining("can't be reached");
    }

    @Test
    void aContainerLivesItsLifeOverTls() throws Exception {
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        try (DockerRuntime runtime = connect(withTls(trusted));
                RuntimeSubscription events = runtime.follow(heard::add)) {
            runtime.list(FaultyHost.OURS);
            runtime.create(FaultyHost.spec("one", FaultyHost.program("/bin/sh", "-c", "echo begun; exec sleep 3607")));
            runtime.start("one");
            assertThat(runtime.run("one", List.of("/bin/echo", "well"), Duration.ofSeconds(10)))
                    .isEqualTo(new CommandResult(0, "well\n"));
            assertThat(runtime.measure("one")).isPresent();
            InteractiveCommandsTest.assertReadsToTheEnd(runtime);
            try (RuntimeSubscription logs = runtime.followLogs("one", true, (error, line) -> lines.add(line))) {
                await().until(() -> lines.contains("begun"));
            }
            runtime.kill("one");
            await().until(() -> runtime.inspect("one") instanceof Observation.Present present
                    && present.state().phase() == Phase.EXITED);
            await().until(() -> heard.contains("one"));
            runtime.remove("one");
            assertThat(runtime.inspect("one")).isEqualTo(new Observation.Absent());
        }
    }

    @Test
    void whoIsNotTrustedIsUnreachable() throws Exception {
        assertUnreachable(withTls(others.signed("client", CLIENT)));
        Path stranger = others.signed("stranger", CLIENT);
        Files.copy(trusted.resolve("ca.pem"), stranger.resolve("ca.pem"), StandardCopyOption.REPLACE_EXISTING);
        assertUnreachable(withTls(stranger));
        assertUnreachable(Map.of("host", "tcp://127.0.0.1:" + tls, "allowPlainTcp", "true"));
        assertUnreachable(Map.of("host", "tcp://127.0.0.1:" + plain, "tlsCertPath", trusted.toString()));
    }

    @Test
    void aDirectoryWithoutAClientsCertificateIsRefusedByName() throws Exception {
        Path bare = Files.createDirectories(directory.resolve("bare"));
        Files.copy(trusted.resolve("ca.pem"), bare.resolve("ca.pem"), StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> connect(withTls(bare)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tlsCertPath")
                .hasMessageContaining("cert.pem");
    }

    @Test
    void aCertificateOfAnotherHostIsNotTaken() throws Exception {
        Path elsewhere = ours.signed("elsewhere", "eku=serverAuth", "san=dns:elsewhere.example");
        exchanged(elsewhere, () -> assertUnreachable(withTls(trusted)));
    }

    @Test
    void aHostThatIsTakenOverMakesNothingAbsent() throws Exception {
        Path fake = others.signed("fake", SERVER);
        try (DockerRuntime runtime = connect(withTls(trusted))) {
            runtime.create(FaultyHost.spec("kept", FaultyHost.sleeping()));
            exchanged(fake, () -> {
                assertThat(runtime.inspect("kept")).isInstanceOf(Observation.Unknown.class);
                assertThat(runtime.inspect("none")).isInstanceOf(Observation.Unknown.class);
                assertThatThrownBy(() -> runtime.list(FaultyHost.OURS)).isInstanceOf(OutcomeUnknownException.class);
            });
            await().until(() -> runtime.inspect("kept") instanceof Observation.Present);
            runtime.remove("kept");
        }
    }

    private interface Action {
        void run() throws Exception;
    }

    /** While the daemon has other certificates. */
    private static void exchanged(Path others, Action action) throws Exception {
        Path own = Files.createDirectories(directory.resolve("own"));
        move(served, own);
        move(others, served);
        // It is the clients that it is tried with here, so whom the daemon trusts stays.
        Files.copy(own.resolve("ca.pem"), served.resolve("ca.pem"), StandardCopyOption.REPLACE_EXISTING);
        daemon.terminate();
        daemon.start();
        try {
            action.run();
        } finally {
            move(own, served);
            daemon.terminate();
            daemon.start();
        }
    }

    private static void move(Path from, Path to) throws IOException {
        for (String file : List.of("ca.pem", "cert.pem", "key.pem")) {
            Files.copy(from.resolve(file), to.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Test
    void plainTcpIsTakenWhenItIsAskedForByName() throws Exception {
        Map<String, String> bare = Map.of("host", "tcp://127.0.0.1:" + plain);
        assertThatThrownBy(() -> connect(bare))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("allowPlainTcp");
        try (TestDaemon open =
                TestDaemon.with(new Options(false, 0, List.of("--host=tcp://127.0.0.1:" + plain, "--tls=false")))) {
            assertThatThrownBy(() -> connect(bare)).isInstanceOf(IllegalArgumentException.class);
            assertUnreachable(Map.of("host", "tcp://127.0.0.1:" + plain, "tlsCertPath", trusted.toString()));
            try (DockerRuntime runtime = connect(Map.of("host", "tcp://127.0.0.1:" + plain, "allowPlainTcp", "true"))) {
                runtime.create(FaultyHost.spec("one", FaultyHost.sleeping()));
                runtime.start("one");
                assertThat(runtime.run("one", List.of("/bin/echo", "well"), Duration.ofSeconds(10)))
                        .isEqualTo(new CommandResult(0, "well\n"));
                InteractiveCommandsTest.assertReadsToTheEnd(runtime);
                runtime.kill("one");
            }
            assertThat(open.socket()).exists();
        }
    }
}
