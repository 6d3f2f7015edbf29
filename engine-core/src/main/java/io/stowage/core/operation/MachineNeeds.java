package io.stowage.core.operation;

import io.stowage.core.placement.Demand;
import io.stowage.core.query.ClusterQuery;
import io.stowage.model.Attribute;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import io.stowage.spi.InstanceProvider.MachineType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a task needs of a machine that is not there yet, beside its size.
 *
 * @param constraints of its definition and of whoever starts it
 */
record MachineNeeds(Demand demand, List<PlacementConstraint> constraints) {

    /**
     * What only one task of a machine can have: ports, and the machine itself where no two tasks of the owner may share one.
     *
     * @param owner of the tasks that keep apart
     */
    List<String> claims(String owner) {
        List<String> claims = new ArrayList<>();
        demand.ports().forEach(port -> claims.add(port.protocol() + " " + port.port()));
        if (constraints.stream().anyMatch(each -> each.type() == PlacementConstraintType.DISTINCT_INSTANCE)) {
            claims.add(owner);
        }
        return claims;
    }

    /**
     * Whether a machine of the type may do. What a type says nothing of may be there: the runtime says it of each machine. How many GPUs are there is
     * never known before.
     */
    boolean mayBeOn(MachineType type, String zone) {
        MachineProspect prospect = new MachineProspect(type, zone);
        return hasNoGpus()
                && demand.attributes().stream().allMatch(required -> mayCarry(prospect, required))
                && constraints.stream()
                        .filter(each -> each.type() == PlacementConstraintType.MEMBER_OF)
                        .allMatch(each -> ClusterQuery.of(Objects.requireNonNull(each.expression()))
                                .matches(prospect));
    }

    /** Whether it needs none of what no type says that it has. */
    boolean hasNoGpus() {
        return demand.gpus() == 0;
    }

    private static boolean mayCarry(MachineProspect prospect, Attribute required) {
        String value = prospect.attribute(required.name());
        return value == null || required.value() == null || required.value().equals(value);
    }
}
