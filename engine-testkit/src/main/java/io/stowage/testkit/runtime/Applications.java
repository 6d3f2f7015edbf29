package io.stowage.testkit.runtime;

import io.stowage.testkit.fault.Component;
import io.stowage.testkit.fault.Fault;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.SimulationRandom;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which application is in which image, and how it behaves. An image nobody has spoken of holds a sound one. */
public final class Applications {

    private final Map<String, Behaviour> byImage = new LinkedHashMap<>();
    private final Registry registry = new Registry();
    private final Simulation simulation;
    private final SimulationRandom random;

    public Applications(Simulation simulation) {
        this.simulation = simulation;
        this.random = simulation.random("applications");
    }

    /** From now on the runs of this image's containers behave so. */
    public void define(String image, Behaviour behaviour) {
        byImage.put(image, behaviour);
    }

    /** By its name or by its digest: however often a name is moved, the applications behind it behave alike. */
    public Behaviour of(String image) {
        Behaviour known = byImage.get(image);
        return known == null ? byImage.getOrDefault(registry.content(image).name(), Behaviour.SOUND) : known;
    }

    /** Where the images come from. */
    public Registry registry() {
        return registry;
    }

    /** From now on every application that was ill is sound: in runs that begin from now on. Those that end well by themselves still do. */
    public void heal() {
        byImage.replaceAll((image, behaviour) -> isJob(behaviour) ? behaviour : Behaviour.SOUND);
    }

    static boolean isJob(Behaviour behaviour) {
        return behaviour.exits().perMillion() == Behaviour.Exits.ALWAYS
                && behaviour.exits().exitCode() == 0;
    }

    /** A bad application has struck. */
    void misbehaved() {
        simulation.cells().hit(Fault.BAD_APPLICATIONS, Component.RUNTIME);
    }

    Script draw(String image) {
        return of(image).draw(random);
    }

    SimulationRandom random() {
        return random;
    }
}
