package io.stowage.runtime.docker.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import io.stowage.runtime.docker.testing.TestDaemon.Options;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

@NeedsDocker
class TestDaemonTest {

    @Test
    void containersOutliveADaemonThatIsKilledAndRestoresThem() throws IOException {
        TestDaemon daemon = TestDaemon.with(new Options(true, 0));
        try (daemon;
                DockerClient client = daemon.client()) {
            String id = client.createContainerCmd(TestDaemon.IMAGE)
                    .withCmd("/bin/sleep", "3607")
                    .exec()
                    .getId();
            client.startContainerCmd(id).exec();
            Long pid = client.inspectContainerCmd(id).exec().getState().getPidLong();
            assertThat(daemon.shims()).hasSize(1);

            daemon.kill();
            daemon.start();

            InspectContainerResponse.ContainerState after =
                    client.inspectContainerCmd(id).exec().getState();
            assertThat(after.getPidLong()).isEqualTo(pid);
            assertThat(after.getRunning()).isTrue();
        }
        assertThat(daemon.shims()).isEmpty();
        assertThat(daemon.data()).doesNotExist();
    }

    @Test
    void aDaemonThatEndsTakesItsContainersAlongAndKnowsThemLater() throws IOException {
        try (TestDaemon daemon = TestDaemon.with(new Options(false, 0));
                DockerClient client = daemon.client()) {
            String id = client.createContainerCmd(TestDaemon.IMAGE)
                    .withCmd("/bin/sleep", "3607")
                    .exec()
                    .getId();
            client.startContainerCmd(id).exec();

            daemon.terminate();
            assertThat(Files.exists(daemon.socket())).isFalse();
            daemon.start();

            assertThat(client.inspectContainerCmd(id).exec().getState().getRunning())
                    .isFalse();
        }
    }
}
