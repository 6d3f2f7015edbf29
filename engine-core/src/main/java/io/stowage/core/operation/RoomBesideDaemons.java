package io.stowage.core.operation;

import io.stowage.core.capacity.SmallerTypes;
import io.stowage.core.placement.PlacementSupport;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.ServiceState;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentStatus;
import io.stowage.model.SchedulingStrategy;
import io.stowage.model.Service;
import io.stowage.model.ServiceStatus;
import io.stowage.spi.InstanceProvider.MachineType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What is left of machines for tasks that wait, beside the tasks of the DAEMON services, which come first. */
final class RoomBesideDaemons {

    private final List<MachineNeeds> daemons = new ArrayList<>();

    RoomBesideDaemons(ClusterState state) {
        for (ServiceState service : state.services()) {
            Service record = service.record();
            boolean daemon = record.schedulingStrategy() == SchedulingStrategy.DAEMON;
            if (daemon && record.status() == ServiceStatus.ACTIVE) {
                record.deployments().stream()
                        .filter(deployment -> deployment.status() == DeploymentStatus.PRIMARY)
                        .forEach(deployment -> add(record, deployment, state));
            }
        }
    }

    private void add(Service service, Deployment deployment, ClusterState state) {
        String revision = deployment.taskDefinition();
        daemons.add(new MachineNeeds(
                state.demand(revision, null, null),
                PlacementSupport.constraints(
                        Objects.requireNonNull(state.definition(revision)), service.placementConstraints())));
    }

    /** The same type with what is left of it. */
    MachineType of(MachineType type) {
        if (daemons.isEmpty()) {
            return type;
        }
        int cpu = type.cpu();
        int memory = type.memory();
        for (MachineNeeds daemon : daemons) {
            if (comesTo(type, daemon)) {
                cpu -= daemon.demand().cpu();
                memory -= daemon.demand().memory();
            }
        }
        return SmallerTypes.sized(type, new SmallerTypes.Size(Math.max(0, cpu), Math.max(0, memory)));
    }

    /** In one of its zones at least: there the room is missing. */
    private static boolean comesTo(MachineType type, MachineNeeds daemon) {
        List<String> zones = type.availabilityZones().isEmpty() ? List.of("") : type.availabilityZones();
        return zones.stream().anyMatch(zone -> daemon.mayBeOn(type, zone));
    }
}
