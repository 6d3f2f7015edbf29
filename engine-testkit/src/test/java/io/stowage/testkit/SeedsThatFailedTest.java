package io.stowage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.testkit.fault.Fault;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Seeds that once violated an invariant, with what was wrong. They are run for ever. A seed is another run once something else is drawn
 * than before; so each of these has a small test of its own, too.
 */
class SeedsThatFailedTest {

    @ParameterizedTest(name = "{0} with {1} tasks: {2}")
    @CsvSource({
        "105, 20, a task was given up that was missing from one list",
        "143, 20, a container was removed that carried copied labels",
        "5, 100, a task that was placed between a reactivation and a loss in one turn was held against the engine",
        "10401269, 100, the wait for a crash was forgotten with failures to start that were older",
        "10400032, 100, a service was to be spread over zones that had no room for more",
        "5076, 20, a container that was made anew after somebody had removed every trace of it was held against the engine",
    })
    void isMended(long seed, int tasks, String whatWasWrong) {
        SimulationResult result =
                SimulationRun.run(new SimulationSettings(seed, tasks, Duration.ofHours(6)), new StowageEngines());
        assertThat(result.violation()).as(whatWasWrong).isNull();
    }

    @ParameterizedTest(name = "{0} with {1} engines, {2} h and {3}: {4}")
    @CsvSource(
            delimiter = '|',
            value = {
                "24 | 3 | 1 | ENGINE_CRASHES,STORE_PARTITIONED,STORE_FORGETS"
                        + " | a task that obeyed a lost order was said to have failed",
                "500392 | 3 | 6 | BAD_APPLICATIONS,HOST_VANISHES,HOST_REBOOTS,CALLS_SLOW,STORE_FAILS,STORE_ANSWERS_LOST,STORE_STALE,"
                        + "STORE_CONFLICTS,STORE_FORGETS,DATABASE_CLOCK_STEPS,STORE_PARTITIONED,HOST_PARTITIONED,LISTS_LIE,"
                        + "CONTAINERS_VANISH,EVENTS_UNRELIABLE,FOREIGN_INTERFERENCE,LISTENERS_FAIL,PORTS_FAIL"
                        + " | an engine took another commit for the lost one that had its number",
                "42 | 1 | 1 | HOST_VANISHES,HOST_REBOOTS,DAEMON_RESTARTS,ENGINE_CRASHES,ENGINE_RESTARTS,CLOCK_STEPS,CLOCK_DRIFTS,CALLS_FAIL,"
                        + "CALLS_SLOW,STORE_ANSWERS_LOST,STORE_SLOW,STORE_CONFLICTS,LISTS_LIE,FOREIGN_INTERFERENCE,LISTENERS_FAIL,PORTS_FAIL"
                        + " | a state was gone on from that had been led from again since it was left",
                "5001956 | 1 | 4 | HOST_VANISHES,HOST_REBOOTS,DAEMON_RESTARTS,ENGINE_PAUSES,CLOCK_STEPS,CLOCK_DRIFTS,CALLS_FAIL,CALLS_SLOW,STORE_FAILS,"
                        + "STORE_HANGS,STORE_SLOW,DATABASE_CLOCK_STEPS,SWIZZLE_CLOG,FOREIGN_INTERFERENCE,LOOKALIKES,PORTS_TAKEN,LISTENERS_FAIL"
                        + " | an engine that could read its state but now and then asked for what it knew already before each try",
                "7000130 | 3 | 1 | HOST_REBOOTS,STORE_FORGETS | a task that the store knows to be PENDING again was held against the engine",
                "5002543 | 1 | 4 | HOST_REBOOTS,DAEMON_RESTARTS,ENGINE_RESTARTS,ENGINE_PAUSES,CLOCK_STEPS,CLOCK_DRIFTS,CALLS_FAIL,CALLS_SLOW,"
                        + "STORE_ANSWERS_LOST,STORE_SLOW,STORE_PARTITIONED,HOST_PARTITIONED,SWIZZLE_CLOG,LISTS_LIE,CONTAINERS_VANISH,"
                        + "EVENTS_UNRELIABLE,FOREIGN_INTERFERENCE,LOOKALIKES,PORTS_FAIL"
                        + " | an engine that adopts took the run before for the one that runs, because a list lied",
                "5000155 | 1 | 2 | BAD_APPLICATIONS,HOST_VANISHES,DAEMON_RESTARTS,ENGINE_CRASHES,ENGINE_RESTARTS,ENGINE_PAUSES,CLOCK_STEPS,"
                        + "CLOCK_DRIFTS,STORE_ANSWERS_LOST,STORE_SLOW,STORE_CONFLICTS,LISTS_LIE,CONTAINERS_VANISH,FOREIGN_INTERFERENCE,"
                        + "LISTENERS_FAIL,PORTS_FAIL | a list that lied before the truth did not count as the first that lacked them",
                "7001203 | 3 | 1 | BAD_APPLICATIONS,HOST_VANISHES,DAEMON_RESTARTS,ENGINE_RESTARTS,ENGINE_PAUSES,CALLS_FAIL,STORE_FAILS,STORE_HANGS,"
                        + "STORE_SLOW,STORE_CONFLICTS,STORE_FORGETS,DATABASE_CLOCK_STEPS,STORE_PARTITIONED,SWIZZLE_CLOG,LISTS_LIE,PORTS_FAIL"
                        + " | what a deposed engine had made was held against the one that leads",
                "9320053 | 1 | 3 | CLOCK_STEPS,CLOCK_DRIFTS,CALLS_FAIL,STORE_FAILS,STORE_STALE,STORE_CONFLICTS,DATABASE_CLOCK_STEPS,EVENTS_UNRELIABLE,"
                        + "PORTS_TAKEN,PORTS_FAIL | a deployment that was stopped and gone in one commit was held to have been given up unasked",
                "9300017 | 1 | 3 | RECORDS_DAMAGED | an instance was let go of though a task of it could not be told",
                "9300006 | 1 | 3 | RECORDS_DAMAGED | a task that could not be told was a reason to stop a sound one",
                "604 | 3 | 3 | CALLS_SLOW | a late word took a connection for lost that was there again",
                "110 | 1 | 1 | HOST_REBOOTS,CALLS_FAIL,STORE_FAILS,STORE_SLOW,STORE_CONFLICTS,RECORDS_DAMAGED,DATABASE_CLOCK_STEPS,STORE_PARTITIONED,"
                        + "CONTAINERS_VANISH,EVENTS_UNRELIABLE,LOOKALIKES"
                        + " | a daemon left a draining instance before a task that could not be told",
                "114 | 1 | 4 | HOST_REBOOTS,ENGINE_RESTARTS,ENGINE_PAUSES,CLOCK_STEPS,STORE_FAILS,STORE_SLOW,STORE_STALE,STORE_CONFLICTS,"
                        + "RECORDS_DAMAGED,SWIZZLE_CLOG,LISTS_LIE,LOOKALIKES,PORTS_TAKEN,LISTENERS_FAIL,PORTS_FAIL"
                        + " | a daemon was started beside one that could not be told",
                "9300043 | 1 | 3 | RECORDS_DAMAGED | it was forgotten that an agent had connected whose instance could not be told",
                "9600344 | 3 | 6 | BAD_APPLICATIONS,DAEMON_RESTARTS,CALLS_FAIL,CALLS_SLOW,STORE_FAILS,STORE_STALE,STORE_CONFLICTS,RECORDS_DAMAGED,"
                        + "DATABASE_CLOCK_STEPS,STORE_PARTITIONED,SWIZZLE_CLOG,LISTS_LIE,EVENTS_UNRELIABLE,FOREIGN_INTERFERENCE,LOOKALIKES,"
                        + "LISTENERS_FAIL | a report counted as taken whose request was seen to go before the reply that said otherwise",
                "9800076 | 1 | 2 | HOST_VANISHES,ENGINE_CRASHES,CLOCK_STEPS,STORE_FAILS,STORE_HANGS,RECORDS_DAMAGED,LISTS_LIE,PORTS_TAKEN"
                        + " | what was launched for a lost task was stopped by an engine that took over and counted that again",
                "9900368 | 1 | 3 | HOST_VANISHES,ENGINE_CRASHES,ENGINE_PAUSES,CALLS_FAIL,STORE_FAILS,STORE_SLOW,STORE_FORGETS,DATABASE_CLOCK_STEPS,"
                        + "HOST_PARTITIONED,LOOKALIKES,PORTS_FAIL | lost tasks were stopped as too many though there was no other",
                "9602237 | 3 | 6 | HOST_REBOOTS,DAEMON_RESTARTS,ENGINE_CRASHES,CLOCK_STEPS,STORE_HANGS,STORE_FORGETS,RECORDS_DAMAGED,"
                        + "DATABASE_CLOCK_STEPS,HOST_PARTITIONED,LISTS_LIE,EVENTS_UNRELIABLE,FOREIGN_INTERFERENCE,LOOKALIKES,PORTS_TAKEN"
                        + " | a connection was told a leader that could not read the instance yet, and not told again",
                "9503979 | 1 | 6 | BAD_APPLICATIONS,HOST_VANISHES,ENGINE_CRASHES,ENGINE_RESTARTS,CALLS_FAIL,CALLS_SLOW,STORE_ANSWERS_LOST,STORE_SLOW,"
                        + "STORE_FORGETS,RECORDS_DAMAGED,STORE_PARTITIONED,FOREIGN_INTERFERENCE,PORTS_TAKEN"
                        + " | a machine whose registration was refused once was not registered again",
                "10100573 | 1 | 6 | BAD_APPLICATIONS,HOST_REBOOTS,DAEMON_RESTARTS,ENGINE_CRASHES,CLOCK_DRIFTS,CALLS_SLOW,STORE_FAILS,STORE_HANGS,"
                        + "STORE_STALE,STORE_FORGETS,HOST_PARTITIONED,CONTAINERS_VANISH,FOREIGN_INTERFERENCE,LOOKALIKES,PORTS_TAKEN,"
                        + "LISTENERS_FAIL,PORTS_FAIL | several crashes at once that began anew were held against the wait of those before",
                "10103459 | 1 | 6 | BAD_APPLICATIONS,HOST_VANISHES,HOST_REBOOTS,ENGINE_CRASHES,CLOCK_DRIFTS,STORE_FAILS,STORE_HANGS,STORE_SLOW,"
                        + "STORE_STALE,STORE_CONFLICTS,STORE_FORGETS,RECORDS_DAMAGED,STORE_PARTITIONED,EVENTS_UNRELIABLE,PORTS_TAKEN,"
                        + "LISTENERS_FAIL,PORTS_FAIL | going back at once from a deployment that an alarm ended in the commit that began it was"
                        + " held against the engine",
                "10201517 | 3 | 6 | HOST_VANISHES,ENGINE_CRASHES,ENGINE_PAUSES,CALLS_FAIL,CALLS_SLOW,STORE_ANSWERS_LOST,STORE_FORGETS,"
                        + "HOST_PARTITIONED,LISTS_LIE,CONTAINERS_VANISH,FOREIGN_INTERFERENCE,LOOKALIKES,LISTENERS_FAIL,PORTS_FAIL"
                        + " | a restarted run that somebody removed before anybody knew of it was held to be known",
                "10104415 | 1 | 6 | HOST_REBOOTS,ENGINE_CRASHES,ENGINE_RESTARTS,ENGINE_PAUSES,CALLS_FAIL,STORE_FAILS,STORE_ANSWERS_LOST,"
                        + "STORE_HANGS,STORE_SLOW,STORE_FORGETS,HOST_PARTITIONED,SWIZZLE_CLOG,EVENTS_UNRELIABLE"
                        + " | a container that had been given up was started again by the next agent",
                "10105221 | 1 | 6 | HOST_VANISHES,DAEMON_RESTARTS,ENGINE_PAUSES,CLOCK_DRIFTS,CALLS_SLOW,STORE_ANSWERS_LOST,STORE_FORGETS,"
                        + "RECORDS_DAMAGED,HOST_PARTITIONED,SWIZZLE_CLOG,EVENTS_UNRELIABLE,LOOKALIKES,PORTS_TAKEN,LISTENERS_FAIL"
                        + " | a protection that had ended had not by the time of the next lease, and its task was stopped",
            })
    void isMendedWithTheseFaults(long seed, int engines, int hours, String faults, String whatWasWrong) {
        Set<Fault> kinds = Arrays.stream(faults.split(",")).map(Fault::valueOf).collect(Collectors.toSet());
        SimulationSettings settings = new SimulationSettings(seed, 20, Duration.ofHours(hours));
        SimulationResult result =
                SimulationRun.run(settings.withEngines(engines).withFaults(kinds), new StowageEngines());
        assertThat(result.violation()).as(whatWasWrong).isNull();
    }
}
