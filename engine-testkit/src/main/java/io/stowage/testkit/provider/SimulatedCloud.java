package io.stowage.testkit.provider;

import io.stowage.spi.InstanceProvider.LaunchRequest;
import io.stowage.spi.InstanceProvider.MachineType;
import io.stowage.spi.InstanceProvider.Purchase;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.SimulationRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A cloud as it truly is: its machines, what it has none of, and how it misbehaves.
 *
 * <p>What engines see of it goes through a {@link SimulatedInstanceProvider}, which breaks; the verbs here never do. It has no thread and no
 * timer: whatever has happened since it was last asked is made up for by {@link #settle}, which every call does first. A cloud belongs to
 * the world around the engines and outlives their crashes.
 *
 * <p>Not thread-safe: one simulation, one thread.
 */
public final class SimulatedCloud {

    /** How long before it takes a machine back this cloud says so. */
    public static final Duration NOTICE = Duration.ofMinutes(2);

    private final InstantSource clock;
    private final SimulationRandom calls;
    private final SimulationRandom boots;
    private final Catalog catalog;
    private final Map<String, SimulatedMachine> machines = new TreeMap<>();
    /** Those that the cloud hasn't forgotten yet: what calls cost doesn't grow with what ever was. */
    private final Map<String, SimulatedMachine> remembered = new TreeMap<>();

    private final Map<String, SimulatedMachine> byToken = new TreeMap<>();
    private final Shortages shortages = new Shortages();
    private final Map<CloudFault, Long> hits = new EnumMap<>(CloudFault.class);

    private MachineHosts hosts = MachineHosts.NONE;
    private CloudFaults faults = CloudFaults.NONE;
    private int limit = Integer.MAX_VALUE;
    private Instant deniedUntil = Instant.MIN;
    /** Up to when nothing happens to any machine by itself. */
    private Instant quietUntil = Instant.MAX;

    private int launches;
    private int repliesToLose;
    private int callsToFail;

    /**
     * @param clock what time it is in the cloud
     * @param random what is left to chance
     * @param catalog what can be launched
     */
    public SimulatedCloud(InstantSource clock, SimulationRandom random, Catalog catalog) {
        this.clock = clock;
        this.calls = random.derive("calls");
        this.boots = random.derive("boots");
        this.catalog = catalog;
    }

    /** A cloud in the time of a simulation, by chances of its seed. */
    public static SimulatedCloud in(Simulation simulation, Catalog catalog) {
        return new SimulatedCloud(simulation::time, simulation.random("cloud"), catalog);
    }

    public Catalog catalog() {
        return catalog;
    }

    Instant now() {
        return clock.instant();
    }

    /** How it fails from now on. Machines that were launched already boot as they were going to. */
    public void faults(CloudFaults nowFaults) {
        faults = nowFaults;
    }

    /** Who is told of machines that begin and end, and knows how to reach them. */
    public void hosts(MachineHosts nowHosts) {
        hosts = nowHosts;
    }

    MachineHosts hosts() {
        return hosts;
    }

    /** How many machines there may be at once. */
    public void limit(int most) {
        limit = most;
    }

    /** Every call fails for this long, and has no effect. */
    public void denyAccess(Duration duration) {
        deniedUntil = now().plus(duration);
    }

    /** There is none of a type (empty for all of them) in a zone (empty for all of them) for this long. */
    public void noCapacity(String machineType, String availabilityZone, List<Purchase> purchases, Duration duration) {
        shortages.add(machineType, availabilityZone, purchases, now().plus(duration));
    }

    /** Nothing is short any more. */
    public void capacityAgain() {
        shortages.clear();
    }

    /** The next call has its effect, and throws. */
    public void loseNextReply() {
        repliesToLose++;
    }

    /** The next call throws and has no effect. */
    public void failNextCall() {
        callsToFail++;
    }

    /** Every machine that there ever was, ordered by launch: the truth. */
    public Collection<SimulatedMachine> machines() {
        settle();
        return List.copyOf(machines.values());
    }

    /** Every machine that the cloud knows something of, ordered by launch. */
    Collection<SimulatedMachine> remembered() {
        settle();
        return List.copyOf(remembered.values());
    }

    /** A machine, as it truly is. */
    public SimulatedMachine machine(String id) {
        SimulatedMachine machine = machines.get(id);
        if (machine == null) {
            throw new IllegalArgumentException("There was never a machine " + id + ".");
        }
        return machine;
    }

    /** What still costs money and was launched by an engine. */
    public List<SimulatedMachine> alive() {
        return remembered().stream()
                .filter(machine -> !machine.isStrangers() && machine.isAlive(now()))
                .toList();
    }

    /** How often each fault truly struck. */
    public Map<CloudFault, Long> hits() {
        return new EnumMap<>(hits);
    }

    void hit(CloudFault fault) {
        hits.merge(fault, 1L, Long::sum);
    }

    /** Somebody else launches a machine, with whatever tags they like, and it runs at once. Gives its id. */
    public String addStranger(Map<String, String> tags) {
        var type = catalog.machineTypes().get(0);
        LaunchRequest request =
                new LaunchRequest("stranger-" + launches, type.name(), "", Purchase.ON_DEMAND, Map.of(), tags);
        SimulatedMachine machine = add(request, type.availabilityZones().get(0), true);
        disturb(machine).boots(now(), now());
        return machine.id();
    }

    /** A machine runs and can be reached from now on, whatever was drawn for it. */
    public void letRun(String id) {
        disturb(machine(id)).boots(now(), now());
        settle();
    }

    /** A machine is shown in descriptions only from then on. */
    public void hide(String id, Duration duration) {
        machine(id).visibleFrom(now().plus(duration));
    }

    /** The cloud says that it takes a machine back in {@link #NOTICE}, and does so unless it withdraws the notice. */
    public void giveNotice(String id) {
        disturb(machine(id)).interruption(now().plus(NOTICE));
        hit(CloudFault.NOTICE_GIVEN);
    }

    /** A machine goes on after all. */
    public void withdrawNotice(String id) {
        settle();
        disturb(machine(id)).interruption(null);
        hit(CloudFault.NOTICE_WITHDRAWN);
    }

    /** A machine is taken back now, whether or not there was a notice. */
    public void takeBack(String id) {
        disturb(machine(id)).endsAt(now(), SimulatedMachine.End.TAKEN_BACK, false);
        hit(CloudFault.TAKEN_BACK);
        settle();
    }

    /** Brings everything up to the time that it is. */
    public void settle() {
        Instant now = now();
        if (now.isBefore(quietUntil)) {
            return;
        }
        Instant quiet = Instant.MAX;
        for (SimulatedMachine machine : List.copyOf(remembered.values())) {
            Instant interruption = machine.interruption();
            if (interruption != null && !now.isBefore(interruption) && machine.endsAt() == null) {
                machine.endsAt(interruption, SimulatedMachine.End.TAKEN_BACK, false);
                hit(CloudFault.TAKEN_BACK);
            }
            if (machine.begins(now)) {
                hosts.began(machine);
            }
            if (machine.ends(now)) {
                hosts.ended(machine);
            }
            if (machine.isForgotten(now)) {
                remembered.remove(machine.id());
            } else if (machine.quietUntil().isBefore(quiet)) {
                quiet = machine.quietUntil();
            }
        }
        quietUntil = quiet;
    }

    /** Something is about to change for a machine. */
    private SimulatedMachine disturb(SimulatedMachine machine) {
        quietUntil = Instant.MIN;
        return machine;
    }

    /** A call comes in. */
    void called(String what) {
        settle();
        if (now().isBefore(deniedUntil)) {
            hit(CloudFault.ACCESS_DENIED);
            throw new CloudUnavailableException(what + " failed: the credentials have expired.");
        }
        if (callsToFail > 0 || calls.chance(faults.failingCallsPerMillion())) {
            callsToFail = Math.max(0, callsToFail - 1);
            hit(CloudFault.CALL_FAILED);
            throw new CloudUnavailableException(what + " failed: RequestLimitExceeded");
        }
    }

    /** A call has had its effect. */
    void answers(String what) {
        if (repliesToLose > 0 || calls.chance(faults.lostRepliesPerMillion())) {
            repliesToLose = Math.max(0, repliesToLose - 1);
            hit(CloudFault.REPLY_LOST);
            throw new CloudUnavailableException(what + " failed: the connection broke.");
        }
    }

    boolean isShortOf(String machineType, String availabilityZone, Purchase purchase) {
        return shortages.concern(machineType, availabilityZone, purchase, now());
    }

    boolean isFull() {
        return alive().size() >= limit;
    }

    @Nullable
    SimulatedMachine ofToken(String clientToken) {
        return byToken.get(clientToken);
    }

    @Nullable
    SimulatedMachine find(String id) {
        return machines.get(id);
    }

    SimulatedMachine launch(LaunchRequest request, String availabilityZone) {
        SimulatedMachine machine = add(request, availabilityZone, false);
        byToken.put(request.clientToken(), machine);
        machine.visibleFrom(now().plusNanos(boots.between(Duration.ZERO, faults.longestDescribeLag())));
        Instant up = now().plusNanos(boots.between(faults.bootTakes().dividedBy(2), faults.bootTakes()));
        boolean runs = !boots.chance(faults.neverRunsPerMillion());
        boolean isReached = !boots.chance(faults.neverReachedPerMillion());
        if (!runs) {
            hit(CloudFault.NEVER_RUNS);
        } else if (!isReached) {
            hit(CloudFault.NEVER_REACHED);
        }
        disturb(machine).boots(runs ? up : null, isReached ? up : null);
        return machine;
    }

    private SimulatedMachine add(LaunchRequest request, String availabilityZone, boolean strangers) {
        launches++;
        String id = "m-%06d".formatted(launches);
        SimulatedMachine machine = new SimulatedMachine(
                id, request, availabilityZone, attributes(request, availabilityZone), strangers, now());
        machines.put(id, machine);
        remembered.put(id, machine);
        return machine;
    }

    private Map<String, String> attributes(LaunchRequest request, String availabilityZone) {
        Map<String, String> attributes = new TreeMap<>(
                catalog.find(request.machineType()).map(MachineType::attributes).orElse(Map.of()));
        attributes.put("ecs.availability-zone", availabilityZone);
        attributes.put(
                "ecs.ami-id", request.properties().getOrDefault(SimulatedInstanceProvider.IMAGE, "ami-simulated"));
        return Collections.unmodifiableMap(attributes);
    }

    /** Asked to end: it does so at once, or runs on for a while and can't be found. */
    void end(SimulatedMachine machine) {
        if (machine.isStrangers()) {
            hit(CloudFault.STRANGER_ENDED);
        }
        long takes = boots.between(Duration.ZERO, faults.longestEnding());
        if (takes > 0) {
            hit(CloudFault.NOT_FOUND_WHILE_RUNNING);
        }
        disturb(machine).endsAt(now().plusNanos(takes), SimulatedMachine.End.ASKED, takes > 0);
        settle();
    }
}
