package io.stowage.testkit.tck;

import io.stowage.spi.InstanceProvider;
import io.stowage.testkit.forward.ForwardingProvider;
import java.util.List;
import java.util.Map;

/** A provider that does what another one does, but may show it otherwise: the beginning of a broken one. */
class AlteredProvider extends ForwardingProvider {

    AlteredProvider(InstanceProvider sound) {
        super(sound);
    }

    /** What a broken provider says of a machine, wherever it does. */
    Machine shown(Machine machine) {
        return machine;
    }

    @Override
    public LaunchResult launch(LaunchRequest request) {
        LaunchResult result = sound.launch(request);
        return result instanceof LaunchResult.Launched launched
                ? new LaunchResult.Launched(shown(launched.machine()))
                : result;
    }

    @Override
    public List<Machine> describe(Map<String, String> tags, Map<String, String> properties) {
        return sound.describe(tags, properties).stream().map(this::shown).toList();
    }
}
