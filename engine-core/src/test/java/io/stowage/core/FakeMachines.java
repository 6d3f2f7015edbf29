package io.stowage.core;

import io.stowage.spi.InstanceProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An instance provider that launches nothing, and whose types and answers a test gives. */
public final class FakeMachines implements InstanceProvider {

    private final String name;
    /** Runs before it is asked for its types: may throw. */
    private Runnable beforeTypes = () -> {};

    public final List<MachineType> types = new ArrayList<>();
    private Runnable beforeClose = () -> {};
    private Runnable beforeCheck = () -> {};
    public int closed;

    public FakeMachines(String name) {
        this.name = name;
    }

    public void beforeTypes(Runnable hook) {
        beforeTypes = hook;
    }

    /** Runs before it checks properties: may throw. */
    public void beforeCheck(Runnable hook) {
        beforeCheck = hook;
    }

    /** Runs before it is closed: may throw. */
    public void beforeClose(Runnable hook) {
        beforeClose = hook;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> check(Map<String, String> properties) {
        beforeCheck.run();
        if (properties.containsKey("nothing")) {
            return null;
        }
        return properties.containsKey("colour") ? List.of("colour is no property; leave it out") : List.of();
    }

    @Override
    public List<MachineType> machineTypes(List<String> names, Map<String, String> properties) {
        beforeTypes.run();
        return types.stream()
                .filter(type -> names.isEmpty() || names.contains(type.name()))
                .toList();
    }

    @Override
    public LaunchResult launch(LaunchRequest request) {
        throw new AssertionError("nothing is launched here");
    }

    @Override
    public List<Machine> describe(Map<String, String> tags, Map<String, String> properties) {
        return List.of();
    }

    @Override
    public void terminate(String machineId, Map<String, String> properties) {
        throw new AssertionError("nothing is ended here");
    }

    @Override
    public void close() {
        closed++;
        beforeClose.run();
    }
}
