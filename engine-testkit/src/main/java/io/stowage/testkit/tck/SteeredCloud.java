package io.stowage.testkit.tck;

import io.stowage.spi.InstanceProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a provider launches machines in, for the contract tests: a fake of it that does as it is told, and knows the truth. Nothing here fails
 * or lags, whatever the cloud was told to do to its callers.
 */
public interface SteeredCloud {

    /** A provider on this cloud, new each time: each engine has one of its own, and a restarted engine a new one. */
    InstanceProvider connect() throws Exception;

    /** Properties that machines can be launched with. */
    Map<String, String> properties();

    /** Properties that are wrong in one way at least, each of them by its name. Unless overridden, one that no provider knows. */
    default Map<String, String> wrongProperties() {
        return Map.of("stowage-tck-no-such-property", "x");
    }

    /** The names of two types or more, each to be had in every one of {@link #availabilityZones}. */
    List<String> machineTypes();

    /** Two zones or more. */
    List<String> availabilityZones();

    /** Somebody else launches a machine that carries these tags and no others, and it runs; gives its id. */
    String addStranger(Map<String, String> tags);

    /** A machine that was launched runs, and can be reached from now on. */
    void letRun(String machineId);

    /** A machine can't be found for so long, by any call; it goes on as before. */
    void hide(String machineId, Duration duration);

    /** A machine is going to be taken back in two minutes, and whoever has it is told. */
    void giveNotice(String machineId);

    /** A machine isn't going to be taken back after all. */
    void withdrawNotice(String machineId);

    /** A machine is taken back now, whether or not there was a notice. */
    void takeBack(String machineId);

    /** Every call fails from now on and has no effect, or works again. */
    void failCalls(boolean now);

    /** The answers of all calls get lost from now on, though the calls have their effect; or they arrive again. */
    void loseReplies(boolean now);

    /** There is none of a type in a zone any more, whatever is paid for it. */
    void noCapacity(String machineType, String availabilityZone);

    /** There is enough of everything again. */
    void capacityAgain();

    /** How many machines this account may have at once. */
    void limit(int most);

    /** Lets time go by in the cloud. */
    void letTimePass(Duration time);

    /** The ids of all machines that have not ended, those of others included: the truth. */
    Set<String> alive();

    /** How many threads call providers at once; 8 unless overridden. 1 for a simulation that runs in one thread. */
    default int callers() {
        return 8;
    }
}
