package io.stowage.core.agent.variable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.stowage.model.ContainerDefinition;
import io.stowage.model.EnvironmentFile;
import io.stowage.model.EnvironmentFileType;
import io.stowage.model.Secret;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.EnvironmentFileSource;
import io.stowage.spi.EnvironmentFileSource.EnvironmentFileNotAvailableException;
import io.stowage.spi.SecretResolver;
import io.stowage.spi.SecretResolver.SecretNotAvailableException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class HiddenVariablesTest {

    private static final EnvironmentFileSource.Context OWNER =
            new EnvironmentFileSource.Context("harbour", "arn:task/1", "arn:definition:1", "web");

    private static ContainerDefinition container(int files, Set<String> secrets) {
        List<EnvironmentFile> named = new ArrayList<>();
        for (int i = 0; i < files; i++) {
            named.add(new EnvironmentFile(i + ".env", EnvironmentFileType.S3));
        }
        return ContainerDefinition.builder()
                .name("web")
                .image("web:1")
                .environmentFiles(named)
                .secrets(secrets.stream().map(name -> new Secret(name, name)).toList())
                .build();
    }

    private static EnvironmentFileSource files(List<Map<String, String>> files) {
        return (file, owner) -> files.get(Integer.parseInt(file.value().replace(".env", ""))).entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining("\n"))
                .toCharArray();
    }

    @Provide
    Arbitrary<Map<String, String>> variables() {
        return Arbitraries.maps(
                        Arbitraries.of("A", "B", "C", "D", "E"),
                        Arbitraries.strings().alpha().ofMaxLength(3))
                .ofMaxSize(5);
    }

    @Provide
    Arbitrary<List<Map<String, String>>> severalFiles() {
        return variables().list().ofMaxSize(10);
    }

    /** The oracle goes from the weakest to the strongest. */
    @Property(tries = 500)
    void theStrongestWordCounts(
            @ForAll("severalFiles") List<Map<String, String>> files,
            @ForAll("variables") Map<String, String> environment,
            @ForAll("variables") Map<String, String> secrets)
            throws Exception {
        Map<String, String> expected = new LinkedHashMap<>();
        for (int i = files.size() - 1; i >= 0; i--) {
            expected.putAll(files.get(i));
        }
        expected.putAll(environment);
        expected.putAll(secrets);
        SecretResolver resolver = (valueFrom, owner) -> secrets.get(valueFrom).toCharArray();
        Map<String, String> hidden = EnvironmentFileTextTest.values(new HiddenVariables(resolver, files(files))
                .of(container(files.size(), secrets.keySet()), environment.keySet(), OWNER));
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.putAll(hidden);
        assertThat(all).isEqualTo(expected);
        assertThat(hidden.keySet())
                .as("a variable of the environment can only be a secret besides")
                .allMatch(name -> secrets.containsKey(name) || !environment.containsKey(name));
    }

    private static ContainerRuntimeException failure(SecretResolver secrets, EnvironmentFileSource files) {
        return catchThrowableOfType(
                ContainerRuntimeException.class,
                () -> new HiddenVariables(secrets, files).of(container(1, Set.of("PASSWORD")), Set.of(), OWNER));
    }

    @Example
    void aFileThatIsNotThereIsSaid() {
        ContainerRuntimeException failure = failure((valueFrom, owner) -> new char[0], (file, owner) -> {
            throw new EnvironmentFileNotAvailableException("no such object");
        });
        assertThat(failure.category()).isEqualTo(Category.ResourceInitializationError);
        assertThat(failure).hasMessage("environment file 0.env is not available: no such object");
        assertThat(failure.isRetryable()).isFalse();
    }

    @Example
    void whoFailsIsAskedAgainAndNotQuoted() {
        ContainerRuntimeException failure = failure((valueFrom, owner) -> new char[0], (file, owner) -> {
            throw new IllegalStateException("hunter2");
        });
        assertThat(failure.isRetryable()).isTrue();
        assertThat(failure)
                .hasMessage("environment file 0.env is not available:"
                        + " the source of environment files failed with IllegalStateException");
    }

    @Example
    void noFileIsAskedForWhereASecretIsMissing() {
        List<String> asked = new ArrayList<>();
        ContainerRuntimeException failure = failure(
                (valueFrom, owner) -> {
                    throw new SecretNotAvailableException("no such secret");
                },
                (file, owner) -> {
                    asked.add(file.value());
                    return new char[0];
                });
        assertThat(failure).hasMessage("secret PASSWORD from PASSWORD is not available: no such secret");
        assertThat(asked).isEmpty();
    }

    @Example
    void bothAreToldWhoseTheyAreAndWhatTheyGaveIsOverwritten() throws Exception {
        List<Object> owners = new ArrayList<>();
        char[] secret = "hunter2".toCharArray();
        char[] file = "A=hunter3".toCharArray();
        HiddenVariables variables = new HiddenVariables(
                (valueFrom, owner) -> {
                    owners.add(owner);
                    return secret;
                },
                (named, owner) -> {
                    owners.add(owner);
                    return file;
                });
        assertThat(EnvironmentFileTextTest.values(variables.of(container(1, Set.of("P")), Set.of(), OWNER)))
                .containsExactly(Map.entry("P", "hunter2"), Map.entry("A", "hunter3"));
        assertThat(owners)
                .containsExactly(new SecretResolver.Context("harbour", "arn:task/1", "arn:definition:1", "web"), OWNER);
        assertThat(secret).containsOnly('\0');
        assertThat(file).containsOnly('\0');
    }
}
