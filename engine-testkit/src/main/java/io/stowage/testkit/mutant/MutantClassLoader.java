package io.stowage.testkit.mutant;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Loads an engine of its own: every class of the engine once more, those that were patched as they are now. What the engine and the
 * simulator speak to each other in, the API and the engine's world, is the simulator's; so is everything else.
 */
final class MutantClassLoader extends ClassLoader {

    private static final String ENGINE = "io.stowage.core.";
    private static final String WORLD = "io.stowage.core.world.";

    private final Map<String, byte[]> patched;
    private final String factory;

    /** @param factory the class that makes engines, which is loaded here as well */
    MutantClassLoader(Map<String, byte[]> patched, Class<?> factory) {
        super(factory.getClassLoader());
        this.patched = patched;
        this.factory = factory.getName();
        for (String name : patched.keySet()) {
            if (!isOwn(name)) {
                throw new IllegalArgumentException(
                        "Class " + name + " can't be patched: only what is below " + ENGINE + " and not in " + WORLD);
            }
        }
    }

    private boolean isOwn(String name) {
        return name.equals(factory) || (name.startsWith(ENGINE) && !name.startsWith(WORLD));
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!isOwn(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known == null ? define(name) : known;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        byte @Nullable [] bytes = patched.get(name);
        if (bytes == null) {
            bytes = original(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    private byte[] original(String name) throws ClassNotFoundException {
        try (InputStream stream = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (stream == null) {
                throw new ClassNotFoundException(name);
            }
            return stream.readAllBytes();
        } catch (IOException unreadable) {
            throw new ClassNotFoundException(name, unreadable);
        }
    }
}
