package io.stowage.core.state;

import io.stowage.model.ContainerImage;
import io.stowage.model.Deployment;
import io.stowage.model.Service;
import io.stowage.model.ServiceDeployment;
import io.stowage.model.ServiceRevision;
import java.util.HexFormat;
import java.util.List;

/**
 * A deployment in a service's history, from its beginning on, with what it rolls out. Their records are in the order in which they began.
 *
 * @param deployment what is derived of it is as it was when it ended
 */
public record PastDeployment(ServiceDeployment deployment, ServiceRevision revision) {

    /** The id of its record. */
    static String id(String service, PastDeployment past) {
        long began = past.deployment().createdAt().toEpochMilli();
        return service + "/" + HexFormat.of().toHexDigits(began) + "-" + past.number();
    }

    /** What the ids of a deployment, of its service deployment and of its service revision end in. */
    public static String number(Deployment deployment) {
        return Ids.shortId(deployment.id());
    }

    /** Its revision with these images pinned. */
    PastDeployment pinned(List<ContainerImage> images) {
        return new PastDeployment(
                deployment,
                new ServiceRevision(
                        revision.serviceRevisionArn(),
                        revision.serviceArn(),
                        revision.clusterArn(),
                        revision.taskDefinition(),
                        revision.launchType(),
                        revision.capacityProviderStrategy(),
                        revision.createdAt(),
                        images));
    }

    /** Whether the service still has it among its deployments. */
    boolean isOf(Service service) {
        for (Deployment each : service.deployments()) {
            if (number(each).equals(number())) {
                return true;
            }
        }
        return false;
    }

    /** The number of this one. */
    public String number() {
        return Ids.shortId(deployment.serviceDeploymentArn());
    }
}
