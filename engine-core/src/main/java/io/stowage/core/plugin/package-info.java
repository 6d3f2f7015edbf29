/** Plugins and ports of the host application: found, checked, and wrapped so that what they throw stays where it belongs. */
@NullMarked
package io.stowage.core.plugin;

import org.jspecify.annotations.NullMarked;
