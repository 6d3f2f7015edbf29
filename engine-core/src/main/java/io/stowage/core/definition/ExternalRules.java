package io.stowage.core.definition;

import io.stowage.RegisterTaskDefinitionRequest;
import io.stowage.model.NetworkMode;

/** What a definition must be, beyond the common rules, to run on instances outside the cloud. */
final class ExternalRules {

    private ExternalRules() {}

    static void check(Findings findings, RegisterTaskDefinitionRequest request) {
        findings.errorIf(
                request.networkMode() == NetworkMode.AWSVPC,
                "networkMode",
                "awsvpc is not supported on EXTERNAL; use bridge, host or none.");
        Lists.each(
                "volumes",
                request.volumes(),
                (field, volume) -> findings.errorIf(
                        volume.efsVolumeConfiguration() != null || volume.s3filesVolumeConfiguration() != null,
                        field,
                        "file systems of the cloud are not supported on EXTERNAL; use another kind of volume."));
        Lists.each(
                "containerDefinitions",
                request.containerDefinitions(),
                (field, container) -> Lists.each(
                        field + ".resourceRequirements",
                        container.resourceRequirements(),
                        (place, requirement) -> findings.errorIf(
                                requirement.sharingStrategy() != null,
                                place + ".sharingStrategy",
                                "it is not supported on EXTERNAL; remove it.")));
    }
}
