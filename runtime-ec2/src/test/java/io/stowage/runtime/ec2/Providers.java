package io.stowage.runtime.ec2;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Providers for tests: in a hurry, and with credentials that mean nothing. */
final class Providers {

    private Providers() {}

    static Ec2InstanceProvider.Builder builder() {
        return Ec2InstanceProvider.builder()
                .credentials(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "none")))
                .pace(new VirtualPace())
                .backOff(Duration.ofMillis(1));
    }

    static Ec2InstanceProvider open() {
        return builder().build();
    }
}
