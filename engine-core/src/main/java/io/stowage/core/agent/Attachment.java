package io.stowage.core.agent;

/**
 * Which engine runs the agent of a container instance.
 *
 * @param engineId the engine, unique to one process
 * @param epoch rises with each attachment of the instance
 */
public record Attachment(String containerInstanceId, String engineId, long epoch) {}
