/** What a plugin implements: state stores, container runtimes, instance providers and the ports of a host. */
@NullMarked
package io.stowage.spi;

import org.jspecify.annotations.NullMarked;
