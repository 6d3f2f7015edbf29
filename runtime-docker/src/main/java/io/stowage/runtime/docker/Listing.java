package io.stowage.runtime.docker;

import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerPort;
import io.stowage.model.NetworkBinding;
import io.stowage.model.TransportProtocol;
import io.stowage.runtime.docker.image.ImageUses;
import io.stowage.runtime.docker.spec.DockerLabels;
import io.stowage.runtime.docker.spec.HostPorts;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.ContainerState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists containers with one call, and looks closer only at those of which the list says something else than last time, or an event was heard;
 * at all of them after a gap in the events. The same list is given again while nothing changes. One that the daemon lists, and of which it does
 * not answer, is as it was known, or as the list says, and looked at again next time.
 *
 * <p>Asks for every container of the daemon, since host ports are everybody's, and sorts them here. Thread-safe; one list at a time, so that
 * what was heard is used once.
 */
final class Listing {

    private static final Logger LOG = LoggerFactory.getLogger(Listing.class);
    private static final int ANSWERS = 8;

    private record Known(Summary summary, Optional<ContainerState> state) {}

    private final Daemon daemon;
    private final Events events;
    private final Containers containers;
    private final Inspections inspections;
    private final HostPorts ports;
    private final ImageUses images;

    private Map<String, Known> known = Map.of();
    private List<Summary> summaries = List.of();

    /** Ids of those that were asked for last time, and of which the daemon did not answer. */
    private Set<String> silent = Set.of();

    private final Map<Map<String, String>, List<ContainerState>> answers = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Map<String, String>, List<ContainerState>> eldest) {
            return size() > ANSWERS;
        }
    };

    Listing(Daemon daemon, Events events, Containers containers, SharedOfHost shared) {
        this.daemon = daemon;
        this.events = events;
        this.containers = containers;
        this.inspections = new Inspections(daemon, containers);
        this.ports = shared.ports();
        this.images = shared.images();
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
        long begin = System.nanoTime();
        try {
            List<Container> all = daemon.ask(
                    Verb.HOST,
                    "list",
                    client -> client.listContainersCmd().withShowAll(true).exec());
            boolean untold = learn(all, heard, begin + Inspections.LONGEST.toNanos());
            if (untold && !heard.gap()) {
                events.missed(begin);
            }
        } catch (RuntimeException e) {
            events.giveBack(heard);
            throw e;
        }
    }

    /** Whether something has changed of which nothing was heard. */
    private boolean learn(List<Container> all, Events.Heard heard, long end) {
        Map<String, Container> ours = new LinkedHashMap<>();
        List<Summary> said = new ArrayList<>();
        long now = System.nanoTime();
        for (Container container : all) {
            Summary summary = Summary.of(container);
            said.add(summary);
            requireSense(summary, container);
            if (containers.isOurs(summary.name(), Summary.labels(container))) {
                ours.put(summary.id(), container);
                images.used(Objects.requireNonNullElse(container.getImage(), summary.image()), now);
            }
        }
        Map<String, Known> next = new HashMap<>();
        List<String> closer = new ArrayList<>();
        ours.forEach((id, container) -> {
            Known before = heard.isOf(id) || silent.contains(id) ? null : known.get(id);
            if (before != null && before.summary().equals(Summary.of(container))) {
                next.put(id, before);
            } else {
                closer.add(id);
            }
        });
        boolean untold = isUntold(closer, ours, heard);
        lookCloser(closer, ours, next, end);
        if (!said.equals(summaries)) {
            ports.seen(bindings(all));
            summaries = said;
        }
        if (!next.equals(known)) {
            answers.clear();
        }
        known = next;
        return untold;
    }

    private boolean isUntold(List<String> closer, Map<String, Container> ours, Events.Heard heard) {
        return closer.stream().anyMatch(id -> !heard.isOf(id) && !silent.contains(id))
                || known.keySet().stream().anyMatch(id -> !heard.isOf(id) && !ours.containsKey(id));
    }

    /** Those that were silent last time come last: they must not keep the others from being looked at. */
    private void lookCloser(List<String> ids, Map<String, Container> ours, Map<String, Known> next, long end) {
        ids.sort(Comparator.comparing(silent::contains));
        Map<String, Optional<ContainerState>> seen = inspections.of(ids, end);
        Set<String> unanswered = new HashSet<>();
        for (String id : ids) {
            Container container = Objects.requireNonNull(ours.get(id));
            Summary summary = Summary.of(container);
            Optional<ContainerState> state = seen.get(id);
            if (state == null) {
                unanswered.add(id);
                Known before = known.get(id);
                state = Optional.of(States.of(
                        summary,
                        Summary.labels(container),
                        before == null ? null : before.state().orElse(null)));
                tellOf(summary);
            }
            next.put(id, new Known(summary, state));
        }
        silent = unanswered;
    }

    private void tellOf(Summary unanswered) {
        if (!silent.contains(unanswered.id())) {
            LOG.warn(
                    "The Docker daemon does not answer what the container {} is: what its list says has to do.",
                    unanswered.name());
        }
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
