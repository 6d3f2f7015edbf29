package io.stowage.runtime.ec2.fake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fake answers as EC2's documentation says that EC2 does, and refuses what it doesn't know. */
@Timeout(60)
class FakeEc2Test {

    private static final Pattern INSTANCE_ID = Pattern.compile("<instanceId>(i-[0-9a-f]{17})</instanceId>");
    private static final Pattern NEXT_TOKEN = Pattern.compile("<nextToken>(.*)</nextToken>");

    private final FakeEc2 fake = new FakeEc2();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        fake.close();
    }

    private record Answer(int status, String xml) {
        String found(Pattern pattern) {
            Matcher matcher = pattern.matcher(xml);
            assertThat(matcher.find()).as("%s in %s", pattern, xml).isTrue();
            return matcher.group(1);
        }

        Answer is(int wanted, String text) {
            assertThat(status).as(xml).isEqualTo(wanted);
            assertThat(xml).contains(text);
            return this;
        }

        Answer isRefused(int wanted, String code) {
            return is(wanted, "<Response><Errors><Error><Code>" + code + "</Code><Message>");
        }
    }

    private Answer send(String body, String authorization) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(fake.endpoint())
                .header("Authorization", authorization)
                .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .POST(BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body());
    }

    /** Calls an action; the pairs are names and values in turn. */
    private Answer call(String action, Object... pairs) throws IOException, InterruptedException {
        Map<String, String> parameters = new LinkedHashMap<>(Map.of("Action", action, "Version", "2016-11-15"));
        for (int i = 0; i < pairs.length; i += 2) {
            parameters.put(pairs[i].toString(), pairs[i + 1].toString());
        }
        String body = parameters.entrySet().stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
        return send(body, "AWS4-HMAC-SHA256 Credential=AK/20260101/eu-central-1/ec2/aws4_request, SignedHeaders=host");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Answer run(Object... more) throws IOException, InterruptedException {
        Object[] pairs = new Object[more.length + 8];
        Object[] usual = {"MinCount", 1, "MaxCount", 1, "InstanceType", "m7g.large", "ImageId", "ami-0123456789abcdef0"
        };
        System.arraycopy(usual, 0, pairs, 0, usual.length);
        System.arraycopy(more, 0, pairs, usual.length, more.length);
        return call("RunInstances", pairs);
    }

    private String launched(Object... more) throws IOException, InterruptedException {
        return run(more).is(200, "<name>pending</name>").found(INSTANCE_ID);
    }

    @Test
    void anAnswerIsInEc2sNamespaceAndHasARequestId() throws Exception {
        run().is(200, "<RunInstancesResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>")
                .is(200, "<reservationId>r-");
    }

    @Test
    void aRequestThatIsNotSignedIsNoRequest() throws Exception {
        send("Action=DescribeInstances&Version=2016-11-15", "Basic YTpi").isRefused(401, "AuthFailure");
    }

    @ParameterizedTest
    @CsvSource({
        "DescribeInstance, Version, 2016-11-15, InvalidAction",
        "DescribeInstances, Version, 2013-02-01, NoSuchVersion",
        "DescribeInstances, Colour, blue, UnknownParameter",
        "DescribeInstances, Filter.1.Name, colour, InvalidParameterValue",
        "DescribeInstances, Filter.1.Value.1, blue, MissingParameter",
        "DescribeInstances, MaxResults, 4, InvalidParameterValue",
        "DescribeInstances, MaxResults, 1001, InvalidParameterValue",
        "DescribeInstances, NextToken, made-up, InvalidNextToken",
        "DescribeInstances, InstanceId.1, i-1, InvalidInstanceID.Malformed",
        "DescribeInstances, InstanceId.1, i-0123456789abcdef0, InvalidInstanceID.NotFound",
        "TerminateInstances, InstanceId.1, i-0123456789abcdef0, InvalidInstanceID.NotFound",
        "TerminateInstances, Version, 2016-11-15, MissingParameter",
        "DescribeInstanceTypes, InstanceType.1, t9.huge, InvalidInstanceType",
        "DescribeInstanceTypes, MaxResults, 101, InvalidParameterValue",
        "DescribeSpotInstanceRequests, Filter.1.Name, tag, InvalidParameterValue",
        "RunInstances, MinCount, 1, MissingParameter",
    })
    void whatIsNotRightIsRefused(String action, String name, String value, String code) throws Exception {
        call(action, name, value).isRefused(400, code);
    }

    @ParameterizedTest
    @CsvSource({
        "InstanceType, t9.huge, InvalidParameterValue",
        "MinCount, 2, InvalidParameterCombination",
        "MaxCount, 0, InvalidParameterValue",
        "ImageId, ami-1, InvalidAMIID.Malformed",
        "ImageId, ami-00000000000000000, InvalidAMIID.NotFound",
        "SubnetId, subnet-1, InvalidSubnetID.NotFound",
        "SecurityGroupId.1, sg-1, InvalidGroup.NotFound",
        "IamInstanceProfile.Name, nobody, InvalidParameterValue",
        "Placement.AvailabilityZone, eu-central-1z, InvalidParameterValue",
        "LaunchTemplate.LaunchTemplateId, lt-00000000000000000, InvalidLaunchTemplateId.NotFound",
        "LaunchTemplate.LaunchTemplateName, nobody, InvalidLaunchTemplateName.NotFoundException",
        "LaunchTemplate.Version, 1, InvalidParameterCombination",
        "MetadataOptions.HttpTokens, maybe, InvalidParameterValue",
        "MetadataOptions.HttpPutResponseHopLimit, 65, InvalidParameterValue",
        "InstanceMarketOptions.MarketType, gift, InvalidParameterValue",
        "InstanceMarketOptions.SpotOptions.MaxPrice, cheap, InvalidParameterValue",
        "UserData, ???, InvalidUserData.Malformed",
        "TagSpecification.1.ResourceType, ship, InvalidParameterValue",
        "TagSpecification.1.ResourceType, spot-instances-request, InvalidParameterCombination",
        "TagSpecification.1.ResourceType, instance, TagLimitExceeded",
        "BlockDeviceMapping.1.Ebs.VolumeSize, 30, MissingParameter",
        "ClientToken, größe, InvalidParameterValue",
        "KeyNames, x, UnknownParameter",
    })
    void aLaunchThatIsNotRightLaunchesNothing(String name, String value, String code) throws Exception {
        run(name, value).isRefused(400, code);
        assertThat(fake.<Integer>withRegion(region -> region.instances.size())).isZero();
    }

    @Test
    void aTokenIsAnsweredWithItsInstanceAndMustComeWithTheSameRequest() throws Exception {
        String id = launched("ClientToken", "t1");
        assertThat(launched("ClientToken", "t1")).isEqualTo(id);
        assertThat(launched("ClientToken", "T1")).isNotEqualTo(id);
        run("ClientToken", "t1", "SubnetId", "subnet-0000000000000000b").isRefused(400, "IdempotentParameterMismatch");
        run("ClientToken", "x".repeat(65)).isRefused(400, "InvalidParameterValue");
        assertThat(launched()).isNotEqualTo(launched());
    }

    @Test
    void aTokenIsKnownForADayAfterItsInstanceIsOver() throws Exception {
        String id = launched("ClientToken", "t1");
        call("TerminateInstances", "InstanceId.1", id).is(200, "<name>shutting-down</name>");
        assertThat(run("ClientToken", "t1").is(200, "shutting-down").found(INSTANCE_ID))
                .isEqualTo(id);
        fake.letTimePass(FakeInstance.SHUTTING_DOWN);
        run("ClientToken", "t1").isRefused(400, "IdempotentInstanceTerminated");
        fake.letTimePass(Duration.ofHours(24));
        assertThat(launched("ClientToken", "t1")).isNotEqualTo(id);
    }

    @Test
    void capacityIsAnErrorOfTheServersAndMayBePartlyThere() throws Exception {
        fake.withRegion(region -> region.capacity.put(FakeRegion.pool("m7g.large", "eu-central-1a"), 2));
        assertThat(run("MaxCount", 3).is(200, "pending").xml().split("<item><instanceId>", -1))
                .hasSize(3);
        run().isRefused(500, "InsufficientInstanceCapacity");
        run("Placement.AvailabilityZone", "eu-central-1b").is(200, "<availabilityZone>eu-central-1b<");
        run("InstanceType", "c7i.xlarge", "Placement.AvailabilityZone", "eu-central-1c")
                .isRefused(400, "Unsupported");
    }

    @Test
    void theLimitIsSaidByItsKind() throws Exception {
        fake.withRegion(region -> region.limit = 0);
        run().isRefused(400, "VcpuLimitExceeded");
        run("InstanceMarketOptions.MarketType", "spot").isRefused(400, "MaxSpotInstanceCountExceeded");
    }

    @Test
    void timeGoesByAsTheClockDoesThatItIsGiven() {
        Instant start = Instant.parse("2026-11-01T12:00:00Z");
        AtomicReference<Instant> clock = new AtomicReference<>(start);
        FakeLaunch launch =
                new FakeLaunch(null, "m7g.large", "eu-central-1a", null, "ami-0123456789abcdef0", false, Map.of());
        try (FakeEc2 own = new FakeEc2(clock::get, Duration.ofSeconds(5), Duration.ofSeconds(2))) {
            FakeInstance instance = own.withRegion(region -> region.launch(launch, Map.of()));
            assertThat(own.machines()).extracting(FakeMachine::state).containsExactly("pending");

            clock.set(start.plusSeconds(5));
            assertThat(own.machines())
                    .containsExactly(
                            new FakeMachine(instance.id, "m7g.large", instance.address, "running", start, null));

            own.withRegion(region -> {
                instance.end(region.time(), "");
                return instance;
            });
            assertThat(own.machines()).extracting(FakeMachine::state).containsExactly("shutting-down");
            clock.set(start.plusSeconds(7));
            assertThat(own.machines())
                    .containsExactly(new FakeMachine(
                            instance.id, "m7g.large", instance.address, "terminated", start, start.plusSeconds(5)));
        }
    }

    @Test
    void anInstanceGoesThroughItsStatesAndIsForgottenAfterAnHour() throws Exception {
        String id = launched();
        call("DescribeInstances").is(200, "<code>0</code><name>pending</name>");
        fake.letTimePass(FakeInstance.BOOT);
        call("DescribeInstances").is(200, "<code>16</code><name>running</name>").is(200, "<privateIpAddress>10.");
        call("TerminateInstances", "InstanceId.1", id)
                .is(200, "<currentState><code>32</code><name>shutting-down</name></currentState>")
                .is(200, "<previousState><code>16</code><name>running</name></previousState>");
        fake.letTimePass(FakeInstance.SHUTTING_DOWN);
        assertThat(call("DescribeInstances")
                        .is(200, "<code>48</code><name>terminated</name>")
                        .xml())
                .doesNotContain("privateIpAddress", "vpcId");
        call("TerminateInstances", "InstanceId.1", id).is(200, "<name>terminated</name>");
        fake.letTimePass(FakeInstance.REMEMBERED);
        call("DescribeInstances").is(200, "<reservationSet></reservationSet>");
        call("DescribeInstances", "InstanceId.1", id).isRefused(400, "InvalidInstanceID.NotFound");
    }

    @Test
    void anInstanceThatIsNotSeenYetIsNotFoundByAnyCall() throws Exception {
        String id = launched();
        fake.withRegion(
                region -> region.instances.get(id).visibleFrom = region.time().plus(Duration.ofMinutes(10)));
        call("DescribeInstances").is(200, "<reservationSet></reservationSet>");
        call("TerminateInstances", "InstanceId.1", id).isRefused(400, "InvalidInstanceID.NotFound");
        fake.letTimePass(Duration.ofMinutes(10));
        call("DescribeInstances").is(200, id);
    }

    @Test
    void aTerminationIsOfAllOrOfNone() throws Exception {
        String id = launched();
        call("TerminateInstances", "InstanceId.1", id, "InstanceId.2", "i-0123456789abcdef0")
                .isRefused(400, "InvalidInstanceID.NotFound");
        call("DescribeInstances").is(200, "<name>pending</name>");
    }

    private String tagged(String key, String value) throws Exception {
        return launched(
                "TagSpecification.1.ResourceType", "instance",
                "TagSpecification.1.Tag.1.Key", key,
                "TagSpecification.1.Tag.1.Value", value);
    }

    private Answer filtered(String name, String value) throws Exception {
        return call("DescribeInstances", "Filter.1.Name", name, "Filter.1.Value.1", value);
    }

    @Test
    void filtersKnowCapitalsAndWildcards() throws Exception {
        String blue = tagged("colour", "blue");
        String star = tagged("colour", "b*");
        filtered("tag:colour", "blue").is(200, blue);
        assertThat(filtered("tag:colour", "Blue").xml()).doesNotContain(blue);
        assertThat(filtered("tag:Colour", "blue").xml()).doesNotContain(blue);
        filtered("tag:colour", "b*").is(200, blue).is(200, star);
        assertThat(filtered("tag:colour", "b\\*").is(200, star).xml()).doesNotContain(blue);
        filtered("tag:colour", "blu?").is(200, blue);
        filtered("tag-key", "colour").is(200, blue).is(200, star);
        filtered("tag:colour", "").isRefused(400, "InvalidParameterValue");
        filtered("instance-state-name", "pending").is(200, blue);
    }

    @Test
    void pagesFollowEachOtherAndTheirTokensGrowOld() throws Exception {
        for (int i = 0; i < 7; i++) {
            launched();
        }
        String token = call("DescribeInstances", "MaxResults", 5).is(200, "i-").found(NEXT_TOKEN);
        assertThat(call("DescribeInstances", "MaxResults", 5, "NextToken", token)
                        .is(200, "i-00000000000000007")
                        .xml())
                .doesNotContain("nextToken", "i-00000000000000005");
        String other = call("DescribeInstances", "MaxResults", 5).found(NEXT_TOKEN);
        call("DescribeInstances", "MaxResults", 6, "NextToken", other).isRefused(400, "InvalidNextToken");
        String old = call("DescribeInstances", "MaxResults", 5).found(NEXT_TOKEN);
        fake.letTimePass(FakePages.GOOD_FOR);
        call("DescribeInstances", "MaxResults", 5, "NextToken", old).isRefused(400, "InvalidNextToken");
    }

    @Test
    void maxResultsAndIdsExcludeEachOther() throws Exception {
        String id = launched();
        call("DescribeInstances", "MaxResults", 5, "InstanceId.1", id).isRefused(400, "InvalidParameterCombination");
    }

    @Test
    void aSpotRequestTellsOfTheInterruption() throws Exception {
        String id = launched("InstanceMarketOptions.MarketType", "spot");
        call("DescribeInstances").is(200, "<instanceLifecycle>spot</instanceLifecycle>");
        call("DescribeSpotInstanceRequests").is(200, "<code>fulfilled</code>").is(200, "<state>active</state>");
        fake.withRegion(region -> region.instances.get(id).noticedAt = region.time());
        call(
                        "DescribeSpotInstanceRequests",
                        "Filter.1.Name",
                        "status-code",
                        "Filter.1.Value.1",
                        "marked-for-termination")
                .is(200, "<instanceId>" + id);
        fake.letTimePass(FakeInstance.NOTICE);
        call("DescribeSpotInstanceRequests")
                .is(200, "<code>instance-terminated-no-capacity</code>")
                .is(200, "<state>closed</state>");
        call("DescribeInstances").is(200, "shutting-down");
    }

    @Test
    void throttlingIsHttp503() throws Exception {
        fake.trouble(action -> FakeTrouble.THROTTLED);
        call("DescribeInstances").isRefused(503, "RequestLimitExceeded");
        fake.trouble(action -> FakeTrouble.NONE);
        call("DescribeInstances").is(200, "reservationSet");
    }

    @Test
    void offeringsAreByZone() throws Exception {
        call(
                        "DescribeInstanceTypeOfferings",
                        "LocationType",
                        "availability-zone",
                        "Filter.1.Name",
                        "instance-type",
                        "Filter.1.Value.1",
                        "c7i.xlarge")
                .is(200, "<location>eu-central-1a</location>")
                .is(200, "<location>eu-central-1b</location>");
        call("DescribeInstanceTypes", "InstanceType.1", "c7i.xlarge").is(200, "<sizeInMiB>8192</sizeInMiB>");
    }
}
