package io.stowage.testkit.tck;

import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.FollowsLogs;
import io.stowage.spi.RuntimeSubscription;
import java.util.List;
import java.util.function.Function;

/** A simulated connection whose containers write the words of their command, a line each. */
class LoggingRuntime extends AlteredRuntime implements FollowsLogs {

    private final Function<String, List<String>> written;

    LoggingRuntime(ContainerRuntime sound, Function<String, List<String>> written) {
        super(sound);
        this.written = written;
    }

    /** What is handed over of what a container has written. */
    List<String> handedOver(List<String> lines) {
        return lines;
    }

    @Override
    public RuntimeSubscription followLogs(String name, boolean fromBeginning, LogListener listener)
            throws ContainerRuntimeException {
        if (phase(name) == null) {
            throw ContainerRuntimeException.permanent(Category.ContainerRuntimeError, "there is no container " + name);
        }
        for (String line : handedOver(written.apply(name))) {
            listener.line(false, line);
        }
        return () -> {};
    }
}
