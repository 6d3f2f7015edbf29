package io.stowage.runtime.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.InstanceProvider.LaunchResult.Refused;
import io.stowage.spi.InstanceProvider.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

/** EC2's error codes, sorted. */
class RefusalsTest {

    private static Ec2Exception error(String code) {
        return (Ec2Exception) Ec2Exception.builder()
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage("said EC2")
                        .build())
                .statusCode(400)
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "InsufficientInstanceCapacity, NO_CAPACITY",
        "InsufficientHostCapacity, NO_CAPACITY",
        "InsufficientReservedInstanceCapacity, NO_CAPACITY",
        "InsufficientVolumeCapacity, NO_CAPACITY",
        "InsufficientFreeAddressesInSubnet, NO_CAPACITY",
        "SpotMaxPriceTooLow, NO_CAPACITY",
        "UnfulfillableCapacity, NO_CAPACITY",
        "Unsupported, NO_CAPACITY",
        "InstanceLimitExceeded, LIMIT",
        "VcpuLimitExceeded, LIMIT",
        "MaxSpotInstanceCountExceeded, LIMIT",
        "VolumeLimitExceeded, LIMIT",
        "InvalidParameterValue, INVALID",
        "InvalidParameterCombination, INVALID",
        "InvalidAMIID.NotFound, INVALID",
        "InvalidAMIID.Unavailable, INVALID",
        "InvalidSubnetID.NotFound, INVALID",
        "InvalidGroup.NotFound, INVALID",
        "InvalidLaunchTemplateId.VersionNotFound, INVALID",
        "InvalidBlockDeviceMapping, INVALID",
        "InvalidUserData.Malformed, INVALID",
        "MissingParameter, INVALID",
        "UnknownParameter, INVALID",
        "TagLimitExceeded, INVALID",
        "OptInRequired, INVALID",
    })
    void isDefinite(String code, Refusal refusal) {
        assertThat(Refusals.of(error(code))).contains(new Refused(refusal, code + ": said EC2"));
    }

    @ParameterizedTest
    @CsvSource({
        "InternalError",
        "InternalFailure",
        "ServiceUnavailable",
        "Unavailable",
        "RequestLimitExceeded",
        "RequestExpired",
        "ExpiredToken",
        "AuthFailure",
        "UnauthorizedOperation",
        "IdempotentParameterMismatch",
        "IdempotentInstanceTerminated",
        "SomethingNew",
    })
    void isUnknown(String code) {
        assertThat(Refusals.of(error(code))).isEmpty();
    }

    @Test
    void anAnswerWithoutACodeIsUnknown() {
        Ec2Exception bare =
                (Ec2Exception) Ec2Exception.builder().statusCode(400).build();
        assertThat(Refusals.of(bare)).isEmpty();
        assertThat(Refusals.text(bare)).isEqualTo("HTTP 400");
    }
}
