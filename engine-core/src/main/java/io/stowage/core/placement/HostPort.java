package io.stowage.core.placement;

import io.stowage.model.TransportProtocol;

/** A port of a container instance that a task needs for itself. */
public record HostPort(TransportProtocol protocol, int port) {}
