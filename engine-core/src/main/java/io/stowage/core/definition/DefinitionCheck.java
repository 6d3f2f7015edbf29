package io.stowage.core.definition;

import io.stowage.RegisterTaskDefinitionRequest;
import io.stowage.core.json.EngineJson;
import io.stowage.error.ClientException;
import io.stowage.model.Compatibility;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.NetworkMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks a registration. A pure function: the size first, so that the rules meet bounded input; then the rules that hold
 * everywhere; then those of each kind of capacity, which refuse only where the registration asks for that kind, and else just
 * leave it out of the compatibilities. EC2 has no rules of its own.
 */
public final class DefinitionCheck {

    private DefinitionCheck() {}

    /**
     * The registration with its size in whole units, the kinds of capacity that it is valid for, and warnings.
     *
     * @throws ClientException if it breaks rules; the message has a line for each of the first ten errors, with the field's
     *     path, the value, the rule and what to do
     */
    public static CheckedDefinition check(RegisterTaskDefinitionRequest request) {
        Findings findings = new Findings();
        bytes(findings, request);
        findings.throwIfAny();
        TaskSize size = common(findings, request);
        List<Compatibility> compatibilities = compatibilities(findings, request, size);
        findings.throwIfAny();
        RegisterTaskDefinitionRequest normalised = request.toBuilder()
                .cpu(text(size.cpu()))
                .memory(text(size.memory()))
                .build();
        return new CheckedDefinition(normalised, compatibilities, findings.warnings());
    }

    private static void bytes(Findings findings, RegisterTaskDefinitionRequest request) {
        int bytes = EngineJson.size(request);
        findings.errorIf(
                bytes > EngineJson.LARGEST_TASK_DEFINITION,
                "The task definition",
                "it has " + bytes + " bytes as JSON; at most " + EngineJson.LARGEST_TASK_DEFINITION
                        + " (64 KiB) are allowed. Make it smaller.");
    }

    private static TaskSize common(Findings findings, RegisterTaskDefinitionRequest request) {
        List<ContainerDefinition> containers = request.containerDefinitions();
        NetworkMode networkMode = request.networkModeOrDefault();
        TaskFieldRules.check(findings, request);
        ContainerSetRules.check(findings, containers);
        TaskSize size = TaskSize.read(findings, request.cpu(), request.memory());
        SizeRules.check(findings, containers, size, request.memory() != null);
        DependencyRules.check(findings, containers, networkMode);
        PortRules.check(findings, containers, networkMode);
        VolumeRules.check(findings, Lists.orEmpty(request.volumes()), containers);
        ContainerFieldRules.check(findings, containers, networkMode, request.ipcMode());
        ResourceRules.check(findings, request);
        return size;
    }

    private static List<Compatibility> compatibilities(
            Findings findings, RegisterTaskDefinitionRequest request, TaskSize size) {
        List<Compatibility> required = Lists.orEmpty(request.requiresCompatibilities());
        List<Compatibility> valid = new ArrayList<>();
        Findings external = new Findings();
        ExternalRules.check(external, request);
        settle(findings, Compatibility.EXTERNAL, external, required, valid);
        valid.add(Compatibility.EC2);
        Findings fargate = new Findings();
        FargateRules.check(fargate, request, size);
        settle(findings, Compatibility.FARGATE, fargate, required, valid);
        int managed = required.indexOf(Compatibility.MANAGED_INSTANCES);
        findings.errorIf(
                managed >= 0,
                "requiresCompatibilities[" + managed + "]",
                "MANAGED_INSTANCES is not supported by this engine; use EC2, EXTERNAL or FARGATE.");
        return valid;
    }

    private static void settle(
            Findings findings,
            Compatibility kind,
            Findings ofKind,
            List<Compatibility> required,
            List<Compatibility> valid) {
        if (ofKind.isClean()) {
            valid.add(kind);
        } else if (required.contains(kind)) {
            findings.addErrorsOf(ofKind);
        }
    }

    private static @Nullable String text(@Nullable Integer units) {
        return units == null ? null : units.toString();
    }
}
