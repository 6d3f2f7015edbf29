/**
 * A service of HTTP servers is rolled out, rolled back, drained and shot at under the requests of a client that follows its endpoints: {@code
 * samples/run rolling-update}.
 */
@NullMarked
package io.stowage.samples.rollingupdate;

import org.jspecify.annotations.NullMarked;
