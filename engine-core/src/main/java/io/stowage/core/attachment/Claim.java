package io.stowage.core.attachment;

/**
 * An engine asks for an instance of its own place whose engine is gone. It has proven that by taking the lease that the other one would
 * have to hold, and holds it until it is answered.
 *
 * @param claimant the engine that asks
 * @param place where the claimant reaches the instance
 * @param gone the engine that is gone
 * @param epoch of the attachment to the engine that is gone
 */
public record Claim(String containerInstanceId, String claimant, String place, String gone, long epoch) {}
