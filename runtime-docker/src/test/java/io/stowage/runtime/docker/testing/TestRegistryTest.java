package io.stowage.runtime.docker.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.PullResponseItem;
import io.stowage.runtime.docker.testing.TestRegistry.Trouble;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real daemon makes of the registry. */
@NeedsDocker
class TestRegistryTest {

    private TestRegistry registry;
    private DockerClient docker;

    @BeforeEach
    void start() {
        registry = TestRegistry.start();
        docker = TestDaemon.shared().client();
    }

    @AfterEach
    void close() throws IOException {
        docker.close();
        registry.close();
    }

    private void pull(String image) throws InterruptedException {
        assertThat(docker.pullImageCmd(image).start().awaitCompletion(60, TimeUnit.SECONDS))
                .isTrue();
    }

    @Test
    void anImageIsPulledAndRunsAndIsAnotherOneLater() throws Exception {
        String image = registry.image("app");
        pull(image);
        String first = docker.inspectImageCmd(image).exec().getId();
        assertThat(docker.inspectImageCmd(image).exec().getRepoDigests())
                .containsExactly(image.replace(":latest", "") + "@" + registry.digest("app"));
        String id = docker.createContainerCmd(image)
                .withCmd("/bin/test", "-s", "/own")
                .exec()
                .getId();
        docker.startContainerCmd(id).exec();
        await().until(() ->
                "exited".equals(docker.inspectContainerCmd(id).exec().getState().getStatus()));
        assertThat(docker.inspectContainerCmd(id).exec().getState().getExitCodeLong())
                .isZero();
        docker.removeContainerCmd(id).exec();
        assertThat(registry.count("/manifests/")).isPositive();

        registry.image("app");
        pull(image);
        assertThat(docker.inspectImageCmd(image).exec().getId()).isNotEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NOT_FOUND       | manifest unknown",
                "DENIED          | denied",
                "TOO_MANY_REQUESTS | toomanyrequests",
                "SERVER_ERROR    | 500",
                "WRONG_LAYER     | filesystem layer verification failed",
                "TRUNCATED_LAYER | HTTP 206"
            })
    void everyTroubleIsToldByTheDaemonAndPasses(Trouble trouble, String told) throws Exception {
        String image = registry.image("app");
        registry.make(trouble);
        assertThatThrownBy(() -> pull(image)).hasMessageContaining(told);
        registry.make(Trouble.NONE);
        pull(image);
        assertThat(docker.inspectImageCmd(image).exec().getId()).isNotNull();
    }

    @Test
    void aLayerStallsHalfway() throws Exception {
        String image = registry.image("app", 8_000_000);
        registry.make(Trouble.STALLED_LAYER);
        List<PullResponseItem> items = new CopyOnWriteArrayList<>();
        try (var pull = docker.pullImageCmd(image).exec(new ResultCallback.Adapter<PullResponseItem>() {
            @Override
            public void onNext(PullResponseItem item) {
                items.add(item);
            }
        })) {
            await().until(() -> items.stream().anyMatch(item -> "Downloading".equals(item.getStatus())));
            assertThat(pull.awaitCompletion(300, TimeUnit.MILLISECONDS)).isFalse();
        }
    }

    @Test
    void whoHasNoLoginGetsNothing() throws Exception {
        String image = registry.image("app");
        registry.requireLogin("user", "pass");
        assertThatThrownBy(() -> pull(image)).hasMessageContaining("no basic auth credentials");
        AuthConfig wrong = new AuthConfig().withUsername("user").withPassword("no");
        assertThatThrownBy(() ->
                        docker.pullImageCmd(image).withAuthConfig(wrong).start().awaitCompletion())
                .hasMessageContaining("unauthorized");
        AuthConfig right = new AuthConfig().withUsername("user").withPassword("pass");
        docker.pullImageCmd(image).withAuthConfig(right).start().awaitCompletion();
        assertThat(docker.inspectImageCmd(image).exec().getId()).isNotNull();
    }
}
