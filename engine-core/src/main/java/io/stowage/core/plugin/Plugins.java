package io.stowage.core.plugin;

import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.spi.InstanceProvider;
import io.stowage.spi.StateStore;
import io.stowage.spi.StateStoreProvider;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds plugins by {@link ServiceLoader}. What the host application hands over wins over what is found; apart from that two plugins of one
 * name are an error, for nobody could tell which one is meant.
 */
public final class Plugins {

    private static final Logger LOG = LoggerFactory.getLogger(Plugins.class);

    private Plugins() {}

    /**
     * The runtime plugins, by name.
     *
     * @param handed what the host application handed over
     * @throws IllegalStateException if two have the same name, or one can't be loaded
     */
    public static Map<String, ContainerRuntimeProvider> runtimes(List<ContainerRuntimeProvider> handed) {
        return byName(
                "runtime",
                handed,
                found(ServiceLoader.load(ContainerRuntimeProvider.class)),
                ContainerRuntimeProvider::name);
    }

    /**
     * The plugins that launch machines, by name.
     *
     * @param handed what the host application handed over
     * @throws IllegalStateException if two have the same name, or one can't be loaded
     */
    public static Map<String, InstanceProvider> instanceProviders(List<InstanceProvider> handed) {
        return byName(
                "instance provider", handed, found(ServiceLoader.load(InstanceProvider.class)), InstanceProvider::name);
    }

    /**
     * What an instance provider finds wrong with the properties of a capacity provider; one that can't say finds them wrong.
     */
    public static List<String> faults(InstanceProvider provider, Map<String, String> properties) {
        try {
            List<String> faults = provider.check(properties);
            return faults == null ? List.of("it could not be checked: the answer was null") : List.copyOf(faults);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError failed) {
            LOG.error(
                    "Instance provider {} failed to check properties",
                    provider.getClass().getName(),
                    failed);
            return List.of("it could not be checked: " + failed);
        }
    }

    /** The fields that a runtime plugin says it honours; empty, which is that nothing is known, also if it can't say. */
    public static Set<String> honouredFields(ContainerRuntimeProvider provider) {
        try {
            Set<String> honoured = provider.honouredFields();
            return honoured == null ? Collections.emptySet() : honoured;
        } catch (RuntimeException | LinkageError failed) {
            LOG.warn(
                    "Runtime plugin {} failed to say what it honours",
                    provider.getClass().getName(),
                    failed);
            return Collections.emptySet();
        }
    }

    /**
     * Opens a store by the name of its plugin.
     *
     * @throws IllegalStateException if there is no such plugin, two have its name, or it fails
     */
    public static StateStore openStore(String name, Map<String, String> properties) {
        Map<String, StateStoreProvider> providers = byName(
                "store", List.of(), found(ServiceLoader.load(StateStoreProvider.class)), StateStoreProvider::name);
        StateStoreProvider provider = providers.get(name);
        if (provider == null) {
            throw new IllegalStateException("store plugin '" + name + "' was not found; those on the class path are "
                    + new ArrayList<>(providers.keySet())
                    + ". Add the module that has it, or hand a StateStore to the builder.");
        }
        try {
            return provider.open(properties);
        } catch (RuntimeException | LinkageError failed) {
            throw new IllegalStateException(
                    "store plugin '" + name + "' (" + provider.getClass().getName() + ") failed to open: " + failed,
                    failed);
        }
    }

    private static <P> List<P> found(ServiceLoader<P> loader) {
        List<P> found = new ArrayList<>();
        try {
            loader.forEach(found::add);
        } catch (ServiceConfigurationError broken) {
            throw new IllegalStateException("a plugin could not be loaded: " + broken.getMessage(), broken);
        }
        return found;
    }

    static <P> Map<String, P> byName(String kind, List<P> handed, List<P> found, Function<P, String> name) {
        Map<String, P> byName = unique(kind, handed, name);
        unique(kind, found, name).forEach(byName::putIfAbsent);
        return byName;
    }

    private static <P> Map<String, P> unique(String kind, List<P> plugins, Function<P, String> name) {
        Map<String, P> byName = new TreeMap<>();
        // The same instance twice is no contradiction.
        for (P plugin : new LinkedHashSet<>(plugins)) {
            String own = nameOf(kind, plugin, name);
            P other = byName.put(own, plugin);
            if (other != null) {
                throw new IllegalStateException("two " + kind + " plugins are called '" + own + "': "
                        + other.getClass().getName() + " and "
                        + plugin.getClass().getName()
                        + ". Remove one of them.");
            }
        }
        return byName;
    }

    private static <P> String nameOf(String kind, P plugin, Function<P, String> name) {
        String own;
        try {
            own = name.apply(plugin);
        } catch (RuntimeException | LinkageError failed) {
            throw new IllegalStateException(
                    kind + " plugin " + plugin.getClass().getName() + " failed to say its name: " + failed, failed);
        }
        if (own == null || own.isBlank()) {
            throw new IllegalStateException(
                    kind + " plugin " + plugin.getClass().getName() + " has no name");
        }
        return own;
    }
}
