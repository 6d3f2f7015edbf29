package io.stowage.core.definition;

import static io.stowage.core.definition.Findings.quote;

import io.stowage.model.ContainerCondition;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.ContainerDependency;
import io.stowage.model.NetworkMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What containers say about each other: {@code dependsOn}, {@code links} and {@code volumesFrom} name containers of the task,
 * and {@code dependsOn} has an order to start in.
 *
 * <p>A cycle is found by a depth-first walk that remembers the containers on the way; the first one met again closes the
 * cycle, which is named as a whole. A container from which no cycle is reached is not walked twice.
 */
final class DependencyRules {

    private final Findings findings;
    private final Map<String, ContainerDefinition> byName = new LinkedHashMap<>();

    private DependencyRules(Findings findings, List<ContainerDefinition> containers) {
        this.findings = findings;
        containers.forEach(container -> byName.putIfAbsent(container.name(), container));
    }

    static void check(Findings findings, List<ContainerDefinition> containers, NetworkMode networkMode) {
        DependencyRules rules = new DependencyRules(findings, containers);
        Lists.each("containerDefinitions", containers, (field, container) -> {
            Lists.each(
                    field + ".dependsOn",
                    container.dependsOn(),
                    (place, one) -> rules.dependency(place, container, one));
            Lists.each(
                    field + ".volumesFrom",
                    container.volumesFrom(),
                    (place, one) -> rules.exists(place + ".sourceContainer", container, one.sourceContainer()));
            rules.links(field + ".links", container, networkMode);
        });
        rules.cycles();
    }

    private boolean exists(String field, ContainerDefinition from, String name) {
        if (name.equals(from.name())) {
            findings.error(field, "container " + quote(name) + " names itself; name another container, or remove it.");
            return false;
        }
        if (!byName.containsKey(name)) {
            findings.error(
                    field,
                    quote(name) + " is no container of this task definition; its containers are "
                            + String.join(", ", byName.keySet()) + ".");
            return false;
        }
        return true;
    }

    private void dependency(String field, ContainerDefinition from, ContainerDependency dependency) {
        if (!exists(field + ".containerName", from, dependency.containerName())) {
            return;
        }
        ContainerDefinition target = byName.get(dependency.containerName());
        ContainerCondition condition = dependency.condition();
        boolean mustExit = condition == ContainerCondition.COMPLETE || condition == ContainerCondition.SUCCESS;
        if (target != null && mustExit && target.isEssential()) {
            findings.error(
                    field + ".condition",
                    condition + " waits for container " + quote(target.name())
                            + " to exit, but it is essential, so that the task would stop with it; set its essential to"
                            + " false, or wait for START or HEALTHY.");
        }
        if (target != null && condition == ContainerCondition.HEALTHY && target.healthCheck() == null) {
            findings.error(
                    field + ".condition",
                    "HEALTHY needs a healthCheck in container " + quote(target.name())
                            + "; add one, or wait for START.");
        }
    }

    private void links(String field, ContainerDefinition container, NetworkMode networkMode) {
        List<String> links = Lists.orEmpty(container.links());
        if (!links.isEmpty() && networkMode != NetworkMode.BRIDGE) {
            findings.error(field, "links need networkMode bridge, but it is " + networkMode + "; remove the links.");
        }
        Lists.each(field, links, (place, link) -> {
            if (!link.matches("[A-Za-z0-9_-]{1,255}(:[A-Za-z0-9_-]{1,255})?")) {
                findings.error(place, quote(link) + " is no link; give name or name:alias.");
                return;
            }
            int colon = link.indexOf(':');
            exists(place, container, colon < 0 ? link : link.substring(0, colon));
        });
    }

    private void cycles() {
        Set<String> walked = new LinkedHashSet<>();
        for (String name : byName.keySet()) {
            if (walk(name, new ArrayList<>(), walked)) {
                return;
            }
        }
    }

    private boolean walk(String name, List<String> way, Set<String> walked) {
        int start = way.indexOf(name);
        if (start >= 0) {
            List<String> cycle = new ArrayList<>(way.subList(start, way.size()));
            cycle.add(name);
            findings.error(
                    "containerDefinitions[].dependsOn",
                    "the containers wait for each other: " + String.join(" -> ", cycle)
                            + "; remove one of these dependencies.");
            return true;
        }
        ContainerDefinition container = byName.get(name);
        if (container == null || !walked.add(name)) {
            return false;
        }
        way.add(name);
        for (ContainerDependency dependency : Lists.orEmpty(container.dependsOn())) {
            boolean itself = dependency.containerName().equals(name);
            if (!itself && walk(dependency.containerName(), way, walked)) {
                return true;
            }
        }
        way.remove(way.size() - 1);
        return false;
    }
}
