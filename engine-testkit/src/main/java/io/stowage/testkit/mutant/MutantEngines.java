package io.stowage.testkit.mutant;

import io.stowage.testkit.EngineFactory;
import io.stowage.testkit.StowageEngines;
import java.nio.file.Path;
import java.util.Map;

/** Makes engines that have a seeded bug. */
public final class MutantEngines {

    private final PatchedSources sources;

    /** @param sources the source folder of engine-core */
    public MutantEngines(Path sources) {
        this.sources = new PatchedSources(sources);
    }

    /**
     * A factory of engines with the bug. Nothing of it is left when nobody holds the factory any more.
     *
     * @throws IllegalStateException if the patch is stale, that is, does not fit the sources exactly once, or does not compile
     */
    public EngineFactory with(SeededBug bug) {
        Map<String, byte[]> patched = MutantCompiler.compile(sources.of(bug));
        MutantClassLoader loader = new MutantClassLoader(patched, StowageEngines.class);
        try {
            return (EngineFactory) loader.loadClass(StowageEngines.class.getName())
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("Bug " + bug.name() + " has no engines", impossible);
        }
    }
}
