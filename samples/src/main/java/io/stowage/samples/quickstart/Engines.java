package io.stowage.samples.quickstart;

import io.stowage.Engine;
import io.stowage.core.Stowage;
import io.stowage.runtime.process.ProcessRuntimeProvider;
import java.nio.file.Path;

/** Makes the engine: with the memory store, which is the default, and with processes that may run this machine's Java and nothing else. */
final class Engines {

    private Engines() {}

    static Engine onProcesses(Path directory) {
        return Stowage.engine()
                .name("quickstart")
                .runtime(ProcessRuntimeProvider.builder()
                        .allowRoots(DefinitionFile.java())
                        .stateDirectory(directory.resolve("processes"))
                        .build())
                .build();
    }
}
