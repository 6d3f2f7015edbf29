package io.stowage.core.engine;

import io.stowage.Engine;

/** Makes engines. */
public final class Engines {

    private Engines() {}

    /** An engine that has begun. Does not block. */
    public static Engine start(EngineSetup setup) {
        EngineCore core = new EngineCore(setup);
        core.start();
        return new EngineView(core, "", true);
    }
}
