package io.stowage.core.placement;

import io.stowage.core.query.ClusterQuery;
import io.stowage.model.Attribute;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import io.stowage.model.TransportProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Says what an instance lacks: of each kind of misfit one thing, so that it never grows long. */
final class Lacks {

    private static final int LONGEST_REFUSAL = 500;

    private final PlacementRequest request;
    private final Demand demand;
    private final InstanceView instance;
    private final List<Lack> lacks = new ArrayList<>();

    private Lacks(PlacementRequest request, InstanceView instance) {
        this.request = request;
        this.demand = request.demand();
        this.instance = instance;
    }

    /** @param misfits of the instance: each of them is said something of */
    static List<Lack> of(PlacementRequest request, InstanceView instance, int misfits) {
        Lacks all = new Lacks(request, instance);
        for (int left = misfits; left != 0; left &= left - 1) {
            all.add(Objects.requireNonNull(Misfit.first(left)));
        }
        return all.lacks;
    }

    private void add(Misfit misfit) {
        switch (misfit) {
            case FOREIGN ->
                add(
                        misfit,
                        demand.capacityProvider() == null
                                ? "an instance that is no host of FARGATE"
                                : "an instance of capacity provider " + demand.capacityProvider(),
                        instance.capacityProviderName() == null
                                ? "one of none"
                                : "one of " + instance.capacityProviderName());
            case INACTIVE -> add(misfit, "an instance that is ACTIVE", "one that is not");
            case AGENT -> add(misfit, "a connected agent", "none");
            case CPU -> add(misfit, demand.cpu() + " CPU units", "" + instance.remainingCpu());
            case MEMORY -> add(misfit, demand.memory() + " MiB", "" + instance.remainingMemory());
            case GPU -> add(misfit, demand.gpus() + " GPUs", "" + instance.remainingGpus());
            case PORT_TAKEN -> add(misfit, "port " + takenPort(), "it is taken");
            case TOO_MANY_PORTS ->
                add(misfit, demand.ports().size() + " ports to reserve", "" + instance.remainingPortReservations());
            case ATTRIBUTE -> addAttribute();
            case NOT_DISTINCT -> add(misfit, "no other task of its group", "one");
            case NOT_MEMBER -> add(misfit, unmetExpression(), "it is not met");
            case REFUSED -> add(misfit, "every placement filter to allow it", refusal());
        }
    }

    private void add(Misfit misfit, String needed, String found) {
        lacks.add(new Lack(misfit.reason(), needed, found));
    }

    private String takenPort() {
        for (HostPort port : demand.ports()) {
            if (instance.portTaken(port.protocol(), port.port())) {
                return port.port() + "/" + (port.protocol() == TransportProtocol.UDP ? "udp" : "tcp");
            }
        }
        return "";
    }

    private void addAttribute() {
        for (Attribute required : demand.attributes()) {
            if (!Fits.hasAttribute(required, instance)) {
                String value = required.value() == null ? "" : "=" + required.value();
                String found = instance.attribute(required.name());
                add(Misfit.ATTRIBUTE, required.name() + value, found == null ? "none" : found);
                return;
            }
        }
    }

    private String unmetExpression() {
        for (PlacementConstraint constraint : request.constraints()) {
            if (constraint.type() == PlacementConstraintType.MEMBER_OF) {
                String expression = Objects.requireNonNull(constraint.expression());
                if (!ClusterQuery.of(expression).matches(instance)) {
                    return expression;
                }
            }
        }
        return "";
    }

    private String refusal() {
        String refusal = request.rules().refusal(instance);
        if (refusal == null) {
            return "";
        }
        return refusal.length() <= LONGEST_REFUSAL ? refusal : refusal.substring(0, LONGEST_REFUSAL);
    }
}
