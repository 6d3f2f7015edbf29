package io.stowage.samples.ecsjson;

import io.stowage.Engine;
import io.stowage.RegisterTaskDefinitionRequest;
import io.stowage.core.EngineBuilder;
import io.stowage.core.Stowage;
import io.stowage.core.TaskDefinitionJson;
import io.stowage.error.ClientException;
import io.stowage.error.EcsException;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskDefinitionStatus;
import io.stowage.samples.ecsjson.Finding.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A task definition of a file.
 *
 * @param file as it was named
 * @param dropped a sentence for each field that task definitions don't have
 */
record Definition(String file, RegisterTaskDefinitionRequest request, List<String> dropped) {

    /**
     * Reads a file.
     *
     * @throws Trouble if it can't be read, or is no task definition
     */
    static Definition read(String file) throws Trouble {
        try {
            TaskDefinitionJson.Reading reading = TaskDefinitionJson.readLeniently(Files.readString(Path.of(file)));
            return new Definition(file, reading.request(), reading.warnings());
        } catch (ClientException e) {
            throw Trouble.refused(file + " is no task definition: " + e.getMessage());
        } catch (NoSuchFileException e) {
            throw Trouble.usage("there is no file " + file);
        } catch (IOException | InvalidPathException e) {
            throw Trouble.usage(file + " can't be read: " + e);
        }
    }

    /** Where it lies. */
    Path directory() {
        return Path.of(file).toAbsolutePath().resolveSibling("");
    }

    /** All that is said of it before any host is asked. */
    List<Finding> findings(Target target) {
        Fields fields = new Fields(request);
        List<Finding> findings = new ArrayList<>(target.findings(unregistered(), fields));
        List<Finding> ofEngine = new ArrayList<>();
        dropped.forEach(text -> ofEngine.add(Finding.of(Kind.WARNED, text, fields)));
        ofEngine.addAll(registered(target, fields));
        // Where the runtime says why, it needn't be said that.
        ofEngine.stream()
                .filter(one -> one.field().isEmpty()
                        || one.kind() == Kind.REFUSED
                        || findings.stream().noneMatch(other -> other.field().equals(one.field())))
                .forEach(findings::add);
        // The engine says nothing of that where it refuses something else.
        fields.given().stream()
                .filter(field -> !target.honours(field) && findings.stream().noneMatch(each -> each.isAbout(field)))
                .map(field -> new Finding(Kind.WARNED, field, field + " is kept but the runtime does not honour it"))
                .forEach(findings::add);
        return findings;
    }

    /** What an engine says that knows this runtime alone. */
    private List<Finding> registered(Target target, Fields fields) {
        EngineBuilder builder = Stowage.engine().runtime(target.provider());
        target.othersMuted().forEach(builder::runtime);
        try (Engine engine = builder.build()) {
            return engine.taskDefinitions().register(request).warnings().stream()
                    .map(text -> Finding.of(Kind.WARNED, text, fields))
                    .toList();
        } catch (EcsException e) {
            return String.valueOf(e.getMessage())
                    .lines()
                    .map(text -> Finding.of(Kind.REFUSED, text, fields))
                    .toList();
        }
    }

    /** As it would be registered, for those who judge it first. */
    private TaskDefinition unregistered() {
        return TaskDefinition.builder()
                .taskDefinitionArn("arn:aws:ecs:local:000000000000:task-definition/" + request.family() + ":1")
                .family(request.family())
                .revision(1)
                .status(TaskDefinitionStatus.ACTIVE)
                .containerDefinitions(request.containerDefinitions())
                .taskRoleArn(request.taskRoleArn())
                .executionRoleArn(request.executionRoleArn())
                .networkMode(request.networkMode())
                .volumes(request.volumes())
                .placementConstraints(request.placementConstraints())
                .requiresCompatibilities(request.requiresCompatibilities())
                .cpu(request.cpu())
                .memory(request.memory())
                .pidMode(request.pidMode())
                .ipcMode(request.ipcMode())
                .proxyConfiguration(request.proxyConfiguration())
                .inferenceAccelerators(request.inferenceAccelerators())
                .ephemeralStorage(request.ephemeralStorage())
                .runtimePlatform(request.runtimePlatform())
                .enableFaultInjection(request.enableFaultInjection())
                .build();
    }
}
