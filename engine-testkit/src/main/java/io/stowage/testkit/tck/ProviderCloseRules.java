package io.stowage.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.InstanceProvider;
import io.stowage.spi.InstanceProvider.Machine;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A provider comes and goes; machines stay. */
interface ProviderCloseRules extends ProviderRules {

    @Test
    default void ip47_machinesOutliveTheProviderThatLaunchedThem() throws Exception {
        ProviderUnderTest test = underTest();
        InstanceProvider first = test.connect();
        Machine machine = ProviderUnderTest.launch(first, test.request("a"));
        first.close();
        first.close();
        assertThat(test.cloud().alive()).containsExactly(machine.id());
        assertThat(test.launch("a").id()).isEqualTo(machine.id());
    }

    @Test
    default void ip48_closingOneProviderDisturbsNoOther() throws Exception {
        ProviderUnderTest test = underTest();
        InstanceProvider other = test.connect();
        other.describe(test.tags(), test.cloud().properties());
        other.close();
        Machine machine = test.launchAndRun(test.request("a"));
        test.terminate(machine.id());
        assertThat(ProviderUnderTest.isOver(test.await(machine.id(), ProviderUnderTest::isOver)))
                .isTrue();
    }

    @Test
    default void ip49_providersThatAreClosedLeaveNoThreadsBehind() throws Exception {
        ProviderUnderTest test = underTest();
        test.describe();
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        for (int i = 0; i < 3; i++) {
            InstanceProvider provider = test.cloud().connect();
            provider.machineTypes(List.of(test.type()), test.cloud().properties());
            provider.describe(test.tags(), test.cloud().properties());
            provider.close();
        }
        boolean gone = Together.comesTrue(
                Duration.ofSeconds(10), () -> begunSince(before).size() < 3);
        assertThat(gone)
                .as("that no thread is left for each provider: %s", begunSince(before))
                .isTrue();
    }

    private static Set<Thread> begunSince(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread) && thread.isAlive())
                .collect(Collectors.toSet());
    }
}
