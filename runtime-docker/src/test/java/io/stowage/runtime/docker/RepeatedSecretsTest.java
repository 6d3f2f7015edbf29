package io.stowage.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.github.dockerjava.api.model.Info;
import io.stowage.model.ContainerDefinition;
import io.stowage.runtime.docker.spec.Conventions;
import io.stowage.runtime.docker.spec.CreatePlan;
import io.stowage.runtime.docker.spec.HostFacts;
import io.stowage.runtime.docker.spec.HostPorts;
import io.stowage.runtime.docker.spec.PortRange;
import io.stowage.runtime.docker.spec.SecretVariables;
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

    /** By then only the container has the secrets. */
    @Test
    void whatADaemonRepeatsOfAContainerThatItDoesNotStartIsHidden() throws Exception {
        try (FaultyHost host = FaultyHost.shared()) {
            host.runtime().create(spec(secret("ONE"), secret("TWO")));
            String said = "no " + canaries.open + " with ONE=" + canaries.plant("ONE") + " TWO="
                    + base64(canaries.plant("TWO"));
            canaries.hear("refusals", canaries.open);
            for (int status : List.of(400, 500)) {
                host.proxy().when("POST", "/containers/[^/]+/start", Fault.refuse(status, said));
                Throwable refused = catchThrowable(() -> host.runtime().start("one"));
                assertThat(refused).as("%s", status).hasMessageContaining("ONE=***");
                canaries.hear("refusals", refused);
                host.proxy().heal();
            }
            host.proxy()
                    .when(
                            "GET",
                            "/containers/[^/]+/json",
                            new Fault.Rewrite(body -> body.replace("\"Error\":\"\"", "\"Error\":\"" + said + "\"")));
            String reason = host.state("one").reason();
            assertThat(reason).startsWith("CannotStartContainerError: no ").contains(canaries.open, "ONE=*** TWO=***");
            canaries.hear("refusals", reason);
        }
        canaries.assertNoneShows(2, "refusals", "logs");
    }

    @Test
    void whatIsNoSecretOfAContainerIsNotHidden() throws Exception {
        try (FaultyHost host = FaultyHost.shared()) {
            host.create("plain");
            String image = host.docker()
                    .commitCmd("plain")
                    .withRepository("with-variables")
                    .withEnv("OPEN=theirs", "ONE=theirs", "LAST=the last one")
                    .exec();
            ContainerSpec spec = spec(secret("ONE"));
            ContainerDefinition definition =
                    spec.definition().toBuilder().image(image).build();
            host.runtime()
                    .create(new ContainerSpec(
                            spec.name(),
                            definition,
                            spec.taskDefinition(),
                            spec.environment(),
                            spec.secrets(),
                            List.of(),
                            spec.labels(),
                            0));
            String said = "OPEN=" + canaries.open + " ONE=" + canaries.plant("ONE") + " LAST=the last one";
            host.proxy().when("POST", "/containers/[^/]+/start", Fault.refuse(400, said));
            assertThat(catchThrowable(() -> host.runtime().start("one")))
                    .hasMessage("OPEN=" + canaries.open + " ONE=*** LAST=the last one");
        }
    }

    @Test
    void aLabelThatDoesNotFitHidesNothing() {
        String[] variables = {"OPEN=open", "ONE=secret", "TWO"};
        String label = "io.stowage.docker.secrets";
        assertThat(SecretVariables.of(Map.of(label, "1+2"), variables))
                .satisfiesExactly(
                        one -> {
                            assertThat(one.name()).isEqualTo("ONE");
                            assertThat(one.reveal()).containsExactly("secret".toCharArray());
                        },
                        two -> assertThat(two.name()).isEmpty());
        for (String other : List.of("", "2+2", "1+", "-1+1", "9999999+1")) {
            assertThat(SecretVariables.of(Map.of(label, other), variables)).isEmpty();
        }
        assertThat(SecretVariables.of(Map.of(), variables)).isEmpty();
        assertThat(SecretVariables.of(Map.of(label, "0+1"), null)).isEmpty();
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
