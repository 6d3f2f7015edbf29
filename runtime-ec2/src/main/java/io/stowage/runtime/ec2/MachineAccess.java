package io.stowage.runtime.ec2;

import io.stowage.spi.InstanceProvider.Access;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Instance;

/** How the container runtime of a machine is reached. A machine that calls in by itself would be another one of these. */
interface MachineAccess {

    /** Null as long as it can't be reached. */
    @Nullable
    Access of(Instance running);
}
