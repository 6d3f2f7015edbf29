package io.stowage.testkit;

import io.stowage.testkit.fault.Fault;
import io.stowage.testkit.world.SimulationRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the driver is going to do in a run and let go wrong, as a list, drawn from the settings alone before anything happens.
 *
 * <p>An act has a number, and chance decides about it in a stream that belongs to that number. What the settings leave out is missing from
 * the list, and nothing else is different: numbers, times and kinds of all others stay. So a run that fails can be made shorter one
 * act at a time.
 */
public final class Plan {

    /** The longest time in which nobody does anything: a busy run, an ordinary one, and one that mostly runs by itself. */
    private static final List<Duration> LONGEST_GAPS =
            List.of(Duration.ofMinutes(2), Duration.ofMinutes(4), Duration.ofMinutes(8));

    private static final Duration FIRST = Duration.ofSeconds(30);
    private static final int FIRST_SERVICES = 16;
    private static final String FAULT = "fault ";

    /** An act and what it consists in: a deed, or a fault that strikes. */
    record Step(Act act, @Nullable Deed deed, @Nullable Fault fault, SimulationRandom random) {}

    private final SimulationSettings settings;
    private final SimulationRandom root;
    private final Set<Fault> faults;
    private final List<Step> steps = new ArrayList<>();
    private int number;

    private Plan(SimulationSettings settings) {
        this.settings = settings;
        this.root = new SimulationRandom(settings.seed()).derive("plan");
        Set<Fault> given = settings.faults();
        this.faults = given == null ? drawFaults(root.derive("faults")) : given;
    }

    /** The plan of a run. */
    public static Plan of(SimulationSettings settings) {
        Plan plan = new Plan(settings);
        plan.draw();
        return plan;
    }

    /** The kinds of faults that there are in the run. */
    public Set<Fault> faults() {
        return faults;
    }

    /** What is going to be done and to go wrong, in this order. */
    public List<Act> acts() {
        return steps.stream().map(Step::act).toList();
    }

    List<Step> steps() {
        return steps;
    }

    /** One run in twenty has no faults, to see whether the engine keeps still by itself, and one in twenty exactly one kind. */
    private static Set<Fault> drawFaults(SimulationRandom random) {
        Set<Fault> drawn = EnumSet.noneOf(Fault.class);
        long die = random.below(20);
        if (die == 0) {
            return drawn;
        }
        List<Fault> all = List.of(Fault.values());
        if (die == 1) {
            drawn.add(all.get((int) random.below(all.size())));
            return drawn;
        }
        for (Fault fault : all) {
            if (random.below(2) == 0) {
                drawn.add(fault);
            }
        }
        return drawn;
    }

    private void draw() {
        Duration longestGap = LONGEST_GAPS.get((int) root.derive("pace").below(LONGEST_GAPS.size()));
        for (int i = 0; i < FIRST_SERVICES; i++) {
            addDeed(FIRST, Deed.CREATE_SERVICE);
        }
        Duration at = FIRST;
        while (true) {
            SimulationRandom random = root.derive("moment/" + number);
            at = at.plusNanos(random.between(Duration.ofMillis(10), longestGap));
            if (at.compareTo(FIRST.plus(settings.duration())) >= 0) {
                return;
            }
            addDeed(at, Deed.at(random.between(0, 99)));
            if (random.below(3) == 0 && !faults.isEmpty()) {
                List<Fault> kinds = List.copyOf(faults);
                addFault(at, kinds.get((int) random.below(kinds.size())));
            }
        }
    }

    private void addDeed(Duration at, Deed deed) {
        add(at, deed.words(), deed, null);
    }

    private void addFault(Duration at, Fault fault) {
        add(at, FAULT + fault, null, fault);
    }

    private void add(Duration at, String name, @Nullable Deed deed, @Nullable Fault fault) {
        number++;
        if (!settings.leftOut().contains(number)) {
            steps.add(new Step(new Act(number, at, name), deed, fault, root.derive("act/" + number)));
        }
    }
}
