/**
 * What plugins implement and what a host application may fill: state stores, container runtimes, instance providers, and
 * the ports for secrets, environment files, policy, authorisation and the order of scale-in.
 *
 * <p><b>Compatibility.</b> Within one major version no method is added to an interface of this package without a default, no
 * record component is removed or changes its meaning, and a new component of a record that the engine hands to a plugin
 * comes last. A record that a plugin hands to the engine keeps its present constructor. Sealed types may gain members in a
 * minor version only where their Javadoc says so. An ability that not every plugin has is an interface of its own, which a
 * plugin implements beside its main one; no method of this package is expected to throw
 * {@link UnsupportedOperationException}.
 *
 * <p><b>Threads.</b> Every method may block unless its Javadoc says otherwise; the engine calls plugins from bounded pools,
 * never from its decision loop, and with a deadline after which it treats the outcome as unknown. A call that is past its
 * deadline is not interrupted: a plugin bounds its own waits.
 */
@NullMarked
package io.stowage.spi;

import org.jspecify.annotations.NullMarked;
