package io.stowage.testkit.tck;

import io.stowage.spi.InstanceProvider;
import java.util.List;
import java.util.Map;

/** A provider that does what another one does: the beginning of one that does not. */
class ForwardingProvider implements InstanceProvider {

    protected final InstanceProvider sound;

    ForwardingProvider(InstanceProvider sound) {
        this.sound = sound;
    }

    /** What a broken provider says of a machine, wherever it does. */
    Machine shown(Machine machine) {
        return machine;
    }

    @Override
    public String name() {
        return sound.name();
    }

    @Override
    public List<String> check(Map<String, String> properties) {
        return sound.check(properties);
    }

    @Override
    public List<MachineType> machineTypes(List<String> names, Map<String, String> properties) {
        return sound.machineTypes(names, properties);
    }

    @Override
    public LaunchResult launch(LaunchRequest request) {
        return sound.launch(request) instanceof LaunchResult.Launched launched
                ? new LaunchResult.Launched(shown(launched.machine()))
                : sound.launch(request);
    }

    @Override
    public List<Machine> describe(Map<String, String> tags, Map<String, String> properties) {
        return sound.describe(tags, properties).stream().map(this::shown).toList();
    }

    @Override
    public void terminate(String machineId, Map<String, String> properties) {
        sound.terminate(machineId, properties);
    }

    @Override
    public void close() {
        sound.close();
    }
}
