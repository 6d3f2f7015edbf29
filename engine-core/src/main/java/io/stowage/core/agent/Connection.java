package io.stowage.core.agent;

import io.stowage.spi.ContainerEventListener;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.RuntimeDescription;
import io.stowage.spi.RuntimeSubscription;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A connection to the host: the runtime, what it says of itself, and its events.
 *
 * @param runtime what to call
 * @param description what it is
 * @param subscription its events
 */
record Connection(ContainerRuntime runtime, RuntimeDescription description, RuntimeSubscription subscription) {

    /** Ends it. May block. */
    void close() {
        subscription.close();
        runtime.close();
    }

    /** Makes a connection. May block. One that is there only after it was given up is closed again. */
    static final class Attempt implements Callable<Connection> {

        private final AgentSetup setup;
        private final ContainerEventListener listener;
        private final AtomicBoolean abandoned = new AtomicBoolean();

        Attempt(AgentSetup setup, ContainerEventListener listener) {
            this.setup = setup;
            this.listener = listener;
        }

        void abandon() {
            abandoned.set(true);
        }

        @Override
        public Connection call() throws ContainerRuntimeException {
            ContainerRuntime runtime = setup.provider().connect(setup.target());
            boolean made = false;
            try {
                Connection connection = new Connection(runtime, runtime.describe(), runtime.follow(listener));
                made = !abandoned.get();
                if (!made) {
                    connection.subscription().close();
                }
                return connection;
            } finally {
                if (!made) {
                    runtime.close();
                }
            }
        }
    }
}
