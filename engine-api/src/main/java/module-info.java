/** The model, the engine's operations, the events, the errors and the SPIs of Stowage. */
module io.stowage {
    requires static transitive org.jspecify;
    requires static io.soabase.recordbuilder.core;
    requires static java.compiler;

    exports io.stowage;
    exports io.stowage.error;
    exports io.stowage.event;
    exports io.stowage.model;
    exports io.stowage.spi;
}
