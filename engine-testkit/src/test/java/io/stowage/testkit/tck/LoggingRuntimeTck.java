package io.stowage.testkit.tck;

import io.stowage.model.ContainerDefinition;
import java.util.List;

/** The contract tests of a simulated runtime whose containers write what they are given. */
abstract class LoggingRuntimeTck extends DecoratedRuntimeTck implements FollowsLogsTck {

    @Override
    public ContainerDefinition printing(List<String> lines) {
        return exiting(0).toBuilder().command(lines).build();
    }

    List<String> written(String name) {
        return List.copyOf(spec(name).definition().command());
    }
}
