package io.stowage.testkit;

import io.stowage.Engine;
import io.stowage.testkit.world.LaneModel;
import io.stowage.testkit.world.SimulationRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/** The engines of a run, and the one that the host application talks to at the moment. */
final class EngineHosts {

    private final List<EngineHost> hosts = new ArrayList<>();
    private EngineHost asked;

    EngineHosts(int number, IntFunction<EngineHost> make) {
        for (int i = 1; i <= number; i++) {
            hosts.add(make.apply(i));
        }
        this.asked = hosts.get(0);
    }

    List<EngineHost> all() {
        return hosts;
    }

    EngineHost any(SimulationRandom random) {
        return Objects.requireNonNull(random.choose(hosts, EngineHost::name));
    }

    /** From now on the host application talks to any of them. */
    void turnTo(SimulationRandom random) {
        hosts.forEach(EngineHost::noteDrift);
        asked = any(random);
    }

    /** How many of them lead the cluster, as far as they know. */
    long leaders() {
        return hosts.stream().filter(EngineHost::leads).count();
    }

    void startAll() {
        hosts.forEach(EngineHost::start);
    }

    /** How the calls of all engines behave from now on. */
    void laneModel(LaneModel model) {
        hosts.forEach(host -> host.laneModel(model));
    }

    /** The engine that the host application talks to. */
    EngineHost asked() {
        return asked;
    }

    /** An operation of the engine that the host application talks to; see {@link EngineHost#ask}. */
    <T> Optional<T> ask(String operation, Function<Engine, T> request) {
        return asked.ask(operation, request);
    }
}
