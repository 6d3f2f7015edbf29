/** Words: what was most likely meant by a misspelt one. */
@NullMarked
package io.stowage.core.text;

import org.jspecify.annotations.NullMarked;
