package io.stowage.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.DesiredStatus;
import io.stowage.model.HealthStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BoardTest {

    private final Board board = new Board();

    @Test
    void keepsTheNewerOfTwoEvents() {
        board.put(task(2, TaskStatus.STOPPED));
        board.put(task(1, TaskStatus.RUNNING));
        assertThat(board.isStopped("a")).isTrue();
    }

    @Test
    void givesWhatWasKnownBefore() {
        assertThat(board.put(task(1, TaskStatus.PENDING))).isNull();
        assertThat(board.put(task(2, TaskStatus.RUNNING))).isEqualTo(task(1, TaskStatus.PENDING));
    }

    @Test
    void isReadyOnlyWhileHealthyAndWanted() {
        Task healthy = task(1, TaskStatus.RUNNING).toBuilder()
                .healthStatus(HealthStatus.HEALTHY)
                .build();
        board.put(task(0, TaskStatus.RUNNING));
        assertThat(board.ready()).isEmpty();
        board.put(healthy);
        assertThat(board.ready()).containsExactly(healthy);
        board.put(healthy.toBuilder()
                .version(2)
                .desiredStatus(DesiredStatus.STOPPED)
                .build());
        assertThat(board.ready()).isEmpty();
    }

    @Test
    void waitsNoLongerThanTold() throws InterruptedException {
        assertThat(board.await(Duration.ofMillis(1), () -> board.isStopped("a")))
                .isFalse();
        board.put(task(1, TaskStatus.STOPPED));
        assertThat(board.await(Duration.ofMinutes(1), () -> board.isStopped("a")))
                .isTrue();
    }

    private static Task task(long version, TaskStatus status) {
        return Task.builder()
                .taskArn("a")
                .clusterArn("c")
                .taskDefinitionArn("d")
                .group("service:hello")
                .createdAt(Instant.EPOCH)
                .desiredStatus(DesiredStatus.RUNNING)
                .lastStatus(status)
                .version(version)
                .build();
    }
}
