package io.stowage.core.definition;

import io.stowage.model.ContainerDefinition;
import java.util.List;

/** How many containers, what they are called and what they are made from. */
final class ContainerSetRules {

    private static final int MOST_CONTAINERS = 10;
    private static final int LONGEST_IMAGE = 255;

    private ContainerSetRules() {}

    static void check(Findings findings, List<ContainerDefinition> containers) {
        String field = "containerDefinitions";
        if (containers.isEmpty() || containers.size() > MOST_CONTAINERS) {
            findings.error(field, containers.size() + " containers are given; a task has 1 to 10. Add or remove some.");
        }
        Names.unique(
                findings,
                field,
                ".name",
                containers.stream().map(ContainerDefinition::name).toList());
        if (!containers.isEmpty() && containers.stream().noneMatch(ContainerDefinition::isEssential)) {
            findings.error("Task definition doesn't have any essential container. In " + field
                    + ", set essential to true in at least one, or leave it out.");
        }
        Lists.each(field, containers, (place, container) -> {
            Names.check(findings, place + ".name", container.name());
            image(findings, place + ".image", container.image());
        });
    }

    private static void image(Findings findings, String field, String image) {
        int digest = image.indexOf('@');
        String name = digest < 0 ? image : image.substring(0, digest);
        if (name.isBlank()) {
            findings.error(field, "Container.image should not be null or empty. Name an image.");
        }
        if (name.length() > LONGEST_IMAGE) {
            findings.error(field, "the name has " + name.length() + " characters; use at most 255.");
        }
        if (image.chars().anyMatch(Character::isISOControl)) {
            findings.error(field, "the name has control characters; remove them.");
        }
        boolean badDigest = digest >= 0 && !image.substring(digest + 1).matches("sha256:[A-Fa-f0-9]{64}");
        findings.errorIf(
                badDigest,
                field,
                Findings.quote(image) + " has no valid digest; after @, give sha256: and 64 hexadecimal digits.");
    }
}
