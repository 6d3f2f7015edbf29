package io.stowage.runtime.ec2;

import io.stowage.runtime.ec2.Settings.Place;
import io.stowage.spi.InstanceProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;

/**
 * Launches machines on Amazon EC2, under the name {@code ec2}. {@code docs/ec2.md} lists the properties that capacity providers give, and the
 * permissions that it needs.
 *
 * <p>One call launches one machine, with its tags, under the request's token. What EC2 says decides: a lack of capacity, a limit and a wrong
 * request are refusals; everything else, silence among it, is an exception. Credentials are those of the AWS SDK's default chain,
 * unless the builder is given others.
 *
 * <p>Thread-safe. Calls block: each request to EC2 for about a minute at most, with the wait for its turn.
 */
public final class Ec2InstanceProvider implements InstanceProvider {

    private static final Pattern INSTANCES = Pattern.compile("i-[0-9a-f]{8,17}");

    private final Api.Manner manner;
    private final Map<Place, Api> apis = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** The provider with nothing configured; for {@link java.util.ServiceLoader}. Does not block. */
    public Ec2InstanceProvider() {
        this(builder());
    }

    private Ec2InstanceProvider(Builder builder) {
        this.manner =
                new Api.Manner(builder.credentials, builder.rates, builder.pace, builder.patience, builder.backOff);
    }

    /** Configures a provider by hand. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String name() {
        return "ec2";
    }

    @Override
    public List<String> check(Map<String, String> properties) {
        return SettingsReader.errors(properties);
    }

    @Override
    public List<MachineType> machineTypes(List<String> names, Map<String, String> properties) {
        Settings settings = SettingsReader.settings(properties);
        return new Sizes(api(settings.place()), settings).of(names);
    }

    @Override
    public LaunchResult launch(LaunchRequest request) {
        List<String> wrong = check(request.properties());
        if (!wrong.isEmpty()) {
            return new LaunchResult.Refused(Refusal.INVALID, String.join("; ", wrong));
        }
        Settings settings = SettingsReader.settings(request.properties());
        LaunchPlan plan = new LaunchPlan(settings, request);
        return plan.objection()
                .<LaunchResult>map(objection -> new LaunchResult.Refused(Refusal.INVALID, objection))
                .orElseGet(() -> launch(settings, plan.toEc2()));
    }

    private LaunchResult launch(Settings settings, RunInstancesRequest request) {
        Api api = api(settings.place());
        try {
            RunInstancesResponse response = api.launch("launching", ec2 -> ec2.runInstances(request));
            return launched(settings, response, request.clientToken());
        } catch (Ec2Exception error) {
            return switch (Refusals.code(error)) {
                case "IdempotentInstanceTerminated" -> over(api, settings, request.clientToken());
                case "IdempotentParameterMismatch" -> throw mismatch(request.clientToken(), error);
                default ->
                    Refusals.of(error)
                            .orElseThrow(() -> new OutcomeUnknownException(
                                    "launching with clientToken " + request.clientToken() + " failed: "
                                            + Refusals.text(error),
                                    error));
            };
        }
    }

    private static LaunchResult launched(Settings settings, RunInstancesResponse response, String clientToken) {
        if (response.instances().size() != 1) {
            throw new OutcomeUnknownException(
                    "launching with clientToken " + clientToken + " gave "
                            + response.instances().size() + " instances, but one was asked for",
                    null);
        }
        return launched(settings, response.instances().get(0));
    }

    private static LaunchResult launched(Settings settings, Instance instance) {
        return new LaunchResult.Launched(Machines.of(instance, settings.access(), null));
    }

    /** EC2 doesn't answer with a machine that is over, only that it is. */
    private static LaunchResult over(Api api, Settings settings, String clientToken) {
        return new Listing(api)
                .launchedBy(clientToken)
                .map(instance -> launched(settings, instance))
                .orElseThrow(() -> new OutcomeUnknownException(
                        "clientToken " + clientToken + " has launched an instance that is terminated and not to be"
                                + " found any more: take a new token",
                        null));
    }

    private static OutcomeUnknownException mismatch(String clientToken, Ec2Exception error) {
        return new OutcomeUnknownException(
                "clientToken " + clientToken + " came with another request before, and may have launched a machine"
                        + " then: look for it by its tags. Maybe the capacity provider's properties were changed between"
                        + " two attempts, or the engines that share the store are of different versions. ("
                        + Refusals.text(error) + ")",
                error);
    }

    @Override
    public List<Machine> describe(Map<String, String> tags, Map<String, String> properties) {
        Settings settings = SettingsReader.settings(properties);
        return new Listing(api(settings.place())).machines(tags, settings.access());
    }

    @Override
    public void terminate(String machineId, Map<String, String> properties) {
        if (!INSTANCES.matcher(machineId).matches()) {
            throw new IllegalArgumentException(
                    "machineId \"" + machineId + "\" is none of EC2's: they are as i-0123456789abcdef0");
        }
        Api api = api(SettingsReader.place(properties));
        // That it isn't found is no proof that it is gone: EC2 may not have heard of it yet, or not everywhere.
        Api.orUnknown(
                "terminating " + machineId,
                () -> api.terminate(
                        "terminating " + machineId,
                        ec2 -> ec2.terminateInstances(request -> request.instanceIds(machineId))));
    }

    private Api api(Place place) {
        if (closed) {
            throw new IllegalStateException("The ec2 provider is closed.");
        }
        return apis.computeIfAbsent(place, absent -> Api.open(absent, manner));
    }

    @Override
    public void close() {
        closed = true;
        apis.values().removeIf(api -> {
            api.close();
            return true;
        });
    }

    /** Configures a provider. Not thread-safe. */
    public static final class Builder {

        private AwsCredentialsProvider credentials =
                DefaultCredentialsProvider.builder().build();
        private Rates rates = Rates.HALF_OF_THE_DEFAULT;
        private Pace pace = Pace.REAL;
        private Duration patience = Duration.ofSeconds(20);
        private Duration backOff = Duration.ofMillis(100);

        private Builder() {}

        /** Who calls EC2; the AWS SDK's default chain unless set. */
        public Builder credentials(AwsCredentialsProvider who) {
            credentials = who;
            return this;
        }

        /** How often EC2 is called at most; half of what an account may by default unless set. */
        public Builder rates(Rates most) {
            rates = most;
            return this;
        }

        Builder pace(Pace by) {
            pace = by;
            return this;
        }

        /** For one attempt of a call. */
        Builder patience(Duration most) {
            patience = most;
            return this;
        }

        /** Between two attempts of one call at first. */
        Builder backOff(Duration first) {
            backOff = first;
            return this;
        }

        public Ec2InstanceProvider build() {
            return new Ec2InstanceProvider(this);
        }
    }
}
