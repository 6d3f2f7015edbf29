package io.stowage.testkit.crash;

import io.stowage.spi.InstanceProvider;
import io.stowage.testkit.forward.ForwardingProvider;
import java.util.Map;
import java.util.concurrent.Callable;

/** An instance provider of which every verb that changes something is a crash point. */
final class CrashableInstances extends ForwardingProvider {

    private final CrashPoints points;

    CrashableInstances(InstanceProvider sound, CrashPoints points) {
        super(sound);
        this.points = points;
    }

    @Override
    public LaunchResult launch(LaunchRequest request) {
        return at("launch " + request.clientToken(), () -> sound.launch(request));
    }

    @Override
    public void terminate(String machineId, Map<String, String> properties) {
        boolean unused = at("terminate " + machineId, () -> {
            sound.terminate(machineId, properties);
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
}
