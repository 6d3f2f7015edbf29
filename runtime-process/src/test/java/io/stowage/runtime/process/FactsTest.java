package io.stowage.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What follows from what was found. */
class FactsTest {

    private static final Instant CLAIMED = Instant.ofEpochSecond(100);
    private static final Instant WRITTEN = Instant.ofEpochSecond(200);
    private static final ProcessId SUPERVISOR = new ProcessId(10, 1);
    private static final ProcessId COMMAND = new ProcessId(11, 2);
    private static final ContainerRecord RECORD = new ContainerRecord(
            "c", "n", "boot", "/p", "/", false, Map.of(), List.of(), List.of(), List.of(), List.of());

    private static ProcessId.Stat stat(ProcessId id, char state, int waitStatus) {
        return new ProcessId.Stat(id, state, id.pid(), waitStatus);
    }

    private static ContainerState state(Journal journal, ProcessId.Stat command, ProcessId.Stat... supervisors) {
        return new Facts(RECORD, journal, true, CLAIMED, WRITTEN, command, List.of(supervisors), false).state();
    }

    private static Journal ran() {
        return new Journal(List.of(SUPERVISOR), COMMAND, null, null);
    }

    @Test
    void without_a_claim_it_is_created() {
        ContainerState state = new Facts(RECORD, Journal.EMPTY, true, null, null, null, List.of(), false).state();
        assertThat(state.phase()).isEqualTo(Phase.CREATED);
        assertThat(state.startedAt()).isNull();
    }

    @Test
    void while_the_command_lives_it_runs_whoever_supervises() {
        assertThat(state(ran(), stat(COMMAND, 'S', 0)).phase()).isEqualTo(Phase.RUNNING);
        assertThat(state(ran(), stat(COMMAND, 'T', 0)).phase()).isEqualTo(Phase.RUNNING);
        assertThat(state(ran(), stat(COMMAND, 'D', 0)).startedAt()).isEqualTo(CLAIMED);
    }

    @Test
    void while_a_supervisor_can_still_write_it_runs() {
        assertThat(state(ran(), null, stat(SUPERVISOR, 'S', 0)).phase()).isEqualTo(Phase.RUNNING);
        assertThat(state(ran(), stat(COMMAND, 'Z', 9), stat(SUPERVISOR, 'R', 0)).phase())
                .isEqualTo(Phase.RUNNING);
        Journal launching = new Journal(List.of(SUPERVISOR), null, null, null);
        assertThat(state(launching, null, stat(SUPERVISOR, 'S', 0)).phase()).isEqualTo(Phase.RUNNING);
    }

    @Test
    void the_journals_exit_is_the_exit() {
        Journal exited = new Journal(List.of(SUPERVISOR), COMMAND, 143, null);
        assertThat(state(exited, null))
                .returns(143, ContainerState::exitCode)
                .returns(WRITTEN, ContainerState::finishedAt)
                .returns(null, ContainerState::reason);
        Facts oom = new Facts(RECORD, exited, true, CLAIMED, WRITTEN, null, List.of(), true);
        assertThat(oom.state().reason()).isEqualTo("OutOfMemoryError: Container killed due to memory usage");
    }

    @Test
    void a_zombie_has_exited_with_the_code_that_the_kernel_shows() {
        assertThat(state(ran(), stat(COMMAND, 'Z', 9)).exitCode()).isEqualTo(137);
        assertThat(state(ran(), stat(COMMAND, 'Z', 0x0700)).exitCode()).isEqualTo(7);
        assertThat(state(ran(), stat(COMMAND, 'Z', 0x8b)).exitCode()).isEqualTo(139);
        assertThat(state(ran(), stat(COMMAND, 'Z', 9), stat(SUPERVISOR, 'T', 0)).phase())
                .isEqualTo(Phase.EXITED);
    }

    @Test
    void an_exit_that_nobody_recorded_is_unknown() {
        assertThat(state(ran(), null))
                .returns(Phase.EXITED, ContainerState::phase)
                .returns(null, ContainerState::exitCode)
                .returns(null, ContainerState::finishedAt);
        assertThat(state(ran(), null).reason()).contains("unknown");
        assertThat(state(Journal.EMPTY, null).reason()).startsWith("CannotStartContainerError: ");
    }

    @Test
    void nothing_of_an_earlier_boot_runs() {
        Facts facts = new Facts(RECORD, ran(), false, CLAIMED, WRITTEN, stat(COMMAND, 'S', 0), List.of(), false);
        assertThat(facts.state().phase()).isEqualTo(Phase.EXITED);
        assertThat(facts.state().exitCode()).isNull();
        Journal exited = new Journal(List.of(SUPERVISOR), COMMAND, 0, null);
        assertThat(new Facts(RECORD, exited, false, CLAIMED, WRITTEN, null, List.of(), false)
                        .state()
                        .exitCode())
                .isZero();
    }
}
