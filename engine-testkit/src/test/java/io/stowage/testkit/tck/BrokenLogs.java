package io.stowage.testkit.tck;

import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.RuntimeSubscription;
import java.util.List;

/** Runtimes that break the contract on logs, each in one way. */
final class BrokenLogs {

    private BrokenLogs() {}

    static final class KeepsTheLastLineToItself extends LoggingRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new LoggingRuntime(connection, this::written) {
                @Override
                List<String> handedOver(List<String> lines) {
                    return lines.subList(0, lines.size() - 1);
                }
            };
        }
    }

    static final class HasLogsOfWhatNeverWas extends LoggingRuntimeTck {
        @Override
        ContainerRuntime decorated(ContainerRuntime connection) {
            return new LoggingRuntime(connection, this::written) {
                @Override
                public RuntimeSubscription followLogs(String name, boolean fromBeginning, LogListener listener) {
                    return () -> {};
                }
            };
        }
    }
}
