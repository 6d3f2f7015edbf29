package io.stowage.runtime.ec2;

import io.stowage.spi.InstanceProvider.LaunchResult.Refused;
import io.stowage.spi.InstanceProvider.Refusal;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

/**
 * Which errors of a launch say that nothing was launched, and why. Whatever isn't listed is unknown: a time-out, an error of the server,
 * throttling, and a lack of permission too, since the same token may have launched before the permission was taken away.
 */
final class Refusals {

    /** Another type, zone or purchase may do. */
    private static final Set<String> NO_CAPACITY = Set.of(
            "InsufficientInstanceCapacity",
            "InsufficientCapacity",
            "InsufficientHostCapacity",
            "InsufficientReservedInstanceCapacity",
            "InsufficientVolumeCapacity",
            "InsufficientAddressCapacity",
            "InsufficientFreeAddressesInSubnet",
            "SpotMaxPriceTooLow",
            "UnfulfillableCapacity",
            // The type isn't had in that zone, or that zone takes no new machines of it.
            "Unsupported",
            "VolumeTypeNotAvailableInZone");

    private static final Set<String> LIMIT = Set.of(
            "InstanceLimitExceeded",
            "VcpuLimitExceeded",
            "MaxSpotInstanceCountExceeded",
            "VolumeLimitExceeded",
            "MaxIOPSLimitExceeded",
            "NetworkInterfaceLimitExceeded",
            "PendingVerification");

    private static final Set<String> INVALID = Set.of(
            "MissingParameter",
            "UnknownParameter",
            "UnsupportedOperation",
            "TagLimitExceeded",
            "VPCIdNotSpecified",
            "VPCResourceNotSpecified",
            "OptInRequired");

    private Refusals() {}

    /** Empty if nobody knows. */
    static Optional<Refused> of(Ec2Exception error) {
        String code = code(error);
        if (NO_CAPACITY.contains(code)) {
            return refused(Refusal.NO_CAPACITY, error);
        }
        if (LIMIT.contains(code)) {
            return refused(Refusal.LIMIT, error);
        }
        boolean isInvalid = INVALID.contains(code) || code.startsWith("Invalid");
        return isInvalid ? refused(Refusal.INVALID, error) : Optional.empty();
    }

    /** Whether asking again at once is of no use: somebody else has to change something, or time has to pass. */
    static boolean isDefinite(Ec2Exception error) {
        return of(error).isPresent();
    }

    private static Optional<Refused> refused(Refusal refusal, Ec2Exception error) {
        return Optional.of(new Refused(refusal, text(error)));
    }

    /** Empty if the answer had none. */
    static String code(Ec2Exception error) {
        var details = error.awsErrorDetails();
        return details == null || details.errorCode() == null ? "" : details.errorCode();
    }

    static String text(Ec2Exception error) {
        var details = error.awsErrorDetails();
        return details == null ? "HTTP " + error.statusCode() : details.errorCode() + ": " + details.errorMessage();
    }
}
