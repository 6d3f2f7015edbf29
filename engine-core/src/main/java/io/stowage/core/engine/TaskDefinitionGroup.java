package io.stowage.core.engine;

import io.stowage.DeleteTaskDefinitionsResponse;
import io.stowage.DescribeTaskDefinitionResponse;
import io.stowage.ListTaskDefinitionFamiliesRequest;
import io.stowage.ListTaskDefinitionFamiliesResponse;
import io.stowage.ListTaskDefinitionsRequest;
import io.stowage.ListTaskDefinitionsResponse;
import io.stowage.RegisterTaskDefinitionRequest;
import io.stowage.RegisterTaskDefinitionResponse;
import io.stowage.TaskDefinitions;
import io.stowage.core.definition.CheckedDefinition;
import io.stowage.core.definition.DefinitionCheck;
import io.stowage.core.definition.HonouredFields;
import io.stowage.core.json.EngineJson;
import io.stowage.core.json.ReadMode;
import io.stowage.core.json.Reading;
import io.stowage.core.placement.PlacementSupport;
import io.stowage.core.registry.DeleteTaskDefinitions;
import io.stowage.core.registry.DeregisterTaskDefinition;
import io.stowage.core.registry.DescribeTaskDefinition;
import io.stowage.core.registry.ListTaskDefinitionFamilies;
import io.stowage.core.registry.ListTaskDefinitions;
import io.stowage.core.registry.PreviewTaskDefinition;
import io.stowage.core.registry.RegisterTaskDefinition;
import io.stowage.core.registry.RegisteredDefinition;
import io.stowage.error.AccessDeniedException;
import io.stowage.error.UnsupportedFeatureException;
import io.stowage.model.TaskDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Operations on task definitions. */
final class TaskDefinitionGroup implements TaskDefinitions {

    private static final String REGISTER = "RegisterTaskDefinition";

    private final EngineCore core;
    private final Caller caller;

    TaskDefinitionGroup(EngineCore core, Caller caller) {
        this.core = core;
        this.caller = caller;
    }

    @Override
    public RegisterTaskDefinitionResponse register(RegisterTaskDefinitionRequest request) {
        return register(request, List.of());
    }

    @Override
    public RegisterTaskDefinitionResponse register(String json) {
        Reading<RegisterTaskDefinitionRequest> reading = EngineJson.readRegistration(json, ReadMode.STRICT);
        return register(reading.value(), reading.warnings());
    }

    private RegisterTaskDefinitionResponse register(RegisterTaskDefinitionRequest request, List<String> readWarnings) {
        caller.authorize(REGISTER, request.family());
        CheckedDefinition checked = DefinitionCheck.check(request);
        TaskDefinition preview = caller.ask(REGISTER, new PreviewTaskDefinition(checked, caller.principal()));
        Optional<String> refused = core.ports().policy().refuses(preview);
        if (refused.isPresent()) {
            throw new AccessDeniedException(
                    "task definition " + preview.familyRevision() + " is refused by policy: " + refused.get());
        }
        RegisteredDefinition registered = caller.ask(REGISTER, new RegisterTaskDefinition(checked, caller.principal()));
        List<String> warnings = new ArrayList<>(readWarnings);
        warnings.addAll(checked.warnings());
        warnings.addAll(HonouredFields.unsupported(request, core.hosts().honouredFields()));
        addPlacementWarning(registered.definition(), warnings);
        return new RegisterTaskDefinitionResponse(registered.definition(), registered.tags(), warnings);
    }

    /** What can be registered but not placed is told now, and not only when it is used. */
    private static void addPlacementWarning(TaskDefinition definition, List<String> warnings) {
        try {
            PlacementSupport.check(definition);
        } catch (UnsupportedFeatureException notPlaceable) {
            warnings.add("it can't be run: " + notPlaceable.getMessage());
        }
    }

    @Override
    public DescribeTaskDefinitionResponse describe(String taskDefinition) {
        RegisteredDefinition found = caller.ask("DescribeTaskDefinition", new DescribeTaskDefinition(taskDefinition));
        return new DescribeTaskDefinitionResponse(found.definition(), found.tags());
    }

    @Override
    public ListTaskDefinitionsResponse list(ListTaskDefinitionsRequest request) {
        return caller.ask("ListTaskDefinitions", new ListTaskDefinitions(request));
    }

    @Override
    public ListTaskDefinitionFamiliesResponse listFamilies(ListTaskDefinitionFamiliesRequest request) {
        return caller.ask("ListTaskDefinitionFamilies", new ListTaskDefinitionFamilies(request));
    }

    @Override
    public TaskDefinition deregister(String taskDefinition) {
        String action = "DeregisterTaskDefinition";
        caller.authorize(action, taskDefinition);
        return caller.ask(action, new DeregisterTaskDefinition(taskDefinition));
    }

    @Override
    public DeleteTaskDefinitionsResponse delete(List<String> taskDefinitions) {
        String action = "DeleteTaskDefinitions";
        taskDefinitions.forEach(taskDefinition -> caller.authorize(action, taskDefinition));
        DeleteTaskDefinitionsResponse answer = caller.ask(action, new DeleteTaskDefinitions(taskDefinitions));
        core.sweeper().wake();
        return answer;
    }
}
