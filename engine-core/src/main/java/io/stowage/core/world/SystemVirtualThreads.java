package io.stowage.core.world;

import java.lang.reflect.Method;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Virtual threads, by reflection since the engine is compiled for Java 17.
 *
 * <p>Only from Java 24 on: before, a virtual thread that blocks inside {@code synchronized} holds on to its carrier, and a lane
 * that hangs there would take the carriers of all other lanes.
 */
final class SystemVirtualThreads {

    private static final int FIRST_WITHOUT_PINNING = 24;

    private SystemVirtualThreads() {}

    /** Null where the JVM has none that are fit. */
    static @Nullable ThreadFactory factory(String prefix) {
        if (Runtime.version().feature() < FIRST_WITHOUT_PINNING) {
            return null;
        }
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            Method name = type.getMethod("name", String.class, long.class);
            Method factory = type.getMethod("factory");
            return (ThreadFactory) factory.invoke(name.invoke(builder, prefix, 1L));
        } catch (ReflectiveOperationException absent) {
            return null;
        }
    }
}
