package io.stowage.core.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.Deployment;
import io.stowage.model.DeploymentAlarms;
import io.stowage.model.DeploymentConfiguration;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BakeTimeTest {

    private static final DeploymentAlarms ALARMS = new DeploymentAlarms(List.of("errors"), true, true);
    private static final Deployment PRIMARY = Services.deployment("ecs-svc/1");

    private static Duration bake(@Nullable Integer minutes, @Nullable DeploymentAlarms alarms, Deployment primary) {
        return BakeTime.of(
                Services.of(2, primary).toBuilder()
                        .deploymentConfiguration(DeploymentConfiguration.builder()
                                .bakeTimeInMinutes(minutes)
                                .alarms(alarms)
                                .build())
                        .build(),
                primary);
    }

    @Test
    void itIsWhatIsAskedForWithAlarmsAndWithout() {
        assertThat(bake(7, null, PRIMARY)).isEqualTo(Duration.ofMinutes(7));
        assertThat(bake(7, ALARMS, PRIMARY)).isEqualTo(Duration.ofMinutes(7));
        assertThat(bake(0, ALARMS, PRIMARY)).isZero();
    }

    @Test
    void ifNothingIsAskedForItIsFiveMinutesWhereAlarmsAreWatched() {
        assertThat(bake(null, ALARMS, PRIMARY)).isEqualTo(Duration.ofMinutes(5));
        assertThat(bake(null, null, PRIMARY)).isZero();
        assertThat(bake(null, new DeploymentAlarms(List.of("errors"), true, false), PRIMARY))
                .isZero();
        assertThat(bake(null, ALARMS, PRIMARY.toBuilder().alarmsIgnored(true).build()))
                .isZero();
    }

    @Test
    void aRollbackDoesNotBake() {
        Deployment rollback =
                PRIMARY.toBuilder().completedAt(PRIMARY.createdAt()).build();
        assertThat(bake(7, ALARMS, rollback)).isZero();
    }
}
