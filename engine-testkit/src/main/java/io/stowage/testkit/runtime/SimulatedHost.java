package io.stowage.testkit.runtime;

import io.stowage.core.world.Cancellable;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.testkit.fault.Component;
import io.stowage.testkit.fault.Fault;
import io.stowage.testkit.fault.Rates;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.SimulationRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A host as it truly is: its containers, images and ports, and what its containers do by themselves.
 *
 * <p>What engines see of it goes through {@link SimulatedConnection}s, which break; the verbs here never do. While the host is
 * unreachable its containers run on; a reboot ends them all.
 */
public final class SimulatedHost {

    private static final int KILLED = 137;
    private static final int TERMINATED = 143;

    private final String name;
    private final int cpu;
    private final int memory;
    private final Simulation simulation;
    private final Applications applications;
    private final GroundTruth truth;
    private final SimulationRandom random;
    private final Map<String, SimulatedContainer> containers = new TreeMap<>();
    private final Disk disk;
    private final HostPortPool ports = new HostPortPool();
    private final List<Subscriber> subscribers = new ArrayList<>();
    /** By the labels that were ever asked for: agents ask for the same ones for ever. */
    private final Map<Map<String, String>, LabelView> views = new LinkedHashMap<>();

    private HostFaults faults = HostFaults.NONE;
    private Rates rates = Rates.NONE;
    private boolean silent;
    private boolean reachable = true;
    private Fault outage = Fault.HOST_VANISHES;
    private boolean terminated;
    private long runtimeIds;

    /** Hears that a container may have changed. */
    interface Subscriber {
        boolean isGone();

        void changed(String containerName);
    }

    SimulatedHost(
            String name, int cpu, int memory, Simulation simulation, Applications applications, GroundTruth truth) {
        this.name = name;
        this.cpu = cpu;
        this.memory = memory;
        this.simulation = simulation;
        this.applications = applications;
        this.truth = truth;
        this.random = simulation.random("host/" + name);
        this.disk = new Disk(simulation, applications, random, containers.values());
    }

    public String name() {
        return name;
    }

    /** It has done what an engine called it for. */
    void listed(boolean truly) {
        truth.listed(name, truly);
    }

    void answered() {
        truth.answered(name);
    }

    int cpu() {
        return cpu;
    }

    int memory() {
        return memory;
    }

    public boolean isReachable() {
        return reachable;
    }

    /** What is there now, running or not, ordered by name. */
    public Collection<SimulatedContainer> containers() {
        return List.copyOf(containers.values());
    }

    /** Calls fail or hang from now on, or work again. Containers run on. Without effect once it is terminated. */
    public void reachable(boolean nowReachable) {
        if (reachable != nowReachable && !terminated) {
            reachable = nowReachable;
            outage = Fault.HOST_VANISHES;
            truth.reachable(name, nowReachable);
        }
    }

    /** Everything that runs ends, and the host is unreachable until it is made {@link #reachable} again. */
    public void shutDown() {
        reachable(false);
        outage = Fault.HOST_REBOOTS;
        endAll(Fault.HOST_REBOOTS);
        ports.releaseAll();
    }

    /**
     * The daemon is down: unreachable until it is made {@link #reachable} again. Streams that were open tell nothing any more, then as now.
     *
     * @param containersSurvive whether containers run on meanwhile
     */
    public void daemonGoesDown(boolean containersSurvive) {
        reachable(false);
        outage = Fault.DAEMON_RESTARTS;
        subscribers.clear();
        if (!containersSurvive) {
            endAll(Fault.DAEMON_RESTARTS);
        }
    }

    private void endAll(Fault fault) {
        for (SimulatedContainer container : containers()) {
            if (container.isRunning()) {
                simulation.cells().hit(fault, Component.RUNTIME);
                exit(container, KILLED);
            }
        }
    }

    /** The kind of fault by which the host can't be reached. */
    Fault outage() {
        return outage;
    }

    /** How often it tells of changes wrongly, and lists wrongly, from now on. */
    public void rates(Rates nowRates) {
        rates = nowRates;
    }

    public Rates rates() {
        return rates;
    }

    /** Streams stay open and tell nothing from now on, or tell again. */
    public void silent(boolean nowSilent) {
        silent = nowSilent;
    }

    boolean isSilent() {
        return silent;
    }

    /** As {@link #shutDown}, and for good. */
    public void terminate() {
        shutDown();
        terminated = true;
    }

    /** How calls to it go wrong from now on. */
    public void faults(HostFaults nowFaults) {
        faults = nowFaults;
    }

    /** A container is gone, as if it never was: whatever of it ran has ended. */
    public void vanish(SimulatedContainer container) {
        if (containers.get(container.name()) != container) {
            return;
        }
        if (container.isRunning()) {
            exit(container, KILLED);
        }
        container.vanished();
        forget(container);
    }

    /** Somebody ends what runs in a container, with force or by a signal that it heeds. */
    public void endedByStranger(SimulatedContainer container, boolean force) {
        if (container.isRunning()) {
            exit(container, force ? KILLED : TERMINATED);
        }
    }

    /**
     * Somebody has a container here, which runs.
     *
     * @return false, if its name or its host port is taken
     */
    public boolean addForeign(ContainerSpec spec) {
        return addForeign(spec, false);
    }

    /** Somebody removes one of our containers and has one of its name, which runs, in its place. */
    public void replaceByImpostor(SimulatedContainer ours, ContainerSpec spec) {
        vanish(ours);
        addForeign(spec, true);
    }

    private boolean addForeign(ContainerSpec spec, boolean impostor) {
        if (containers.containsKey(spec.name())) {
            return false;
        }
        runtimeIds++;
        SimulatedContainer container = new SimulatedContainer(
                name,
                spec,
                applications.registry().content(spec.definition().image()),
                name + "/" + runtimeIds,
                Behaviour.SOUND.draw(random),
                simulation.nanos());
        container.foreign(impostor);
        try {
            container.started(simulation.nanos(), ports.bind(spec));
        } catch (ContainerRuntimeException taken) {
            return false;
        }
        add(container);
        truth.joined(container);
        return true;
    }

    /** Whoever had containers here that are not ours takes them away. */
    public void removeForeign() {
        for (SimulatedContainer container : containers()) {
            if (container.isForeign()) {
                vanish(container);
            }
        }
    }

    /** Whatever runs neither ends by itself nor changes its health from now on. What is ill for good stays so. */
    public void calmDown() {
        containers.values().forEach(SimulatedContainer::calmDown);
    }

    /**
     * The application in a container ends by itself, now. Nothing happens if the container is absent or does not run.
     *
     * @param exitCode how it ends
     */
    public void endApplication(String containerName, int exitCode) {
        SimulatedContainer container = containers.get(containerName);
        if (container != null && container.isRunning()) {
            exit(container, exitCode);
        }
    }

    HostFaults faults() {
        return faults;
    }

    SimulationRandom random() {
        return random;
    }

    Simulation simulation() {
        return simulation;
    }

    void subscribe(Subscriber subscriber) {
        subscribers.add(subscriber);
    }

    @Nullable
    SimulatedContainer find(String containerName) {
        return containers.get(containerName);
    }

    /** What carries these labels, ordered by name: the same list as long as nothing changes. */
    List<ContainerState> states(Map<String, String> labels) {
        return view(labels).states();
    }

    /** What carried these labels before the last change. */
    List<ContainerState> staleStates(Map<String, String> labels) {
        return view(labels).staleStates();
    }

    private LabelView view(Map<String, String> labels) {
        return views.computeIfAbsent(labels, absent -> new LabelView(absent, containers.values()));
    }

    /** Makes an image available; returns how long that takes. */
    Duration pull(String image) throws ContainerRuntimeException {
        return disk.pull(image);
    }

    /** What an image is that has been pulled to this host. */
    Registry.Content content(String image) {
        return disk.content(image);
    }

    void create(ContainerSpec spec) throws ContainerRuntimeException {
        SimulatedContainer present = containers.get(spec.name());
        if (present != null) {
            if (present.spec().specHash().equals(spec.specHash())) {
                return;
            }
            throw ContainerRuntimeException.permanent(
                    Category.CannotCreateContainerError, "the name " + spec.name() + " is in use by another container");
        }
        String image = spec.definition().image();
        disk.requireCreatable(image);
        runtimeIds++;
        SimulatedContainer container = new SimulatedContainer(
                name, spec, disk.content(image), name + "/" + runtimeIds, applications.draw(image), simulation.nanos());
        add(container);
        truth.created(container);
    }

    private void add(SimulatedContainer container) {
        containers.put(container.name(), container);
        views.values().forEach(view -> view.add(container));
        changed(container);
    }

    void start(String containerName) throws ContainerRuntimeException {
        SimulatedContainer container = containers.get(containerName);
        if (container == null) {
            throw ContainerRuntimeException.permanent(
                    Category.CannotStartContainerError, "no such container: " + containerName);
        }
        if (container.phase() != Phase.CREATED) {
            return;
        }
        truth.touched(container, "started");
        container.started(simulation.nanos(), ports.bind(container.spec()));
        Duration life = container.script().life();
        if (life != null) {
            int exitCode = container.script().behaviour().exits().exitCode();
            container.endsBy(exitAfter(life, container, exitCode));
        }
        changed(container);
        truth.started(container);
    }

    void signal(String containerName, String signal) {
        SimulatedContainer container = containers.get(containerName);
        if (container == null || !container.isRunning()) {
            return;
        }
        truth.touched(container, "sent " + signal);
        truth.signalled(container);
        if (signal.equals("SIGKILL")) {
            end(container);
        } else if (container.ignoresStopSignal()) {
            applications.misbehaved();
        } else {
            container.stopsBy(exitAfter(container.script().stopTakes(), container, TERMINATED));
        }
    }

    /** At once, but for those that leave zombies. */
    private void end(SimulatedContainer container) {
        Duration takes = container.script().killTakes();
        if (takes.isZero()) {
            exit(container, KILLED);
        } else {
            applications.misbehaved();
            container.stopsBy(exitAfter(takes, container, KILLED));
        }
    }

    void kill(String containerName) {
        signal(containerName, "SIGKILL");
    }

    void remove(String containerName) throws ContainerRuntimeException {
        SimulatedContainer container = containers.get(containerName);
        if (container == null) {
            return;
        }
        if (container.isRunning()) {
            throw ContainerRuntimeException.permanent(
                    Category.CannotStopContainerError, "container " + containerName + " is running");
        }
        truth.touched(container, "removed");
        forget(container);
    }

    private void forget(SimulatedContainer container) {
        containers.remove(container.name());
        container.removed(simulation.nanos());
        views.values().forEach(view -> view.remove(container));
        changed(container);
        truth.removed(container);
    }

    private Cancellable exitAfter(Duration duration, SimulatedContainer container, int exitCode) {
        return simulation.schedule(duration, "application", () -> {
            if (exitCode == 1) {
                applications.misbehaved();
            }
            exit(container, exitCode);
        });
    }

    private void exit(SimulatedContainer container, int exitCode) {
        container.exited(simulation.nanos(), exitCode);
        ports.release(container.bindings());
        changed(container);
        truth.exited(container);
    }

    private void changed(SimulatedContainer container) {
        views.values().forEach(LabelView::changed);
        subscribers.removeIf(Subscriber::isGone);
        subscribers.forEach(subscriber -> subscriber.changed(container.name()));
    }
}
