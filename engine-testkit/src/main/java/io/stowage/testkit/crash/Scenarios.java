package io.stowage.testkit.crash;

import java.util.ArrayList;
import java.util.List;

/** Every scenario there is. */
final class Scenarios {

    private Scenarios() {}

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>(ServiceScenarios.all());
        all.addAll(RolloutScenarios.all());
        all.addAll(DaemonScenarios.all());
        all.addAll(TaskScenarios.all());
        all.addAll(HostScenarios.all());
        all.addAll(EnlistedScenarios.all());
        all.addAll(CapacityScenarios.all());
        return all;
    }

    static Scenario named(String name) {
        return all().stream()
                .filter(scenario -> scenario.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no scenario \"" + name + "\", but there are "
                        + all().stream().map(Scenario::name).toList() + "."));
    }
}
