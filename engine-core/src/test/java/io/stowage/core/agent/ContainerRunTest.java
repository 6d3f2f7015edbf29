package io.stowage.core.agent;

import static io.stowage.core.agent.Moment.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.ContainerDefinition;
import io.stowage.model.HealthCheck;
import io.stowage.model.HealthStatus;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One run of a container, as the runtime shows it. */
class ContainerRunTest {

    private static final Instant BEGAN = Instant.parse("2026-01-01T00:00:00Z");

    private final ContainerRun run = new ContainerRun(2, checkedBy(HealthCheck.shell("check"), null));

    private static ContainerDefinition checkedBy(@Nullable HealthCheck health, @Nullable HealthCheck readiness) {
        return ContainerDefinition.builder()
                .name("c")
                .image("image")
                .healthCheck(health)
                .readinessCheck(readiness)
                .build();
    }

    private static Moment at(long second) {
        return new Moment(Duration.ofSeconds(second).toNanos(), Instant.EPOCH);
    }

    private static ContainerState shown(Phase phase, Integer exitCode, String reason) {
        return new ContainerState("c", Map.of(), "id", phase, exitCode, reason, null, null, List.of(), null);
    }

    private static ContainerState ended(Instant startedAt, Instant finishedAt) {
        return new ContainerState(
                "c", Map.of(), "id", Phase.EXITED, 3, "so it was", startedAt, finishedAt, List.of(), null);
    }

    @Test
    void atFirstNothingIsKnownOfIt() {
        assertThat(run.number()).isEqualTo(2);
        assertThat(run.seen()).isNull();
        assertThat(run.started()).isFalse();
        assertThat(run.mayHaveStarted()).isFalse();
        assertThat(run.runningSince()).isEqualTo(NEVER);
        assertThat(run.exit()).isNull();
    }

    @Test
    void whatIsOnlyCreatedHasNotStartedWhateverWasFeared() {
        run.mayHaveStarted(true);
        assertThat(run.mayHaveStarted()).isTrue();
        ContainerState created = shown(Phase.CREATED, null, null);
        run.saw(created, at(1));
        assertThat(run.mayHaveStarted()).isFalse();
        assertThat(run.started()).isFalse();
        assertThat(run.seen()).isEqualTo(created);
    }

    @Test
    void itRunsSinceItWasFirstSeenToAndItsChecksBegin() {
        run.saw(shown(Phase.RUNNING, null, null), at(5));
        run.saw(shown(Phase.RUNNING, null, null), at(9));
        assertThat(run.started()).isTrue();
        assertThat(run.mayHaveStarted()).isTrue();
        assertThat(run.runningSince()).isEqualTo(at(5).nanos());
        assertThat(run.probe().nextAt()).isEqualTo(at(35).nanos());
    }

    @Test
    void itRanForAsLongAsTheRuntimeSays() {
        run.saw(ended(BEGAN, BEGAN.plusSeconds(7)), at(5));
        assertThat(run.started()).isTrue();
        assertThat(run.mayHaveStarted()).isTrue();
        assertThat(run.exit()).isEqualTo(new Exit(3, "so it was", Duration.ofSeconds(7), false));
    }

    @Test
    void orElseForAsLongAsItWasSeenTo() {
        run.saw(shown(Phase.RUNNING, null, null), at(5));
        run.saw(ended(null, BEGAN), at(9));
        assertThat(run.exit().ranFor()).isEqualTo(Duration.ofSeconds(4));

        ContainerRun unseen = new ContainerRun(0, checkedBy(null, null));
        unseen.saw(ended(BEGAN, null), at(9));
        assertThat(unseen.exit().ranFor()).isZero();
    }

    @Test
    void howItEndedIsToldOnce() {
        run.saw(shown(Phase.EXITED, 1, null), at(5));
        run.saw(shown(Phase.EXITED, 2, null), at(6));
        run.gone("removed", at(7));
        assertThat(run.exit()).isEqualTo(new Exit(1, null, Duration.ZERO, false));
    }

    @Test
    void anExitCodeThatIsUnknownHasAReason() {
        run.saw(shown(Phase.EXITED, null, null), at(5));
        assertThat(run.exit().exitCode()).isNull();
        assertThat(run.exit().reason()).contains("unknown");
        ContainerRun killed = new ContainerRun(0, checkedBy(null, null));
        killed.saw(shown(Phase.EXITED, null, "killed"), at(5));
        assertThat(killed.exit().reason()).isEqualTo("killed");
    }

    @Test
    void whatIsGoneHasEndedIfItEverStarted() {
        run.gone("removed", at(4));
        assertThat(run.exit()).isNull();
        run.saw(shown(Phase.RUNNING, null, null), at(5));
        run.gone("removed", at(8));
        assertThat(run.exit()).isEqualTo(new Exit(null, "removed", Duration.ofSeconds(3), true));
    }

    @Test
    void healthThatTheRuntimeChecksIsBelieved() {
        run.saw(
                new ContainerState(
                        "c", Map.of(), "id", Phase.RUNNING, null, null, null, null, List.of(), HealthStatus.HEALTHY),
                at(5));
        assertThat(run.probe().status()).isEqualTo(HealthStatus.HEALTHY);
        run.saw(shown(Phase.RUNNING, null, null), at(6));
        assertThat(run.probe().status()).as("nothing was said").isEqualTo(HealthStatus.HEALTHY);
    }

    @Test
    void aTaskThatWasHealthyHadContainersThatWereReady() {
        HealthCheck check = HealthCheck.shell("check");
        ContainerRun adopted = new ContainerRun(0, checkedBy(check, check));
        assertThat(adopted.isReady()).isFalse();
        adopted.wasKnown(HealthStatus.UNHEALTHY, false);
        assertThat(adopted.probe().status()).isEqualTo(HealthStatus.UNHEALTHY);
        assertThat(adopted.isReady()).isFalse();
        adopted.wasKnown(HealthStatus.HEALTHY, true);
        assertThat(adopted.probe().status()).as("the runtime knows better").isEqualTo(HealthStatus.UNHEALTHY);
        assertThat(adopted.isReady()).isTrue();
    }
}
