package io.stowage.runtime.docker;

import io.stowage.runtime.docker.image.ImageUses;
import io.stowage.runtime.docker.spec.HostPorts;

/** What all connections to one host share: ports and images are the host's, whoever of its container instances uses them. */
record SharedOfHost(HostPorts ports, ImageUses images) {}
