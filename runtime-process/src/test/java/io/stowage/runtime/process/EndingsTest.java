package io.stowage.runtime.process;

import static io.stowage.runtime.process.TestHost.awaitExit;
import static io.stowage.runtime.process.TestHost.shell;
import static io.stowage.runtime.process.TestHost.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.ContainerState.Phase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stopping commands that don't want to, and all that they started. */
class EndingsTest {

    private TestHost host;
    private ProcessRuntime runtime;

    @BeforeEach
    void connect() throws Exception {
        host = new TestHost();
        runtime = host.connect();
    }

    @AfterEach
    void close() throws Exception {
        host.close();
    }

    @Test
    void a_command_that_ignores_sigterm_is_killed() throws Exception {
        shell("c", "trap '' TERM; echo ready; while :; do sleep 0.05; done").start(runtime);
        host.line("c");
        runtime.signal("c", "SIGTERM");
        assertThat(state(runtime, "c").phase()).isEqualTo(Phase.RUNNING);
        runtime.kill("c");
        assertThat(awaitExit(runtime, "c").exitCode()).isEqualTo(137);
    }

    @Test
    void a_signal_goes_to_the_whole_process_group() throws Exception {
        shell("c", "sleep 3609 & echo $!; wait").start(runtime);
        long child = Long.parseLong(host.line("c"));
        runtime.signal("c", "SIGTERM");
        awaitExit(runtime, "c");
        TestHost.awaitGone(child);
    }

    @Test
    void a_kill_ends_children_wherever_they_went() throws Exception {
        shell("c", "sleep 3609 & a=$!; setsid sleep 3609 & b=$!; (setsid sleep 3609 & echo $a $b $!); sleep 3609")
                .start(runtime);
        List<Long> children = new ArrayList<>();
        for (String pid : host.line("c").split(" ", -1)) {
            children.add(Long.valueOf(pid));
        }
        assertThat(children).hasSize(3).allMatch(TestHost::isAlive);
        runtime.kill("c");
        assertThat(awaitExit(runtime, "c").exitCode()).isEqualTo(137);
        children.forEach(TestHost::awaitGone);
    }

    @Test
    void children_that_outlive_the_command_are_ended_and_the_exit_code_is_the_commands() throws Exception {
        shell("c", "sleep 3609 & a=$!; setsid sleep 3609 & echo $a $!; exit 6").start(runtime);
        String[] children = host.line("c").split(" ", -1);
        assertThat(awaitExit(runtime, "c").exitCode()).isEqualTo(6);
        for (String child : children) {
            TestHost.awaitGone(Long.parseLong(child));
        }
    }

    /** Where it has a control group, that is: without one nothing tells such a process from any other of the host. */
    @Test
    void a_daemon_that_left_the_session_and_hid_its_marker_ends_with_its_container() throws Exception {
        Assumptions.assumeTrue(runtime.describe().honouredFields().contains("containerDefinitions[].memory"));
        for (boolean killed : new boolean[] {true, false}) {
            shell(
                            "c",
                            "(env -i setsid sh -c 'echo $$; : > up; exec sleep 3609' &); while [ ! -e up ]; do sleep 0.02; done; "
                                    + (killed ? "exec sleep 3609" : "exit 5"))
                    .with(d -> d.memory(64))
                    .start(runtime);
            long daemon = Long.parseLong(host.line("c"));
            if (killed) {
                assertThat(TestHost.isAlive(daemon)).isTrue();
                runtime.kill("c");
            }
            assertThat(awaitExit(runtime, "c").exitCode()).isEqualTo(killed ? 137 : 5);
            TestHost.awaitGone(daemon);
            runtime.remove("c");
        }
    }

    @Test
    void a_fork_storm_ends_with_its_container() throws Exception {
        shell("c", "echo ready; while :; do sleep 0.01 & sleep 0.01; done").start(runtime);
        host.line("c");
        runtime.kill("c");
        assertThat(awaitExit(runtime, "c").exitCode()).isEqualTo(137);
        long leader = TestHost.pid(runtime, "c");
        TestHost.awaitGone(leader);
    }

    @Test
    void processes_of_other_containers_are_left_alone() throws Exception {
        shell("a", "sleep 3609 & echo $!; wait").start(runtime);
        shell("b", "sleep 3609 & echo $!; wait").start(runtime);
        long survivor = Long.parseLong(host.line("b"));
        host.line("a");
        runtime.kill("a");
        awaitExit(runtime, "a");
        runtime.remove("a");
        assertThat(TestHost.isAlive(survivor)).isTrue();
        assertThat(state(runtime, "b").phase()).isEqualTo(Phase.RUNNING);
    }
}
