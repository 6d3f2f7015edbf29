package io.stowage.runtime.docker.spec;

import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Link;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.HostEntry;
import io.stowage.model.NetworkMode;
import io.stowage.model.TaskDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The network of a container. In mode {@code awsvpc} it is the holder's, where names are looked up too: what a container says of DNS and hosts is
 * the holder's there, and so all containers'.
 */
final class Networking {

    /** Why a container of the task can't be referred to. */
    static final String NOT_THERE =
            "names a container that does not exist on the host yet: have it created before, by a dependsOn with START";

    private final Conventions conventions;
    private final String holder;
    private final Map<String, String> siblings;
    private final Report report;

    Networking(Conventions conventions, String holder, Map<String, String> siblings, Report report) {
        this.conventions = conventions;
        this.holder = holder;
        this.siblings = siblings;
        this.report = report;
    }

    /** What Docker calls the network that stands for {@code bridge}. */
    static String bridge(Conventions conventions) {
        return conventions.bridgeNetwork() == null ? "bridge" : conventions.bridgeNetwork();
    }

    /** The networks that have to be there for a task of this mode. */
    static List<String> needed(Conventions conventions, NetworkMode mode) {
        boolean bridged = mode == NetworkMode.BRIDGE || mode == NetworkMode.AWSVPC;
        return bridged && conventions.bridgeNetwork() != null ? List.of(bridge(conventions)) : List.of();
    }

    /** Whether a container has no network at all, whatever its task has. */
    static boolean isDisabled(ContainerDefinition container) {
        return Boolean.TRUE.equals(container.disableNetworking());
    }

    void apply(HostConfig config, TaskDefinition task, ContainerDefinition container) {
        NetworkMode mode = task.networkModeOrDefault();
        config.withNetworkMode(isDisabled(container) ? "none" : name(mode));
        links(config, mode, container);
        if (mode == NetworkMode.AWSVPC) {
            report.refuseIf(
                    !Texts.isEmpty(container.hostname()),
                    "hostname",
                    container.hostname(),
                    "can't be had with networkMode awsvpc, where the name is the task's: leave it out");
        } else {
            names(config, List.of(container));
        }
        report.refuseIf(
                !Texts.orEmpty(container.portMappings()).isEmpty()
                        && (mode == NetworkMode.NONE || isDisabled(container)),
                "portMappings",
                null,
                "can't be had without a network: leave them out, or use another networkMode");
    }

    private String name(NetworkMode mode) {
        return switch (mode) {
            case AWSVPC -> "container:" + holder;
            case BRIDGE -> bridge(conventions);
            case HOST -> "host";
            case NONE -> "none";
        };
    }

    /** DNS and hosts as all of these containers want them. */
    void names(HostConfig config, List<ContainerDefinition> containers) {
        List<String> servers = new ArrayList<>();
        List<String> domains = new ArrayList<>();
        List<String> hosts = new ArrayList<>();
        for (ContainerDefinition container : containers) {
            addNew(servers, Texts.orEmpty(container.dnsServers()));
            addNew(domains, Texts.orEmpty(container.dnsSearchDomains()));
            addNew(
                    hosts,
                    Texts.orEmpty(container.extraHosts()).stream()
                            .map(this::line)
                            .toList());
        }
        config.withDns(servers).withDnsSearch(domains).withExtraHosts(hosts.toArray(String[]::new));
    }

    private static void addNew(List<String> all, List<String> more) {
        more.stream().filter(each -> !all.contains(each)).forEach(all::add);
    }

    private String line(HostEntry entry) {
        report.refuseIf(
                entry.hostname().isEmpty() || entry.hostname().chars().anyMatch(c -> c == ':' || c <= ' '),
                "extraHosts[].hostname",
                entry.hostname(),
                "is no host name: give one without colons and blanks");
        report.refuseIf(
                !entry.ipAddress().matches("[0-9A-Fa-f:.]+"),
                "extraHosts[].ipAddress",
                entry.ipAddress(),
                "is no IP address: give one");
        return entry.hostname() + ":" + entry.ipAddress();
    }

    private void links(HostConfig config, NetworkMode mode, ContainerDefinition container) {
        List<Link> links = new ArrayList<>();
        for (String link : Texts.orEmpty(container.links())) {
            int colon = link.indexOf(':');
            String name = colon < 0 ? link : link.substring(0, colon);
            String sibling = siblings.get(name);
            if (mode != NetworkMode.BRIDGE) {
                report.refuse("links", link, "needs networkMode bridge: leave it out, or use that");
            } else if (sibling == null) {
                report.refuse("links", link, NOT_THERE);
            } else {
                links.add(new Link(sibling, colon < 0 ? name : link.substring(colon + 1)));
            }
        }
        if (!links.isEmpty()) {
            config.withLinks(links);
        }
    }
}
