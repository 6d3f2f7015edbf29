package io.stowage.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.spi.Observation;
import io.stowage.spi.RuntimeDescription;
import io.stowage.spi.RuntimeTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Providers, connections and images. */
interface RuntimeConnectionRules extends RuntimeRules {

    @Test
    default void rt01_aProviderHasANameAndKeepsIt() {
        var provider = underTest().provider();
        assertThat(provider.name()).isNotBlank().isEqualTo(provider.name());
    }

    @Test
    default void rt02_wrongPropertiesAreRefusedByName() {
        RuntimeTarget target = underTest().target();
        Map<String, String> wrong = underTest().tck().wrongProperties();
        Throwable refused = RuntimeUnderTest.outcomeOf(() -> underTest()
                .provider()
                .connect(
                        new RuntimeTarget(target.clusterName(), target.containerInstanceId(), wrong, target.policy())));
        assertThat(refused).isInstanceOf(IllegalArgumentException.class);
        String message = String.valueOf(refused);
        assertThat(wrong.keySet())
                .as("the properties, one of which the message names: %s", message)
                .anyMatch(message::contains);
    }

    @Test
    default void rt03_aRuntimeDescribesItsHost() throws Exception {
        RuntimeDescription description = underTest().runtime().describe();
        assertThat(description.runtimeVersion()).isNotNull();
        assertThat(description.cpu()).as("cpu units").isPositive();
        assertThat(description.memory()).as("MiB of memory").isPositive();
        assertThat(description.gpus()).doesNotContainNull();
        assertThat(description.attributes()).doesNotContainNull();
        assertThat(description.honouredFields()).doesNotContainNull().isNotEmpty();
        assertThat(description.warnings()).doesNotContainNull();
        RuntimeDescription again = underTest().connect().describe();
        assertThat(again.cpu()).isEqualTo(description.cpu());
        assertThat(again.honouredFields()).isEqualTo(description.honouredFields());
    }

    @Test
    default void rt04_anImageThatIsThereCanBePulledAgain() throws Exception {
        String image = underTest().tck().sleeping().image();
        underTest().runtime().pull(image);
        assertThat(underTest().runtime().pull(image))
                .isEqualTo(underTest().connect().pull(image));
    }

    @Test
    default void rt05_anImageThatCanNotBeHadIsRefused() {
        RuntimeUnderTest test = underTest();
        String missing = test.tck().missingImage();
        RuntimeUnderTest.assertRefused(
                Category.CannotPullContainerError, () -> test.runtime().pull(missing));
        var spec = test.spec(
                        "a", test.tck().sleeping().toBuilder().image(missing).build())
                .build();
        RuntimeUnderTest.assertRefused(
                Category.CannotCreateContainerError, () -> test.runtime().create(spec));
        assertThat(test.runtime().inspect(spec.name())).isEqualTo(new Observation.Absent());
    }

    /** What is asked of a closed connection may be answered still, but never with a guess. */
    @Test
    default void rt06_aClosedConnectionGuessesNothing() throws Exception {
        RuntimeUnderTest test = underTest();
        String name = test.start("a", test.tck().sleeping());
        ContainerRuntime closed = test.connect();
        closed.close();
        closed.close();
        assertThat(closed.inspect(name)).isNotNull().isNotInstanceOf(Observation.Absent.class);
        List<List<String>> answers = new ArrayList<>();
        Throwable refused = RuntimeUnderTest.outcomeOf(() -> answers.add(test.listedNames(closed)));
        assertThat(refused != null || answers.get(0).equals(List.of(name)))
                .as("that a list is complete or is none: %s", answers)
                .isTrue();
    }

    @Test
    default void rt07_followingIsAHintThatEnds() throws Exception {
        RuntimeUnderTest test = underTest();
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        var subscription = test.runtime().follow(heard::add);
        String name = test.start("a", test.tck().exiting(0));
        test.awaitExit(name);
        test.letALittleTimePass();
        assertThat(heard).as("the names of containers that changed").doesNotContainNull();
        subscription.close();
        subscription.close();
        test.letALittleTimePass();
        heard.clear();
        test.awaitExit(test.start("b", test.tck().exiting(0)));
        test.letALittleTimePass();
        assertThat(heard).as("what was told after the end").isEmpty();
    }

    @Test
    default void rt08_connectionsThatAreClosedLeaveNothingBehind() throws Exception {
        RuntimeUnderTest test = underTest();
        String name = test.start("a", test.tck().sleeping());
        int connections = 30;
        int before = Thread.activeCount();
        for (int i = 0; i < connections; i++) {
            try (ContainerRuntime connection = test.connect();
                    var subscription = connection.follow(changed -> {})) {
                assertThat(RuntimeUnderTest.state(connection, name).phase()).isEqualTo(Phase.RUNNING);
            }
        }
        assertThat(test.comesTrue(() -> Thread.activeCount() < before + connections / 2))
                .as("that threads end: there were %s and are %s", before, Thread.activeCount())
                .isTrue();
    }
}
