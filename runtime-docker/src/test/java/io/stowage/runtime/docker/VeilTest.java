package io.stowage.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.exception.DockerException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.SecretValue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A secret is found in a daemon's words whatever JSON makes of it. */
class VeilTest {

    private static Veil over(String... values) {
        return Veil.over(List.of(values).stream()
                .map(value -> new SecretValue("A", value.toCharArray()))
                .toList());
    }

    private static DockerException refusal(String message) throws Exception {
        String json = new ObjectMapper().writeValueAsString(Map.of("message", message));
        return new DockerException(json.replace("&", "\\u0026").replace("é", "\\u00E9"), 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN KEY-----\nhunter\n2\n-----END KEY-----\n",
                "hunter\r\n2",
                "hunter\t2",
                "hunter&2",
                "hunteré2",
                "hunter\\n2",
                "hunter\\\"2\\",
                "hunter/2 \b\f"
            })
    void itIsHidden(String secret) throws Exception {
        for (String end : List.of("", ", so it goes")) {
            assertThat(Failures.text(refusal("bad: A=" + secret + end), over(secret)))
                    .isEqualTo("bad: A=***" + end);
            assertThat(Failures.pull("app", refusal("bad: A=" + secret + end), over(secret)))
                    .hasMessageContaining("bad: A=***" + end)
                    .hasMessageNotContaining("hunter");
        }
    }

    @Test
    void oneThatIsQuotedOrCutOrLongIsHidden() throws Exception {
        Veil veil = over("hunter\n\"2\"");
        assertThat(Failures.text(refusal("bad: \"A=hunter\\n\\\"2\\\"\""), veil))
                .isEqualTo("bad: \"A=***\"");
        assertThat(Failures.text(new DockerException("{\"message\":\"A=hunter\\n\\\"2\\\" and\\", 400), veil))
                .isEqualTo("A=*** and\\");
        String longer = "hunter \" 2".repeat(20_000);
        assertThat(Failures.text(refusal("A=" + longer), over(longer))).isEqualTo("A=***");
    }

    @Test
    void whatIsHiddenChangesNoMeaning() throws Exception {
        var full = Failures.refused(
                Category.CannotCreateContainerError,
                "create: ",
                refusal("write x: no space left on device"),
                over("space"));
        assertThat(full.isRetryable()).isTrue();
        assertThat(full).hasMessageContaining("create: write x: no *** left on device");
        assertThat(Failures.pull("app", "unauthorized: no", over("unauthorized"))
                        .isRetryable())
                .isFalse();
        assertThat(Failures.pull("app", refusal("unauthorized: timeout"), over("timeout"))
                        .isRetryable())
                .isTrue();
    }
}
