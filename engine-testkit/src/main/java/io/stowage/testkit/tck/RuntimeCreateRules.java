package io.stowage.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** A name is a container's identity. */
interface RuntimeCreateRules extends RuntimeRules {

    @Test
    default void rt09_aCreatedContainerIsThereAndDoesNotRun() throws Exception {
        RuntimeUnderTest test = underTest();
        SpecBuilder spec = test.spec("a", test.tck().sleeping()).label("colour", "blue");
        String name = test.create(spec);
        test.letALittleTimePass();
        assertThat(test.state(name))
                .returns(name, ContainerState::name)
                .returns(Phase.CREATED, ContainerState::phase)
                .returns(null, ContainerState::exitCode)
                .returns(null, ContainerState::startedAt)
                .returns(null, ContainerState::finishedAt);
        assertThat(test.state(name).labels()).containsAllEntriesOf(spec.labels());
    }

    @Test
    default void rt10_creatingAgainChangesNothingInAnyPhase() throws Exception {
        RuntimeUnderTest test = underTest();
        ContainerSpec spec = test.spec("a", test.tck().sleeping()).build();
        String name = test.create(test.spec("a", test.tck().sleeping()));
        assertCreatingChangesNothing(test, spec);
        test.runtime().start(name);
        assertCreatingChangesNothing(test, spec);
        test.runtime().kill(name);
        test.awaitExit(name);
        assertCreatingChangesNothing(test, spec);
        assertThat(test.list()).hasSize(1);
    }

    private static void assertCreatingChangesNothing(RuntimeUnderTest test, ContainerSpec spec) throws Exception {
        ContainerState before = test.state(spec.name());
        test.runtime().create(spec);
        test.connect().create(spec);
        assertThat(test.state(spec.name())).isEqualTo(before);
    }

    @Test
    default void rt11_aNameThatAnotherSpecificationHasIsRefusedAndItsContainerNotTouched() throws Exception {
        RuntimeUnderTest test = underTest();
        ContainerSpec other =
                test.spec("a", test.tck().exiting(3)).hash("hash-2").build();
        String name = test.create("a", test.tck().sleeping());
        assertRefused(test, other);
        test.runtime().start(name);
        assertRefused(test, other);
        test.runtime().kill(name);
        test.awaitExit(name);
        assertRefused(test, other);
    }

    private static void assertRefused(RuntimeUnderTest test, ContainerSpec other) {
        ContainerState before = test.state(other.name());
        RuntimeUnderTest.assertRefused(
                Category.CannotCreateContainerError, () -> test.runtime().create(other));
        assertThat(test.state(other.name())).isEqualTo(before);
    }

    @Test
    default void rt12_ofManyWhoCreateOneContainerAtOnceAllFindIt() throws Exception {
        RuntimeUnderTest test = underTest();
        for (int round = 0; round < 5; round++) {
            ContainerSpec spec = test.spec("a" + round, test.tck().sleeping()).build();
            test.runtime().pull(spec.definition().image());
            List<Callable<ContainerState>> creators = new ArrayList<>();
            for (int i = 0; i < Math.max(2, test.tck().callers()); i++) {
                ContainerRuntime connection = test.connect();
                creators.add(() -> {
                    connection.create(spec);
                    return RuntimeUnderTest.state(connection, spec.name());
                });
            }
            assertThat(test.atOnce(creators)).containsOnly(test.state(spec.name()));
        }
        assertThat(test.list()).hasSize(5);
    }
}
