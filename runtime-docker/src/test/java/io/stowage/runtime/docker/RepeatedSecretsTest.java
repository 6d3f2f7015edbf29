package io.stowage.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.github.dockerjava.api.model.Info;
import io.stowage.runtime.docker.spec.Conventions;
import io.stowage.runtime.docker.spec.CreatePlan;
import io.stowage.runtime.docker.spec.HostFacts;
import io.stowage.runtime.docker.spec.HostPorts;
import io.stowage.runtime.docker.spec.PortRange;
import io.stowage.runtime.docker.spec.Translation;
import io.stowage.runtime.docker.testing.Fault;
import io.stowage.runtime.docker.testing.NeedsDocker;
import io.stowage.runtime.docker.testing.TestDaemon;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.SecretValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A daemon that repeats what it was given gives no secret away by it, and nor does what carries one. */
@NeedsDocker
@Timeout(60)
class RepeatedSecretsTest {

    private final Canaries canaries = new Canaries();

    @AfterEach
    void close() {
        canaries.close();
    }

    private ContainerSpec spec(SecretValue... secrets) {
        ContainerSpec plain = FaultyHost.spec("one", FaultyHost.sleeping());
        return new ContainerSpec(
                plain.name(),
                plain.definition(),
                plain.taskDefinition(),
                Map.of("OPEN", canaries.open),
                List.of(secrets),
                List.of(),
                plain.labels(),
                0);
    }

    private SecretValue secret(String name) {
        return new SecretValue(name, canaries.plant(name).toCharArray());
    }

    private static String base64(String value) {
        return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    }

    private void refusals(FaultyHost host, ContainerSpec spec, String said) {
        canaries.hear("refusals", canaries.open);
        for (int status : List.of(400, 404, 500, 507)) {
            host.proxy().when("POST", "/containers/create", Fault.refuse(status, said));
            Throwable refused = catchThrowable(() -> host.runtime().create(spec));
            assertThat(refused).as("%s", status).hasMessageContaining("ONE=***");
            canaries.hear("refusals", refused);
            host.proxy().heal();
        }
    }

    @Test
    void whatADaemonRepeatsOfARequestIsHidden() throws Exception {
        try (FaultyHost host = FaultyHost.shared()) {
            ContainerSpec spec = spec(secret("ONE"), secret("TWO"));
            String said = "invalid environment: [OPEN=" + canaries.open + " ONE=" + canaries.plant("ONE") + " " + "TWO="
                    + base64(canaries.plant("TWO")) + "]";
            refusals(host, spec, said);
            canaries.hear("refusals", half(host, spec));
        }
        canaries.assertNoneShows(2, "refusals", "logs");
    }

    /** Where a long message is cut, half a secret would be left. */
    private String half(FaultyHost host, ContainerSpec spec) {
        String two = canaries.plant("TWO");
        host.proxy().when("POST", "/containers/create", Fault.refuse(400, "x".repeat(890) + two));
        String refused =
                String.valueOf(catchThrowable(() -> host.runtime().create(spec)).getMessage());
        assertThat(refused).endsWith("***").doesNotContain(two.substring(0, 6));
        return refused;
    }

    @Test
    void nothingThatCarriesASecretShowsItAsText() throws Exception {
        canaries.hear("texts", canaries.open);
        ContainerSpec spec = spec(secret("ONE"), secret("TWO"));
        Conventions plain = Conventions.DEFAULT.withHolderImage(TestDaemon.IMAGE);
        var login =
                new RegistryCredentials.Login("user", canaries.plant("login").toCharArray());
        for (Object each : List.of(spec, spec.secrets(), login, Veil.over(login), Veil.over(spec.secrets()))) {
            canaries.hear("texts", each);
        }
        for (Conventions conventions : List.of(plain, plain.withSecretsAsFiles())) {
            CreatePlan plan = plan(conventions, spec);
            assertThat(plan.toString()).contains("ONE", canaries.open);
            canaries.hear("texts", plan);
            canaries.hear(
                    "texts",
                    DockerRuntimeProvider.builder().conventions(conventions).build());
        }
        assertThat(plan(plain.withSecretsAsFiles(), spec).secretFiles()).isPresent();
        String archive = new String(
                plan(plain.withSecretsAsFiles(), spec)
                        .secretFiles()
                        .orElseThrow()
                        .archive(),
                StandardCharsets.UTF_8);
        assertThat(canaries.isIn(archive, "ONE")).isTrue();
        canaries.assertNoneShows(3, "texts", "logs");
    }

    private static CreatePlan plan(Conventions conventions, ContainerSpec spec) throws ContainerRuntimeException {
        return new Translation(
                        conventions,
                        HostFacts.of(new Info()),
                        new HostPorts(new PortRange(40_000, 40_099), HostPorts.Probe.NONE))
                .translate(spec, Map.of());
    }

    @Test
    void whoLogsWholeRequestsIsWarned() {
        WireLogs.warn(name -> false);
        WireLogs.warn(name -> name.endsWith(".headers"));
        assertThat(canaries.heard("logs"))
                .filteredOn(line -> line.startsWith(WireLogs.class.getName()))
                .singleElement()
                .asString()
                .contains(".http.headers is at DEBUG");
    }

    @Test
    void aShortSecretLeavesWordsReadable() {
        Veil veil = Veil.over(
                List.of(new SecretValue("A", "e".toCharArray()), new SecretValue("B", "a\"b\\c".toCharArray())));
        assertThat(veil.hide("where is a\"b\\c, quoted a\\\"b\\\\c")).isEqualTo("where is ***, quoted ***");
    }
}
