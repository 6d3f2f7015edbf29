/** What a service needs next: pure functions of a view of the service. */
@NullMarked
package io.stowage.core.service;

import org.jspecify.annotations.NullMarked;
