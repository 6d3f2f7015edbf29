package io.stowage.core.definition;

import static io.stowage.core.definition.Findings.quote;

import io.stowage.RegisterTaskDefinitionRequest;
import io.stowage.model.InferenceAccelerator;
import io.stowage.model.ResourceRequirement;
import io.stowage.model.ResourceType;
import java.util.List;

/** GPUs, Neuron devices and inference accelerators. */
final class ResourceRules {

    private static final String ALL = "ALL";

    private ResourceRules() {}

    static void check(Findings findings, RegisterTaskDefinitionRequest request) {
        List<String> accelerators = Lists.orEmpty(request.inferenceAccelerators()).stream()
                .map(InferenceAccelerator::deviceName)
                .toList();
        Names.unique(findings, "inferenceAccelerators", ".deviceName", accelerators);
        Lists.each(
                "containerDefinitions",
                request.containerDefinitions(),
                (field, container) -> Lists.each(
                        field + ".resourceRequirements",
                        container.resourceRequirements(),
                        (place, requirement) -> requirement(findings, place, requirement, accelerators)));
    }

    private static void requirement(
            Findings findings, String field, ResourceRequirement requirement, List<String> accelerators) {
        boolean shared = requirement.sharingStrategy() != null;
        findings.errorIf(
                shared && requirement.type() != ResourceType.GPU,
                field + ".sharingStrategy",
                "only GPUs are shared, but the type is " + requirement.type() + "; remove it.");
        String value = requirement.value();
        if (value == null) {
            findings.errorIf(!shared, field + ".value", "missing; say how many, or which.");
            return;
        }
        findings.errorIf(
                shared, field + ".value", quote(value) + " is given beside sharingStrategy; give one of the two.");
        switch (requirement.type()) {
            case GPU ->
                findings.errorIf(
                        !value.matches("[1-9]\\d{0,4}") && !value.equals(ALL),
                        field + ".value",
                        quote(value) + " is no number of GPUs; give a number from 1, or \"ALL\".");
            case NEURON_DEVICE ->
                findings.errorIf(
                        !value.equals(ALL), field + ".value", quote(value) + " must be \"ALL\" for a NeuronDevice.");
            case INFERENCE_ACCELERATOR ->
                findings.errorIf(
                        !accelerators.contains(value),
                        field + ".value",
                        quote(value) + " is no deviceName of inferenceAccelerators; add it there.");
        }
    }
}
