package io.stowage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.EngineConfiguration.ScaleIn;
import io.stowage.spi.InstanceProvider;
import io.stowage.testkit.forward.ForwardingProvider;
import io.stowage.testkit.provider.CloudFault;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Machines that come and go all the time, from a cloud that fails. {@code benchmarks/run capacity --part faults} runs many more. */
class ChurnRunTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final EngineFactory ENGINES = StowageEngines.scalingIn(new ScaleIn(1, 100, Duration.ZERO));

    private static ChurnResult run(long seed, int engines, Duration duration, EngineFactory factory) {
        return ChurnRun.run(new ChurnSettings(seed, engines, duration), factory);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "3,3"})
    void noMachineIsLeftWhateverTheCloudDoes(long seed, int engines) {
        ChurnResult result = run(seed, engines, HOUR, ENGINES);
        assertThat(result.violation()).isNull();
        assertThat(result.failed()).isFalse();
        assertThat(result.launches()).isGreaterThan(50);
        assertThat(result.faults())
                .containsKeys(CloudFault.REPLY_LOST, CloudFault.DESCRIBE_LAGGED, CloudFault.NO_CAPACITY)
                .doesNotContainKeys(CloudFault.STRANGER_ENDED, CloudFault.TOKEN_REUSED);
        assertThat(result.counts().get("engine crashed")).isPositive();
    }

    @Test
    void aSeedIsARun() {
        Duration brief = Duration.ofMinutes(10);
        assertThat(run(4, 1, brief, ENGINES)).isEqualTo(run(4, 1, brief, ENGINES));
    }

    @Test
    void machinesThatAreLeftAreToldWithTheirSeed() {
        EngineFactory leaking = parts -> ENGINES.start(new EngineParts(
                parts.name(),
                parts.world(),
                parts.store(),
                parts.runtime(),
                parts.instances().stream().<InstanceProvider>map(Leaking::new).toList(),
                parts.ports()));
        ChurnResult result = run(5, 1, Duration.ofMinutes(10), leaking);
        assertThat(result.leaked()).isPositive();
        assertThat(result.failed()).isTrue();
        assertThat(result.violation())
                .contains("no machine is left", "benchmarks/run capacity --part faults --runs 1 --first 5 --engines 1");
    }

    /** Ends no machine, and says that it did. */
    private static final class Leaking extends ForwardingProvider {

        Leaking(InstanceProvider sound) {
            super(sound);
        }

        @Override
        public void terminate(String machineId, Map<String, String> properties) {
            // That is what is wrong with it.
        }
    }
}
