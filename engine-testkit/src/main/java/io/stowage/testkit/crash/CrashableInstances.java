package io.stowage.testkit.crash;

import io.stowage.spi.InstanceProvider;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** An instance provider of which every verb that changes something is a crash point. */
final class CrashableInstances implements InstanceProvider {

    private final InstanceProvider provider;
    private final CrashPoints points;

    CrashableInstances(InstanceProvider provider, CrashPoints points) {
        this.provider = provider;
        this.points = points;
    }

    @Override
    public String name() {
        return provider.name();
    }

    @Override
    public List<String> check(Map<String, String> properties) {
        return provider.check(properties);
    }

    @Override
    public List<MachineType> machineTypes(List<String> names, Map<String, String> properties) {
        return provider.machineTypes(names, properties);
    }

    @Override
    public LaunchResult launch(LaunchRequest request) {
        return at("launch " + request.clientToken(), () -> provider.launch(request));
    }

    @Override
    public List<Machine> describe(Map<String, String> tags, Map<String, String> properties) {
        return provider.describe(tags, properties);
    }

    @Override
    public void terminate(String machineId, Map<String, String> properties) {
        boolean unused = at("terminate " + machineId, () -> {
            provider.terminate(machineId, properties);
            return true;
        });
    }

    private <T> T at(String what, Callable<T> verb) {
        try {
            return points.at(what, verb);
        } catch (RuntimeException thrown) {
            throw thrown;
        } catch (Exception impossible) {
            throw new IllegalStateException("A verb throws nothing that is checked.", impossible);
        }
    }

    @Override
    public void close() {
        provider.close();
    }
}
