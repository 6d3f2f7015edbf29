package io.stowage.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that takes calls and never answers holds nobody up. */
class DeadlinesTest {

    private static final Duration SHORT = Duration.ofMillis(100);

    @Test
    @Timeout(60)
    void aSilentSocketCostsItsDeadlineAndNoThread(@TempDir Path directory) throws Exception {
        Path socket = directory.resolve("s");
        try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                Calls calls = new Calls()) {
            silent.bind(UnixDomainSocketAddress.of(socket), 100);
            Address address = Address.of(Map.of("host", "unix://" + socket), "");
            DockerClient client = DockerClientImpl.getInstance(
                    new FixedConfig(address, RemoteApiVersion.unknown()),
                    new ZerodepDockerHttpClient.Builder()
                            .dockerHost(URI.create("unix://" + socket))
                            .maxConnections(Verb.HOST.most())
                            .build());
            for (int i = 0; i < 2 * Verb.HOST.most(); i++) {
                assertThatThrownBy(() -> calls.within(
                                Verb.HOST, SHORT, "ping", () -> client.pingCmd().exec()))
                        .isInstanceOf(OutcomeUnknownException.class)
                        .hasMessageContaining("ping: no answer within");
            }
            assertThat(calls.within(Verb.HOST, Duration.ofSeconds(10), "anything", () -> "a thread is free"))
                    .isEqualTo("a thread is free");
        }
    }
}
