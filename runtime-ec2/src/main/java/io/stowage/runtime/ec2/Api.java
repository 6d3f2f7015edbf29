package io.stowage.runtime.ec2;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.core.retry.RetryUtils;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.Ec2ClientBuilder;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

/** EC2's API in one region: every call bounded in time, in attempts and in rate. Thread-safe. */
final class Api implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final int ATTEMPTS = 3;
    private static final int MOST_TRANSIENT_STATUS = 504;
    private static final int LEAST_TRANSIENT_STATUS = 500;

    private final Ec2Client client;
    private final RateLimit describing;
    private final RateLimit launching;
    private final RateLimit terminating;

    private Api(Ec2Client client, Rates rates, Pace pace) {
        this.client = client;
        // The bursts are half of what EC2 lets collect, too.
        this.describing = new RateLimit("describing", rates.describing(), 5 * rates.describing(), pace);
        this.launching = new RateLimit("launching", rates.launching(), Math.max(1, 2 * rates.launching()), pace);
        this.terminating = new RateLimit("terminating", rates.terminating(), 20 * rates.terminating(), pace);
    }

    /**
     * How calls are made.
     *
     * @param patience how long one attempt may take; all of a call's take twice as long and a quarter at most
     * @param backOff between two attempts at first
     */
    record Manner(AwsCredentialsProvider credentials, Rates rates, Pace pace, Duration patience, Duration backOff) {

        private Duration callPatience() {
            return patience.multipliedBy(9).dividedBy(4);
        }
    }

    /** Opens nothing before the first call. */
    static Api open(Settings.Place place, Manner manner) {
        Ec2ClientBuilder builder = Ec2Client.builder()
                .region(Region.of(place.region()))
                .credentialsProvider(manner.credentials())
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(manner.patience()))
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .apiCallAttemptTimeout(manner.patience())
                        .apiCallTimeout(manner.callPatience())
                        .retryStrategy(retries(manner.backOff()))
                        .build());
        if (place.endpoint() != null) {
            builder.endpointOverride(place.endpoint());
        }
        return new Api(builder.build(), manner.rates(), manner.pace());
    }

    /** A launch is sent again under its token; a lack of capacity, which EC2 reports as its own error, is not asked about again. */
    private static StandardRetryStrategy retries(Duration backOff) {
        return StandardRetryStrategy.builder()
                // Its defaults ask again after every error of the server's, and EC2 counts a lack of capacity among
                // those.
                .useClientDefaults(false)
                .maxAttempts(ATTEMPTS)
                .retryOnException(Api::isTransient)
                .retryOnExceptionOrCauseInstanceOf(IOException.class)
                .retryOnExceptionInstanceOf(ApiCallAttemptTimeoutException.class)
                .treatAsThrottling(Api::isThrottling)
                .backoffStrategy(BackoffStrategy.exponentialDelay(backOff, backOff.multipliedBy(10)))
                .throttlingBackoffStrategy(
                        BackoffStrategy.exponentialDelay(backOff.multipliedBy(10), backOff.multipliedBy(50)))
                .circuitBreakerEnabled(true)
                .build();
    }

    private static boolean isTransient(Throwable failure) {
        if (failure instanceof Ec2Exception error) {
            boolean isServers = error.statusCode() >= LEAST_TRANSIENT_STATUS
                    && error.statusCode() <= MOST_TRANSIENT_STATUS
                    && !Refusals.isDefinite(error);
            return isServers || isThrottling(error) || RetryUtils.isClockSkewException(error);
        }
        return failure instanceof SdkException sdk && sdk.retryable();
    }

    private static boolean isThrottling(Throwable failure) {
        return failure instanceof SdkServiceException error && error.isThrottlingException();
    }

    /**
     * Makes a call that only looks.
     *
     * @param what what is being done, for people
     * @throws Ec2Exception if EC2 said no, in whatever way
     * @throws OutcomeUnknownException if it said nothing
     */
    <T> T describe(String what, Function<Ec2Client, T> call) {
        return made(what, describing, call);
    }

    /** Makes a call that launches; else as {@link #describe}. */
    <T> T launch(String what, Function<Ec2Client, T> call) {
        return made(what, launching, call);
    }

    /** Makes a call that ends a machine; else as {@link #describe}. */
    <T> T terminate(String what, Function<Ec2Client, T> call) {
        return made(what, terminating, call);
    }

    private <T> T made(String what, RateLimit limit, Function<Ec2Client, T> call) {
        limit.await();
        try {
            return call.apply(client);
        } catch (SdkClientException silent) {
            throw new OutcomeUnknownException(what + " had no answer: " + silent.getMessage(), silent);
        }
    }

    /** What EC2 said no to, as something that nobody knows the outcome of. */
    static <T> T orUnknown(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (Ec2Exception error) {
            throw new OutcomeUnknownException(what + " failed: " + Refusals.text(error), error);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
