/** The engine of Stowage. */
module io.stowage.core {
    requires transitive io.stowage;
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.databind;
    requires com.github.benmanes.caffeine;
    requires com.google.common;
    requires org.slf4j;
    requires re2j;

    exports io.stowage.core;
    exports io.stowage.core.world to
            io.stowage.testkit;

    uses io.stowage.spi.ContainerRuntimeProvider;
    uses io.stowage.spi.InstanceProvider;
    uses io.stowage.spi.StateStoreProvider;
}
