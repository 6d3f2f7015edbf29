package io.stowage.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.exception.DockerException;
import io.stowage.spi.ContainerRuntimeException.Category;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the daemon says when it refuses is sorted into what time heals and what not. */
class FailuresTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "manifest for registry.example/app:9 not found: manifest unknown: manifest unknown",
                "pull access denied for app, repository does not exist or may require 'docker login'",
                "Get \"https://registry.example/v2/\": unauthorized: authentication required",
                "no basic auth credentials",
                "invalid reference format",
                "no matching manifest for linux/amd64 in the manifest list entries"
            })
    void whatNoSecondPullChangesIsPermanent(String message) {
        var refused = Failures.pull("app", message, Veil.NONE);
        assertThat(refused.isRetryable()).isFalse();
        assertThat(refused.reason()).isEqualTo("CannotPullContainerError: app: " + message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "toomanyrequests: You have reached your pull rate limit",
                "received unexpected HTTP status: 500 Internal Server Error",
                "received unexpected HTTP status: 503 Service Unavailable",
                "Get \"https://registry.example/v2/\": dial tcp: lookup registry.example: no such host",
                "Get \"https://registry.example/v2/\": net/http: TLS handshake timeout",
                "dial tcp 127.0.0.1:1: connect: connection refused",
                "filesystem layer verification failed for digest sha256:00",
                "unexpected EOF",
                "write /var/lib/docker/tmp/x: no space left on device",
                "something that nobody has seen before"
            })
    void whatMayGoByIsRetryable(String message) {
        assertThat(Failures.pull("app", message, Veil.NONE).isRetryable()).isTrue();
    }

    @Test
    void onlyTheRequestsOwnFaultsAreDefinite() {
        for (int status : new int[] {400, 401, 403, 404, 409}) {
            assertThat(Failures.isDefinite(new DockerException("x", status)))
                    .as("%s", status)
                    .isTrue();
        }
        for (int status : new int[] {200, 304, 408, 429, 500, 502, 503}) {
            assertThat(Failures.isDefinite(new DockerException("x", status)))
                    .as("%s", status)
                    .isFalse();
        }
    }

    @Test
    void theDaemonsOwnWordsAreTakenOutOfTheirJson() {
        assertThat(Failures.text(new DockerException("Status 404: {\"message\":\"No such image: \\\"x\\\"\"}\n", 404)))
                .isEqualTo("No such image: \"x\"");
        assertThat(Failures.text(new DockerException("plain", 500))).isEqualTo("plain");
    }

    @Test
    void aPortThatIsTakenMayBeFreeLater() {
        assertThat(Failures.refused(
                                Category.CannotStartContainerError,
                                "Bind for 0.0.0.0:80 failed: port is already allocated")
                        .isRetryable())
                .isTrue();
        assertThat(Failures.refused(Category.CannotStartContainerError, "exec: \"/no\": no such file")
                        .isRetryable())
                .isFalse();
    }

    @Test
    void theNameOfAnImageTellsNothingOfWhyItCanNotBePulled() {
        String image = "timeout-service:429";
        assertThat(Failures.pull(image, "manifest for " + image + " not found: manifest unknown", Veil.NONE)
                        .isRetryable())
                .isFalse();
        assertThat(Failures.pull("app", "manifest unknown: sha256:4290429a429", Veil.NONE)
                        .isRetryable())
                .isFalse();
        assertThat(Failures.pull("app", "received unexpected HTTP status: 429 Too Many", Veil.NONE)
                        .isRetryable())
                .isTrue();
    }
}
