package io.stowage.testkit.forward;

import io.stowage.spi.InstanceProvider;
import java.util.List;
import java.util.Map;

/** A provider that does what another one does. It has none of the abilities that the other one may have besides. */
public class ForwardingProvider implements InstanceProvider {

    /** The other one. */
    protected final InstanceProvider sound;

    /** One that does what {@code sound} does, and closes it. */
    public ForwardingProvider(InstanceProvider sound) {
        this.sound = sound;
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
        return sound.launch(request);
    }

    @Override
    public List<Machine> describe(Map<String, String> tags, Map<String, String> properties) {
        return sound.describe(tags, properties);
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
