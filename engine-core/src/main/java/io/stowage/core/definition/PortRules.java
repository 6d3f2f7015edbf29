package io.stowage.core.definition;

import static io.stowage.core.definition.Findings.quote;

import io.stowage.model.ContainerDefinition;
import io.stowage.model.NetworkMode;
import io.stowage.model.PortMapping;
import io.stowage.model.TransportProtocol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Port mappings. In bridge mode host ports are what tasks of one host can collide on, and 0 or none lets the runtime choose;
 * in host and awsvpc mode the container port is the port.
 */
final class PortRules {

    private static final int LAST_PORT = 65_535;
    private static final int MOST_FIXED_PORTS = 100;
    private static final int MOST_RANGES = 100;
    private static final Pattern NAME = Pattern.compile("[a-z0-9_][a-z0-9_-]{0,63}");
    private static final Pattern RANGE = Pattern.compile("(\\d{1,5})-(\\d{1,5})");

    /** SSH, the Docker daemon and the container agent. */
    private static final List<Integer> RESERVED = List.of(22, 2375, 2376, 51678, 51679, 51680);

    private final Findings findings;
    private final NetworkMode networkMode;
    private final Map<String, String> placeByHostPort = new LinkedHashMap<>();
    private final Map<String, String> placeByName = new LinkedHashMap<>();

    private PortRules(Findings findings, NetworkMode networkMode) {
        this.findings = findings;
        this.networkMode = networkMode;
    }

    static void check(Findings findings, List<ContainerDefinition> containers, NetworkMode networkMode) {
        PortRules rules = new PortRules(findings, networkMode);
        Lists.each(
                "containerDefinitions",
                containers,
                (field, container) ->
                        rules.container(field + ".portMappings", Lists.orEmpty(container.portMappings())));
        rules.countFixedPorts();
    }

    /** Whether a host port is given that awsvpc would have to be the container port. */
    static boolean hostPortDiffers(PortMapping mapping) {
        Integer hostPort = mapping.hostPort();
        return hostPort != null && hostPort != 0 && !hostPort.equals(mapping.containerPort());
    }

    private void container(String field, List<PortMapping> mappings) {
        if (!mappings.isEmpty() && networkMode == NetworkMode.NONE) {
            findings.error(
                    field,
                    "port mappings are not valid with networkMode none; remove them, or use another networkMode.");
        }
        long ranges = mappings.stream()
                .filter(mapping -> mapping.containerPortRange() != null)
                .count();
        findings.errorIf(
                ranges > MOST_RANGES,
                field,
                ranges + " port ranges are given; a container has at most 100. Join some.");
        List<Span> taken = new ArrayList<>();
        Lists.each(field, mappings, (place, mapping) -> {
            name(place + ".name", mapping);
            if (mapping.containerPortRange() == null) {
                single(place, mapping, taken);
            } else {
                range(place, mapping, taken);
            }
        });
    }

    private void name(String field, PortMapping mapping) {
        String name = mapping.name();
        if (name == null) {
            return;
        }
        if (!NAME.matcher(name).matches()) {
            findings.error(
                    field,
                    quote(name)
                            + " is no name of a port mapping; give 1 to 64 of a-z, 0-9, _ and -, not starting with -.");
        }
        String other = placeByName.putIfAbsent(name, field);
        if (other != null) {
            findings.error(field, quote(name) + " is used by " + other + " already; choose another name.");
        }
    }

    private void single(String place, PortMapping mapping, List<Span> taken) {
        Integer port = mapping.containerPort();
        if (port == null) {
            findings.error(place + ".containerPort", "missing; give containerPort or containerPortRange.");
            return;
        }
        findings.range(place + ".containerPort", port, 1, LAST_PORT);
        findings.range(place + ".hostPort", mapping.hostPort(), 0, LAST_PORT);
        take(place + ".containerPort", new Span(port, port, mapping.protocolOrDefault()), taken);
        hostPort(place, mapping, port);
    }

    private void hostPort(String place, PortMapping mapping, int containerPort) {
        Integer given = mapping.hostPort();
        if (networkMode == NetworkMode.BRIDGE) {
            if (given != null && given != 0) {
                claim(place + ".hostPort", given, mapping.protocolOrDefault());
            }
            return;
        }
        if (hostPortDiffers(mapping)) {
            differs(place + ".hostPort", mapping, containerPort);
        }
        if (networkMode != NetworkMode.NONE) {
            claim(place + (given == null ? ".containerPort" : ".hostPort"), containerPort, mapping.protocolOrDefault());
        }
    }

    /** ECS refuses both; published samples have it with awsvpc, where it does no harm: the container port is what counts. */
    private void differs(String field, PortMapping mapping, int containerPort) {
        String rule =
                "When networkMode=" + networkMode + ", the host ports and container ports in port mappings must match;"
                        + " hostPort is " + mapping.hostPort() + ", containerPort is " + containerPort + ". ";
        if (networkMode == NetworkMode.AWSVPC) {
            findings.warn(field, rule + "The task is reached at " + containerPort + "; leave hostPort out.");
        } else {
            findings.error(field, rule + "Leave hostPort out.");
        }
    }

    private void claim(String field, int hostPort, TransportProtocol protocol) {
        if (networkMode != NetworkMode.AWSVPC && RESERVED.contains(hostPort)) {
            findings.error(
                    field,
                    hostPort
                            + " is reserved on every container instance, as are 22, 2375, 2376 and 51678-51680; use another"
                            + " port.");
        }
        String other = placeByHostPort.putIfAbsent(hostPort + "/" + protocol, field);
        if (other != null) {
            findings.error(
                    field, "host port " + hostPort + "/" + protocol + " is taken by " + other + "; use another port.");
        }
    }

    private void countFixedPorts() {
        if (networkMode != NetworkMode.AWSVPC && placeByHostPort.size() > MOST_FIXED_PORTS) {
            findings.error(
                    "containerDefinitions[].portMappings",
                    placeByHostPort.size()
                            + " fixed host ports are given; a container instance has at most 100. Leave some"
                            + " hostPort out.");
        }
    }

    private void range(String place, PortMapping mapping, List<Span> taken) {
        String field = place + ".containerPortRange";
        String range = String.valueOf(mapping.containerPortRange());
        if (mapping.hostPort() != null || mapping.containerPort() != null) {
            findings.error(
                    field, "a range stands alone; remove hostPort and containerPort, or give them and no range.");
        }
        if (networkMode != NetworkMode.BRIDGE && networkMode != NetworkMode.AWSVPC) {
            findings.error(field, "a range needs networkMode bridge or awsvpc, but it is " + networkMode + ".");
        }
        Matcher matcher = RANGE.matcher(range);
        int low = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
        int high = low == 0 ? 0 : Integer.parseInt(matcher.group(2));
        if (low < 1 || high > LAST_PORT || low >= high) {
            findings.error(
                    field, quote(range) + " is no range of ports; give low-high, within 1 to 65535, the first lower.");
            return;
        }
        take(field, new Span(low, high, mapping.protocolOrDefault()), taken);
    }

    /** A container port may be mapped to several host ports, but not for both protocols, nor as part of a range. */
    private void take(String field, Span span, List<Span> taken) {
        Set<String> clashes = new LinkedHashSet<>();
        for (Span other : taken) {
            if (span.overlaps(other) && (span.isRange() || other.isRange())) {
                clashes.add(span + " overlaps " + other + "; map a container port only once.");
            } else if (span.overlaps(other) && span.protocol() != other.protocol()) {
                clashes.add("container port " + span + " is mapped for both tcp and udp; map it for one.");
            }
        }
        clashes.forEach(clash -> findings.error(field, clash));
        taken.add(span);
    }

    private record Span(int low, int high, TransportProtocol protocol) {

        boolean isRange() {
            return low < high;
        }

        boolean overlaps(Span other) {
            return low <= other.high && other.low <= high;
        }

        @Override
        public String toString() {
            return isRange() ? low + "-" + high : String.valueOf(low);
        }
    }
}
