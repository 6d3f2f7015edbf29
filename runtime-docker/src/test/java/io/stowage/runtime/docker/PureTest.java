package io.stowage.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.DockerClientConfig;
import io.stowage.model.HealthStatus;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What needs no daemon: states, summaries, names, addresses, versions. */
class PureTest {

    private static final ObjectMapper JSON = DockerClientConfig.getDefaultObjectMapper();

    private static ContainerState state(String fields) throws JsonProcessingException {
        return States.of(
                JSON.readValue(
                        "{\"Id\":\"1\",\"Name\":\"/a\",\"Config\":{\"Labels\":{\"x\":\"y\",\"io.stowage.docker.bindings\":\"\",\"io.stowage.digest\":\"z\"}},"
                                + "\"State\":{" + fields + "}}",
                        InspectContainerResponse.class),
                null);
    }

    private static final String TIMES =
            "\"StartedAt\":\"2026-01-01T00:00:00.5Z\",\"FinishedAt\":\"2026-01-01T00:00:09+00:00\",";

    @Test
    void outOfMemoryIsAReasonOnlyOfWhatHasExited() throws Exception {
        ContainerState exited = state(TIMES + "\"Status\":\"exited\",\"ExitCode\":137,\"OOMKilled\":true");
        assertThat(exited.reason()).isEqualTo("OutOfMemoryError: Container killed due to memory usage");
        assertThat(exited.exitCode()).isEqualTo(137);
        ContainerState running = state(TIMES + "\"Status\":\"running\",\"ExitCode\":0,\"OOMKilled\":true");
        assertThat(running)
                .returns(null, ContainerState::reason)
                .returns(null, ContainerState::exitCode)
                .returns(null, ContainerState::finishedAt)
                .returns(Phase.RUNNING, ContainerState::phase);
    }

    @Test
    void whatIsDeadOrBeingRemovedRunsNoMore() throws Exception {
        for (String status : List.of("dead", "removing", "exited")) {
            assertThat(state("\"Status\":\"" + status + "\"").phase()).isEqualTo(Phase.EXITED);
        }
        for (String status : List.of("paused", "restarting", "running")) {
            assertThat(state("\"Status\":\"" + status + "\"").phase()).isEqualTo(Phase.RUNNING);
        }
    }

    @Test
    void whatMakesNoSenseIsEvidenceOfNothing() {
        for (String fields :
                List.of("\"Status\":\"sleeping\"", "", "\"Status\":\"exited\",\"StartedAt\":\"yesterday\"")) {
            assertThatThrownBy(() -> state(fields)).isInstanceOf(OutcomeUnknownException.class);
        }
    }

    @Test
    void anAnswerWithoutLabelsIsNoStrangers() {
        for (String rest : List.of("", ",\"Config\":{}", ",\"Config\":{\"Labels\":null}")) {
            String answer = "{\"Id\":\"1\",\"Name\":\"/a\",\"State\":{\"Status\":\"created\"}" + rest + "}";
            assertThatThrownBy(() -> States.of(JSON.readValue(answer, InspectContainerResponse.class), null))
                    .isInstanceOf(OutcomeUnknownException.class);
        }
    }

    @Test
    void anEndIsNotBeforeItsStart() throws Exception {
        ContainerState quick = state("\"Status\":\"exited\",\"ExitCode\":0,\"StartedAt\":\"2026-01-01T00:00:02Z\","
                + "\"FinishedAt\":\"2026-01-01T00:00:01Z\"");
        assertThat(quick.finishedAt()).isEqualTo(quick.startedAt()).isNotNull();
    }

    @Test
    void aHealthThatIsStartingIsNotKnownYet() throws Exception {
        assertThat(state("\"Status\":\"running\",\"Health\":{\"Status\":\"starting\"}")
                        .health())
                .isEqualTo(HealthStatus.UNKNOWN);
        assertThat(state("\"Status\":\"running\",\"Health\":{\"Status\":\"unhealthy\"}")
                        .health())
                .isEqualTo(HealthStatus.UNHEALTHY);
        assertThat(state("\"Status\":\"running\"").health()).isNull();
    }

    @Test
    void labelsOfTheRuntimesOwnAreNotShown() throws Exception {
        assertThat(state("\"Status\":\"created\"").labels()).isEqualTo(Map.of("x", "y"));
    }

    @Test
    void ofAStatusCountsWhatStandsInParentheses() {
        assertThat(Summary.inParentheses("Up 3 minutes (healthy)")).isEqualTo("healthy");
        assertThat(Summary.inParentheses("Up 3 minutes")).isEmpty();
        assertThat(Summary.inParentheses("Up 4 minutes")).isEqualTo(Summary.inParentheses("Up 3 minutes"));
        assertThat(Summary.inParentheses("Exited (137) 2 seconds ago")).isEqualTo("137");
        assertThat(Summary.inParentheses("Up (")).isEmpty();
    }

    @Test
    void aColonBeforeASlashBelongsToThePort() {
        assertThat(ImageName.of("app")).isEqualTo(new ImageName("app", "latest", false));
        assertThat(ImageName.of("host:5000/app")).isEqualTo(new ImageName("host:5000/app", "latest", false));
        assertThat(ImageName.of("host:5000/app:2")).isEqualTo(new ImageName("host:5000/app", "2", false));
        assertThat(ImageName.of("host:5000/app:2@sha256:00"))
                .isEqualTo(new ImageName("host:5000/app", "sha256:00", true));
    }

    @Test
    void theDigestIsThatOfTheImagesOwnRepository() throws Exception {
        String web = "'web@sha256:01','host:5000/web@sha256:02','shop/web@sha256:03'";
        assertThat(digest(web, "web:1")).isEqualTo("sha256:01");
        assertThat(digest(web, "docker.io/library/web")).isEqualTo("sha256:01");
        assertThat(digest(web, "host:5000/web:1")).isEqualTo("sha256:02");
        assertThat(digest(web, "index.docker.io/shop/web")).isEqualTo("sha256:03");
        assertThat(digest(web, "tagged-here:1")).isNull();
        assertThat(digest(web, "library/shop/web")).isNull();
        assertThat(digest(web, "web@sha256:04")).isEqualTo("sha256:04");
        assertThat(digest("", "web")).isNull();
    }

    private static @Nullable String digest(String repoDigests, String image) throws JsonProcessingException {
        var found = JSON.readValue(
                ("{'RepoDigests':[" + repoDigests + "]}").replace('\'', '"'), InspectImageResponse.class);
        return Pulls.digest(found, ImageName.of(image));
    }

    @Test
    void propertiesThatAreWrongAreNamed() {
        List<Map<String, String>> wrong = List.of(
                Map.of("hots", "x"),
                Map.of("host", "tcp://h:1"),
                Map.of("host", "tcp://h:1", "allowPlainTcp", "yes"),
                Map.of("host", "tcp://h:1/path", "allowPlainTcp", "true"),
                Map.of("host", "tcp://user@h:1", "allowPlainTcp", "true"),
                Map.of("host", "tcp://h", "allowPlainTcp", "true"),
                Map.of("host", "http://h:1"),
                Map.of("host", "unix://"),
                Map.of("host", "unix:///s", "tlsCertPath", "/x"),
                Map.of("host", "tcp://h:1", "tlsCertPath", "/no-such-directory"));
        for (Map<String, String> properties : wrong) {
            assertThatThrownBy(() -> Address.of(properties, "unix:///s"))
                    .as("%s", properties)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("runtimeProperties.");
        }
        assertThatThrownBy(() -> Address.of(Map.of("hots", "x"), "unix:///s"))
                .hasMessageContaining("hots")
                .hasMessageContaining("host, tlsCertPath, allowPlainTcp");
    }

    @Test
    void aSocketIsOfAPlaceAndAPortIsNot() {
        var provider = new DockerRuntimeProvider();
        assertThat(provider.place(Map.of("host", "unix:///run/../run/x.sock")))
                .isPresent()
                .isEqualTo(provider.place(Map.of("host", "unix:///run/x.sock")));
        assertThat(provider.place(Map.of("host", "tcp://h:1", "allowPlainTcp", "true")))
                .isEmpty();
    }

    @Test
    void anEngineThatIsTooOldIsRefused() throws Exception {
        assertThat(Daemon.negotiated(version("1.50", "1.24"))).isEqualTo("1.41");
        assertThat(Daemon.negotiated(version("1.41", "1.12"))).isEqualTo("1.41");
        assertThat(Daemon.negotiated(version("1.52", "1.44"))).isEqualTo("1.44");
        Version old = version("1.40", "1.12");
        assertThatThrownBy(() -> Daemon.negotiated(old))
                .isInstanceOf(ContainerRuntimeException.class)
                .hasMessageContaining("1.40")
                .hasMessageContaining("1.41");
    }

    private static Version version(String api, String least) throws JsonProcessingException {
        return JSON.readValue("{\"ApiVersion\":\"" + api + "\",\"MinAPIVersion\":\"" + least + "\"}", Version.class);
    }

    @Test
    void linesArePutTogetherFromPieces() {
        List<String> heard = new ArrayList<>();
        Lines lines = new Lines(heard::add);
        lines.add(new byte[] {'a', (byte) 0xc3});
        lines.add(new byte[] {(byte) 0xa9, '\n', '\n', 'b'});
        assertThat(heard).containsExactly("aé", "");
        lines.end();
        assertThat(heard).containsExactly("aé", "", "b");
    }

    @Test
    void aLoginHasNoReadableText() {
        var login = new RegistryCredentials.Login("user", "s3cr3t".toCharArray());
        assertThat(login.toString()).doesNotContain("s3cr3t").doesNotContain("user");
    }
}
