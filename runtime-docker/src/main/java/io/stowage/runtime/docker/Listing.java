package io.stowage.runtime.docker;

import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerPort;
import io.stowage.model.NetworkBinding;
import io.stowage.model.TransportProtocol;
import io.stowage.runtime.docker.spec.DockerLabels;
import io.stowage.runtime.docker.spec.HostPorts;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.ContainerState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lists containers with one call, and looks closer only at those of which the list says something else than last time, or an event was heard;
 * at all of them after a gap in the events. The same list is given again while nothing changes.
 *
 * <p>Asks for every container of the daemon, since host ports are everybody's, and sorts them here. Thread-safe; one list at a time, so that
 * what was heard is used once.
 */
final class Listing {

    private static final int ANSWERS = 8;

    private record Known(Summary summary, Optional<ContainerState> state) {}

    private final Daemon daemon;
    private final Events events;
    private final Containers containers;
    private final HostPorts ports;

    private Map<String, Known> known = Map.of();
    private List<Summary> summaries = List.of();
    private final Map<Map<String, String>, List<ContainerState>> answers = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Map<String, String>, List<ContainerState>> eldest) {
            return size() > ANSWERS;
        }
    };

    Listing(Daemon daemon, Events events, Containers containers, HostPorts ports) {
        this.daemon = daemon;
        this.events = events;
        this.containers = containers;
        this.ports = ports;
    }

    synchronized List<ContainerState> list(Map<String, String> labels) {
        events.begin();
        refresh();
        List<ContainerState> answer = answers.get(labels);
        if (answer == null) {
            answer = known.values().stream()
                    .flatMap(each -> each.state().stream())
                    .filter(state -> state.labels().entrySet().containsAll(labels.entrySet()))
                    .sorted(Comparator.comparing(ContainerState::name))
                    .toList();
            answers.put(Map.copyOf(labels), answer);
        }
        return answer;
    }

    private void refresh() {
        // Before the list: what is heard later than this is for the next one.
        Events.Heard heard = events.take();
        try {
            List<Container> all = daemon.ask(
                    Verb.HOST,
                    "list",
                    client -> client.listContainersCmd().withShowAll(true).exec());
            learn(all, heard);
        } catch (RuntimeException e) {
            events.giveBack(heard);
            throw e;
        }
    }

    private void learn(List<Container> all, Events.Heard heard) {
        Map<String, Known> next = new HashMap<>();
        List<Summary> said = new ArrayList<>();
        for (Container container : all) {
            Summary summary = Summary.of(container);
            said.add(summary);
            requireSense(summary, container);
            if (!containers.isOurs(summary.name(), Summary.labels(container))) {
                continue;
            }
            Known before = heard.gap() || heard.ids().contains(summary.id()) ? null : known.get(summary.id());
            boolean same = before != null && before.summary().equals(summary);
            next.put(summary.id(), same ? before : new Known(summary, containers.byId(summary.id())));
        }
        if (!said.equals(summaries)) {
            ports.seen(bindings(all));
            summaries = said;
        }
        if (!next.equals(known)) {
            answers.clear();
        }
        known = next;
    }

    /** Labels don't change: a list in which ours have lost them would make ours look gone. */
    private void requireSense(Summary summary, Container container) {
        boolean unlabelled = known.containsKey(summary.id())
                && !Summary.labels(container).containsKey(ContainerSpec.SPEC_HASH_LABEL);
        if (summary.id().isEmpty() || unlabelled) {
            throw new OutcomeUnknownException(
                    "list: the daemon tells of a container without an id, or without the labels that it had", null);
        }
    }

    private static Map<String, List<NetworkBinding>> bindings(List<Container> all) {
        Map<String, List<NetworkBinding>> bindings = new HashMap<>();
        for (Container container : all) {
            List<NetworkBinding> own = new ArrayList<>(DockerLabels.bindings(Summary.labels(container)));
            if (own.isEmpty() && container.getPorts() != null) {
                for (ContainerPort port : container.getPorts()) {
                    published(port).ifPresent(own::add);
                }
            }
            bindings.put(Summary.of(container).name(), own);
        }
        return bindings;
    }

    private static Optional<NetworkBinding> published(ContainerPort port) {
        if (port.getPublicPort() == null || port.getPrivatePort() == null) {
            return Optional.empty();
        }
        TransportProtocol protocol = "udp".equals(port.getType()) ? TransportProtocol.UDP : TransportProtocol.TCP;
        String address = port.getIp() == null ? "0.0.0.0" : port.getIp();
        return Optional.of(NetworkBinding.port(address, port.getPrivatePort(), port.getPublicPort(), protocol));
    }
}
