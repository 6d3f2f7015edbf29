package io.stowage.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.ContainerDefinition;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerState;
import io.stowage.spi.Observation;
import io.stowage.testkit.tck.ContainerRuntimeTck.Arrived;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is asked for arrives as it is, or is refused: nothing of it is changed, and nothing of it is interpreted on the way. */
interface RuntimeValueRules extends RuntimeRules {

    @Test
    default void rt42_argumentsArriveAsTheyAre() throws Exception {
        RuntimeUnderTest test = underTest();
        List<String> words = hostile();
        Arrived all = run(test, test.spec("a", test.tck().reporting(words)));
        if (all != null) {
            assertThat(all.words()).isEqualTo(words);
            return;
        }
        // Not all of them: then each arrives or is refused for itself.
        assertThat(words.stream()
                        .filter(word -> arrives(test, "a" + Integer.toHexString(word.hashCode()), word))
                        .count())
                .as("the words that arrive, of %s", words.size())
                .isPositive();
    }

    private static boolean arrives(RuntimeUnderTest test, String name, String word) {
        Arrived one = run(test, test.spec(name, test.tck().reporting(List.of(word))));
        if (one != null) {
            assertThat(one.words()).containsExactly(word);
        }
        return one != null;
    }

    @Test
    default void rt43_theEnvironmentAndSecretsArriveAsTheyAre() throws Exception {
        RuntimeUnderTest test = underTest();
        List<String> values = hostile();
        SpecBuilder spec = test.spec("a", test.tck().reporting(List.of()));
        for (int i = 0; i < values.size(); i++) {
            spec.environment("PLAIN_" + i, values.get(i)).secret("SECRET_" + i, values.get(i));
        }
        Arrived arrived = accepted(run(test, spec));
        for (int i = 0; i < values.size(); i++) {
            assertThat(arrived.environment())
                    .containsEntry("PLAIN_" + i, values.get(i))
                    .containsEntry("SECRET_" + i, values.get(i));
        }
    }

    @Test
    default void rt44_namesOfVariablesArriveOrAreRefused() throws Exception {
        RuntimeUnderTest test = underTest();
        int number = 0;
        for (String name : List.of(
                "A", "lower", "a.b", "a-b", "a b", "1", "é", "$(id)", "`id`", "a\nb", "*", "a=b", "", "IFS", "PS4",
                "PATH", "LD_X")) {
            number++;
            SpecBuilder spec =
                    test.spec("a" + number, test.tck().reporting(List.of())).environment(name, "the value of " + name);
            Arrived arrived = run(test, spec);
            if (arrived != null) {
                assertThat(arrived.environment()).containsEntry(name, "the value of " + name);
            }
            assertThat(arrived != null || !name.equals("A"))
                    .as("that a plain name arrives")
                    .isTrue();
        }
    }

    @Test
    default void rt45_theWorkingDirectoryArrives() throws Exception {
        RuntimeUnderTest test = underTest();
        if (!test.honours("containerDefinitions[].workingDirectory")) {
            return;
        }
        String wanted = test.tck().workingDirectory();
        ContainerDefinition definition = test.tck().reporting(List.of("x")).toBuilder()
                .workingDirectory(wanted)
                .build();
        Arrived arrived = accepted(run(test, test.spec("a", definition)));
        assertThat(arrived.workingDirectory()).isEqualTo(wanted);
    }

    @Test
    default void rt46_labelsComeBackAsTheyAre() throws Exception {
        RuntimeUnderTest test = underTest();
        int number = 0;
        for (String text : HostileText.WORDS) {
            number++;
            SpecBuilder spec = test.spec("a" + number, test.tck().sleeping())
                    .label("value", text)
                    .label("key " + text, "x");
            ContainerRuntimeException refused = RuntimeUnderTest.refusal(() -> test.create(spec));
            if (refused == null) {
                assertThat(test.state(spec.build().name()).labels()).containsAllEntriesOf(spec.labels());
                assertThat(test.runtime().list(spec.labels()))
                        .as("found by the label \"%s\"", text)
                        .extracting(ContainerState::name)
                        .containsExactly(spec.build().name());
            } else {
                assertThat(test.runtime().inspect(spec.build().name())).isEqualTo(new Observation.Absent());
            }
        }
    }

    @Test
    default void rt47_namesAreKeptApartWhateverTheyAre() throws Exception {
        RuntimeUnderTest test = underTest();
        List<String> made = new ArrayList<>();
        Stream<String> strange = Stream.concat(
                Stream.of("x", "X", "x.", "x_1", "x-1", "x/y", "../x", "x".repeat(200), "x".repeat(201)),
                HostileText.WORDS.stream());
        for (String name : strange.toList()) {
            SpecBuilder spec = test.spec("n" + name, test.tck().sleeping());
            if (RuntimeUnderTest.refusal(() -> test.create(spec)) == null) {
                made.add(spec.build().name());
                assertThat(test.state(spec.build().name()).name())
                        .isEqualTo(spec.build().name());
            }
        }
        assertThat(made)
                .as("plain names, which an engine uses")
                .contains(test.name("nx"), test.name("nx_1"), test.name("nx-1"), test.name("n" + "x".repeat(200)));
        assertThat(test.listedNames(test.runtime()))
                .containsExactlyInAnyOrderElementsOf(made)
                .isSorted();
    }

    /** Wherever people or other programs look. */
    @Test
    default void rt48_secretsShowNowhere() throws Exception {
        RuntimeUnderTest test = underTest();
        String secret = "s3cr3t-" + test.name("canary");
        String name = test.start(test.spec("a", test.tck().sleeping()).secret("PASSWORD", secret));
        assertThat(test.runtime().inspect(name).toString()).doesNotContain(secret);
        assertThat(test.list().toString()).doesNotContain(secret);
        test.runtime().kill(name);
        assertThat(test.awaitExit(name).toString()).doesNotContain(secret);
        ContainerRuntimeException refused = RuntimeUnderTest.refusal(() ->
                test.create(test.spec("a", test.tck().sleeping()).hash("other").secret("PASSWORD", secret)));
        assertThat(refused).isNotNull();
        assertThat(String.valueOf(refused)).doesNotContain(secret);
    }

    private static Arrived accepted(@Nullable Arrived arrived) {
        if (arrived == null) {
            throw new AssertionError("what every runtime has to take was refused");
        }
        return arrived;
    }

    private static List<String> hostile() {
        return Stream.concat(HostileText.WORDS.stream(), HostileText.random(60).stream())
                .toList();
    }

    /** What a container was given; null if it was refused. */
    private static @Nullable Arrived run(RuntimeUnderTest test, SpecBuilder spec) {
        if (RuntimeUnderTest.refusal(() -> test.start(spec)) != null) {
            return null;
        }
        String name = spec.build().name();
        assertThat(test.awaitExit(name).exitCode())
                .as("the exit code of what reports")
                .isZero();
        try {
            return test.tck().arrived(test.runtime(), name);
        } catch (Exception unreadable) {
            throw new AssertionError("what " + name + " reported can't be read", unreadable);
        }
    }
}
