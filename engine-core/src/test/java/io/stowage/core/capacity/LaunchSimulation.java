package io.stowage.core.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.capacity.Collector.Garbage;
import io.stowage.core.capacity.Collector.Records;
import io.stowage.core.capacity.Collector.Sightings;
import io.stowage.core.capacity.Launch.Phase;
import io.stowage.core.capacity.LaunchStep.Effect;
import io.stowage.spi.InstanceProvider.LaunchRequest;
import io.stowage.spi.InstanceProvider.LaunchResult;
import io.stowage.spi.InstanceProvider.Machine;
import io.stowage.spi.InstanceProvider.MachineState;
import io.stowage.spi.InstanceProvider.Purchase;
import io.stowage.spi.InstanceProvider.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * One launch on a provider that loses answers, shows machines late, refuses, lets machines die and forgets what it was told to terminate; the
 * engine forgets what it was about to do. Whatever happened: one machine is registered in the end, and no other one is left.
 */
final class LaunchSimulation implements Records {

    private static final List<Pool> POOLS = List.of(
            new Pool("m", "a", Purchase.SPOT),
            new Pool("m", "b", Purchase.SPOT),
            new Pool("m", "a", Purchase.ON_DEMAND));
    private static final LaunchTerms TERMS = new LaunchTerms(Machines.CLUSTER, "spot", POOLS, Map.of(), Map.of());

    private final Random random;
    private final Map<String, LaunchRequest> requests = new TreeMap<>();
    private final Map<String, Machine> byToken = new TreeMap<>();
    private final Map<String, Machine> machines = new TreeMap<>();
    private final Map<String, Instant> visibleAt = new TreeMap<>();
    private final Map<String, Integer> registrations = new TreeMap<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private boolean faults = true;
    private Launch launch = LaunchDecider.begin("launch-1", TERMS, POOLS.get(0), now);
    private PoolPauses pauses = PoolPauses.NONE;
    private Sightings sightings = Sightings.NONE;

    LaunchSimulation(long seed) {
        random = new Random(seed);
    }

    void run() {
        for (int tick = 0; tick < 720; tick++) {
            tick();
        }
        faults = false;
        for (int tick = 0; tick < 720; tick++) {
            tick();
        }
        assertThat(launch.phase()).isEqualTo(Phase.REGISTERED);
        assertThat(machines.values().stream().filter(States::isThere).map(Machine::id))
                .containsExactly(launch.machine().id());
        assertThat(registrations.values()).allMatch(times -> times == 1);
    }

    private boolean happens(int percent) {
        return faults && random.nextInt(100) < percent;
    }

    /** Ten seconds. */
    private void tick() {
        now = now.plusSeconds(10);
        launch.ask().filter(any -> !happens(20)).ifPresent(this::ask);
        take(LaunchDecider.due(launch, TERMS, pauses, now));
        world();
        if (!happens(30)) {
            look(now);
        }
        if (launch.phase() == Phase.OVER) {
            launch = LaunchDecider.begin("launch-" + now.getEpochSecond(), TERMS, POOLS.get(0), now);
        }
    }

    private void ask(LaunchRequest request) {
        LaunchRequest first = requests.putIfAbsent(request.clientToken(), request);
        assertThat(first == null || first.equals(request)).isTrue();
        if (happens(20)) {
            launch = LaunchDecider.unanswered(launch, request.clientToken(), now);
            return;
        }
        if (!byToken.containsKey(request.clientToken()) && happens(40)) {
            Refusal refusal = random.nextInt(4) == 0 ? Refusal.LIMIT : Refusal.NO_CAPACITY;
            take(LaunchDecider.answered(
                    launch, request.clientToken(), new LaunchResult.Refused(refusal, "no"), TERMS, pauses, now));
            return;
        }
        Machine machine = byToken.computeIfAbsent(request.clientToken(), any -> launched(request));
        if (happens(30)) {
            launch = LaunchDecider.unanswered(launch, request.clientToken(), now);
        } else {
            take(LaunchDecider.answered(
                    launch,
                    request.clientToken(),
                    new LaunchResult.Launched(machines.get(machine.id())),
                    TERMS,
                    pauses,
                    now));
        }
    }

    private Machine launched(LaunchRequest request) {
        String id = "i-%03d".formatted(machines.size());
        Machine machine = Machines.of(id, MachineState.PENDING, now, request.tags());
        machines.put(id, machine);
        visibleAt.put(id, now.plusSeconds(faults ? random.nextInt(600) : 0));
        return machine;
    }

    private void world() {
        for (Machine machine : List.copyOf(machines.values())) {
            if (States.isThere(machine)) {
                MachineState next = happens(1) ? MachineState.TERMINATED : MachineState.RUNNING;
                boolean stuck = machine.state() == MachineState.PENDING && happens(95);
                Instant notice = happens(2) ? now.plusSeconds(120) : null;
                change(machine, stuck ? MachineState.PENDING : next, stuck ? null : notice);
            }
        }
    }

    private void change(Machine machine, MachineState state, Instant notice) {
        machines.put(machine.id(), Machines.of(machine.id(), state, machine.launchedAt(), machine.tags(), notice));
    }

    private void look(Instant at) {
        List<Machine> visible = machines.values().stream()
                .filter(machine -> !visibleAt.get(machine.id()).isAfter(at))
                .filter(machine -> !States.isOver(machine) || random.nextBoolean())
                .toList();
        List<Machine> own = visible.stream()
                .filter(machine -> OwnTags.launch(machine, Machines.CLUSTER)
                        .filter(launch.id()::equals)
                        .isPresent())
                .toList();
        take(LaunchDecider.looked(launch, own, at, TERMS, pauses, now));
        Garbage garbage = Collector.collect(Machines.CLUSTER, visible, this, sightings, now);
        sightings = garbage.sightings();
        assertThat(garbage.terminate()).hasSizeLessThanOrEqualTo(3);
        garbage.terminate().forEach(this::terminate);
    }

    private void take(LaunchStep step) {
        launch = step.launch();
        pauses = step.pauses();
        for (Effect effect : step.effects()) {
            if (effect instanceof Effect.Terminate terminate) {
                terminate(terminate.machineId());
            } else if (effect instanceof Effect.Register register && !happens(90)) {
                registrations.merge(register.machine().id(), 1, Integer::sum);
                launch = LaunchDecider.registered(launch, now);
            }
        }
    }

    /** A machine that is a container instance by now is never told to go. */
    private void terminate(String id) {
        boolean serves =
                launch.phase() == Phase.REGISTERED && launch.machine().id().equals(id);
        assertThat(serves).isFalse();
        if (!happens(50)) {
            change(machines.get(id), MachineState.TERMINATED, null);
        }
    }

    @Override
    public boolean know(Machine machine) {
        return OwnTags.launch(machine, Machines.CLUSTER)
                .filter(launch.id()::equals)
                .isPresent();
    }

    @Override
    public boolean hasTasks(Machine machine) {
        return launch.phase() == Phase.REGISTERED && launch.machine().id().equals(machine.id());
    }

    int attempts() {
        return requests.size();
    }
}
