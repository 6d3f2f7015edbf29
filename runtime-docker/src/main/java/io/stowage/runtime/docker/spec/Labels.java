package io.stowage.runtime.docker.spec;

import io.stowage.model.NetworkBinding;
import io.stowage.spi.ContainerSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The labels of a container: the definition's, over them ECS's own, and over all the engine's and this runtime's. */
final class Labels {

    /** The engine tells every container so. */
    private static final String TASK_ARN = "STOWAGE_TASK_ARN";

    private Labels() {}

    static Map<String, String> of(
            ContainerSpec spec, ProcessRequest process, List<NetworkBinding> bindings, Report report) {
        Map<String, String> labels =
                users(report, "dockerLabels", spec.definition().dockerLabels());
        String arn = spec.environment().getOrDefault(TASK_ARN, "");
        if (!arn.isEmpty()) {
            labels.put(DockerLabels.ECS + "task-arn", arn);
        }
        labels.put(DockerLabels.ECS + "container-name", spec.definition().name());
        labels.put(DockerLabels.ECS + "cluster", TaskNames.of(spec).cluster());
        labels.put(
                DockerLabels.ECS + "task-definition-family",
                spec.taskDefinition().family());
        labels.put(
                DockerLabels.ECS + "task-definition-version",
                Integer.toString(spec.taskDefinition().revision()));
        labels.putAll(spec.labels());
        labels.put(DockerLabels.HOLDER_OF, "");
        labels.put(DockerLabels.BINDINGS, BindingText.write(bindings));
        labels.put(
                DockerLabels.SECRETS,
                SecretVariables.label(
                        process.environment().size(), process.secrets().size()));
        return labels;
    }

    /** Without those that only Stowage or ECS's agent sets. */
    static Map<String, String> users(Report report, String field, @Nullable Map<String, String> given) {
        Map<String, String> labels = new LinkedHashMap<>(Texts.orEmpty(given));
        for (String key : List.copyOf(labels.keySet())) {
            if (key.startsWith(DockerLabels.STOWAGE) || key.startsWith(DockerLabels.ECS)) {
                report.warn(field, key, "is left out: labels that begin so are set by Stowage alone");
                labels.remove(key);
            }
        }
        return labels;
    }
}
