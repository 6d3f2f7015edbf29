package io.stowage.core.definition;

import static io.stowage.core.definition.Findings.quote;

import io.stowage.RegisterTaskDefinitionRequest;
import io.stowage.core.query.ClusterQuery;
import io.stowage.core.query.MalformedQueryException;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.LogDriver;
import io.stowage.model.NetworkMode;
import io.stowage.model.Tag;
import io.stowage.model.TaskDefinitionPlacementConstraint;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The fields of the task itself: tags, placement constraints, storage, proxy, log router. */
final class TaskFieldRules {

    private static final int MOST_TAGS = 50;
    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_VALUE = 256;
    private static final int MOST_CONSTRAINTS = 10;
    private static final Pattern TAG_TEXT = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

    private TaskFieldRules() {}

    static void check(Findings findings, RegisterTaskDefinitionRequest request) {
        Names.check(findings, "family", request.family());
        tags(findings, Lists.orEmpty(request.tags()));
        placementConstraints(findings, Lists.orEmpty(request.placementConstraints()));
        if (request.ephemeralStorage() != null) {
            findings.range(
                    "ephemeralStorage.sizeInGiB", request.ephemeralStorage().sizeInGiB(), 21, 200);
        }
        proxy(findings, request);
        firelens(findings, request.containerDefinitions());
    }

    private static void tags(Findings findings, List<Tag> tags) {
        findings.errorIf(
                tags.size() > MOST_TAGS, "tags", tags.size() + " tags are given; at most 50 are allowed. Remove some.");
        Names.unique(findings, "tags", ".key", tags.stream().map(Tag::key).toList());
        Lists.each("tags", tags, (field, tag) -> {
            findings.errorIf(tag.key().isEmpty(), field + ".key", "\"\" is no key; give 1 to 128 characters.");
            tagText(findings, field + ".key", tag.key(), LONGEST_KEY);
            tagText(findings, field + ".value", tag.value() == null ? "" : tag.value(), LONGEST_VALUE);
        });
    }

    private static void tagText(Findings findings, String field, String text, int longest) {
        int length = text.codePointCount(0, text.length());
        findings.errorIf(
                length > longest, field, quote(text) + " has " + length + " characters; use at most " + longest + ".");
        findings.errorIf(
                text.toLowerCase(Locale.ROOT).startsWith("aws:"),
                field,
                quote(text) + " has the prefix aws:, which is reserved; use another.");
        findings.errorIf(
                !TAG_TEXT.matcher(text).matches(),
                field,
                quote(text) + " has characters that are not allowed; use letters, digits, spaces and + - = . _ : / @.");
    }

    private static void placementConstraints(Findings findings, List<TaskDefinitionPlacementConstraint> constraints) {
        findings.errorIf(
                constraints.size() > MOST_CONSTRAINTS,
                "placementConstraints",
                constraints.size() + " constraints are given; at most 10 are allowed. Join some with and.");
        Lists.each("placementConstraints", constraints, (place, constraint) -> {
            String field = place + ".expression";
            String expression = constraint.expression();
            if (expression == null || expression.isBlank()) {
                findings.error(field, "missing; memberOf needs a cluster query expression.");
            } else {
                query(findings, field, expression);
            }
        });
    }

    private static void query(Findings findings, String field, String expression) {
        try {
            ClusterQuery.of(expression);
        } catch (MalformedQueryException malformed) {
            findings.error(field + ": " + malformed.getMessage());
        }
    }

    private static void proxy(Findings findings, RegisterTaskDefinitionRequest request) {
        if (request.proxyConfiguration() == null) {
            return;
        }
        String name = request.proxyConfiguration().containerName();
        findings.errorIf(
                request.containerDefinitions().stream()
                        .noneMatch(container -> container.name().equals(name)),
                "proxyConfiguration.containerName",
                quote(name) + " is no container of this task definition; name one of them.");
        findings.errorIf(
                request.networkModeOrDefault() != NetworkMode.AWSVPC,
                "proxyConfiguration",
                "a proxy needs networkMode awsvpc, but it is " + request.networkModeOrDefault() + ".");
    }

    private static void firelens(Findings findings, List<ContainerDefinition> containers) {
        long routers = containers.stream()
                .filter(container -> container.firelensConfiguration() != null)
                .count();
        findings.errorIf(
                routers > 1,
                "containerDefinitions[].firelensConfiguration",
                routers + " containers are log routers; at most one may be. Remove it from the others.");
        Lists.each("containerDefinitions", containers, (field, container) -> {
            boolean routed = container.logConfiguration() != null
                    && container.logConfiguration().logDriver() == LogDriver.AWSFIRELENS;
            findings.errorIf(
                    routed && routers == 0,
                    field + ".logConfiguration.logDriver",
                    "awsfirelens needs a container with a firelensConfiguration; add one, or use another driver.");
        });
    }
}
