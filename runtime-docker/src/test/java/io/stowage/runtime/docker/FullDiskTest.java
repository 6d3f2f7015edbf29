package io.stowage.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.stowage.runtime.docker.testing.NeedsDocker;
import io.stowage.runtime.docker.testing.TestDaemon;
import io.stowage.runtime.docker.testing.TestDaemon.Options;
import io.stowage.runtime.docker.testing.TestRegistry;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.spi.PulledImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A daemon whose disk is full refuses for now, loses nothing, and goes on when there is room again. */
@NeedsDocker
@Timeout(90)
class FullDiskTest {

    private static final int MEBIBYTES = 64;

    /** Until nothing fits any more. */
    private static void fill(Path file) throws IOException {
        for (int piece = 1 << 16; piece > 0; piece >>= 4) {
            try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                byte[] bytes = new byte[piece];
                while (true) {
                    out.write(bytes);
                }
            } catch (IOException full) {
                // A smaller piece may fit.
            }
        }
    }

    private interface Verb {
        void run() throws Exception;
    }

    private static void assertRefusedForNow(Category category, Verb verb) {
        assertThatThrownBy(verb::run).isInstanceOfSatisfying(ContainerRuntimeException.class, refused -> {
            assertThat(refused.category()).isEqualTo(category);
            assertThat(refused.isRetryable()).as(refused.reason()).isTrue();
        });
    }

    @Test
    void whatDoesNotFitIsRefusedForNowAndWhatIsThereStays() throws Exception {
        try (TestRegistry registry = TestRegistry.start();
                TestDaemon daemon = TestDaemon.with(new Options(false, MEBIBYTES));
                FaultyHost host = FaultyHost.before(daemon, DockerRuntimeProvider.builder())) {
            host.runtime().create(FaultyHost.spec("chatty", FaultyHost.program("/bin/yes")));
            host.start("running");
            host.create("created");
            String image = registry.image("app", 8_000_000);
            Path ballast = daemon.data().resolve("ballast");
            fill(ballast);
            host.runtime().start("running");

            assertRefusedForNow(
                    Category.CannotPullContainerError, () -> host.runtime().pull(image));
            assertRefusedForNow(Category.CannotCreateContainerError, () -> host.create("late"));
            assertThatThrownBy(() -> host.runtime().start("created"))
                    .isNotInstanceOf(AssertionError.class)
                    .satisfies(thrown -> assertThat(
                                    thrown instanceof ContainerRuntimeException refused && !refused.isRetryable())
                            .as("refused for good: %s", thrown)
                            .isFalse());
            assertThat(host.phase("running")).isEqualTo(Phase.RUNNING);
            assertThat(host.listed()).contains("chatty", "created", "running");

            Files.delete(ballast);
            host.runtime().start("chatty");
            fill(ballast);
            assertThat(host.phase("chatty")).as("its log is lost, it is not").isEqualTo(Phase.RUNNING);
            host.runtime().kill("chatty");
            Files.delete(ballast);
            await().until(() -> host.phase("chatty") == Phase.EXITED);
            host.runtime().remove("chatty");
            assertThat(host.runtime().pull(image)).isEqualTo(new PulledImage(registry.digest("app")));
            host.start("late");
            assertThat(host.phase("late")).isEqualTo(Phase.RUNNING);
            host.runtime().start("created");
            assertThat(host.phase("created")).isEqualTo(Phase.RUNNING);
        }
    }
}
