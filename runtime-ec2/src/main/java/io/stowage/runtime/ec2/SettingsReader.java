package io.stowage.runtime.ec2;

import io.stowage.runtime.ec2.Settings.BlockDevice;
import io.stowage.runtime.ec2.Settings.Network;
import io.stowage.runtime.ec2.Settings.Offer;
import io.stowage.runtime.ec2.Settings.Place;
import io.stowage.runtime.ec2.Settings.Price;
import io.stowage.runtime.ec2.Settings.Shape;
import io.stowage.runtime.ec2.Settings.Source;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The properties of a capacity provider, understood. Nothing is passed on to EC2 that doesn't match a pattern here. */
final class SettingsReader {

    static final String REGION = "region";
    static final String ENDPOINT = "endpoint";
    static final String LAUNCH_TEMPLATE_ID = "launchTemplateId";
    static final String LAUNCH_TEMPLATE_NAME = "launchTemplateName";
    static final String LAUNCH_TEMPLATE_VERSION = "launchTemplateVersion";
    static final String IMAGE_ID = "imageId";
    static final String SUBNETS = "subnets";
    static final String SECURITY_GROUPS = "securityGroups";
    static final String INSTANCE_PROFILE = "instanceProfile";
    static final String BLOCK_DEVICES = "blockDevices";
    static final String SPOT_MAX_PRICE = "spotMaxPrice";
    static final String TAG = "tag.";
    static final String RESERVED_MEMORY = "reservedMemory";
    static final String PRICES = "prices";

    private static final String KNOWN = String.join(
            ", ",
            REGION,
            ENDPOINT,
            LAUNCH_TEMPLATE_ID,
            LAUNCH_TEMPLATE_NAME,
            LAUNCH_TEMPLATE_VERSION,
            IMAGE_ID,
            SUBNETS,
            SECURITY_GROUPS,
            INSTANCE_PROFILE,
            BLOCK_DEVICES,
            SPOT_MAX_PRICE,
            TAG + "*",
            UserData.VARIABLE + "*",
            UserData.BOOT_PROGRAM,
            DockerOverTls.TLS_CERT_PATH,
            DockerOverTls.DOCKER_PORT,
            RESERVED_MEMORY,
            PRICES);

    private static final String HEX_ID = "[0-9a-f]{8,17}";
    private static final Pattern REGIONS = Pattern.compile("[a-z]{2,4}(-[a-z]{2,12}){1,3}-[0-9]{1,2}");
    private static final Pattern ENDPOINTS = Pattern.compile("https?://[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?");
    private static final Pattern TEMPLATE_IDS = Pattern.compile("lt-" + HEX_ID);
    private static final Pattern TEMPLATE_NAMES = Pattern.compile("[A-Za-z0-9().\\-/_]{3,128}");
    private static final Pattern VERSIONS = Pattern.compile("[1-9][0-9]{0,9}");
    private static final Pattern IMAGES = Pattern.compile("ami-" + HEX_ID);
    private static final Pattern SUBNET_OF_ZONE =
            Pattern.compile("[a-z]{2,4}(-[a-z0-9]{1,12}){2,6}[a-z]?=subnet-" + HEX_ID);
    private static final Pattern GROUPS = Pattern.compile("sg-" + HEX_ID);
    private static final Pattern PROFILES = Pattern.compile(
            "[A-Za-z0-9+=,.@_-]{1,128}|arn:aws[a-z-]*:iam::[0-9]{12}:instance-profile/[A-Za-z0-9+=,.@_/-]{1,512}");
    private static final Pattern DEVICES = Pattern.compile(
            "(/dev/[a-z0-9]{2,12}|xvd[a-z]{1,2})=[1-9][0-9]{0,4}(:(gp2|gp3|st1|sc1|standard))?(:encrypted)?");
    private static final Pattern MONEY = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,8})?");
    private static final Pattern PRICE =
            Pattern.compile("[a-z0-9-]+\\.[a-z0-9-]+=" + MONEY.pattern() + "(/" + MONEY.pattern() + ")?");
    private static final Pattern MEBIBYTES = Pattern.compile("[0-9]{1,7}");
    private static final Pattern TAG_KEYS = Pattern.compile("(?!aws:|stowage:)[^\\p{Cntrl}]{1,128}");
    private static final Pattern TAG_VALUES = Pattern.compile("[^\\p{Cntrl}]{0,256}");

    private final PropertyReader properties;

    private SettingsReader(Map<String, String> properties) {
        this.properties = new PropertyReader(properties);
    }

    /** What is wrong with them, each with its name and what to give instead; empty if nothing is. */
    static List<String> errors(Map<String, String> properties) {
        List<String> errors = new ArrayList<>();
        read(properties, errors);
        return errors;
    }

    /**
     * What they say.
     *
     * @throws IllegalArgumentException if something is wrong with them
     */
    static Settings settings(Map<String, String> properties) {
        List<String> errors = new ArrayList<>();
        Settings settings = read(properties, errors);
        if (settings == null) {
            throw new IllegalArgumentException(String.join("; ", errors));
        }
        return settings;
    }

    /**
     * Where the API is: whatever else is wrong by now, machines that were launched are ended.
     *
     * @throws IllegalArgumentException if something is wrong with that
     */
    static Place place(Map<String, String> properties) {
        SettingsReader reader = new SettingsReader(properties);
        Place place = reader.place();
        if (place == null) {
            throw new IllegalArgumentException("properties." + REGION + " or properties." + ENDPOINT + " is not right: "
                    + properties.get(REGION) + ", " + properties.get(ENDPOINT));
        }
        return place;
    }

    private static @Nullable Settings read(Map<String, String> properties, List<String> errors) {
        SettingsReader reader = new SettingsReader(properties);
        Place place = reader.place();
        Source source = reader.source();
        Network network = reader.network();
        Shape shape = reader.shape();
        UserData userData = UserData.read(reader.properties);
        MachineAccess access = DockerOverTls.read(reader.properties);
        Offer offer = reader.offer();
        errors.addAll(reader.properties.errors(KNOWN));
        if (!errors.isEmpty() || place == null || source == null || access == null) {
            return null;
        }
        return new Settings(place, source, network, shape, userData, access, offer);
    }

    private @Nullable Place place() {
        String region = properties.required(REGION, REGIONS, "give a region such as eu-central-1");
        String endpoint = properties.optional(ENDPOINT, ENDPOINTS, "give http:// or https://, a host and a port");
        if (region == null || (endpoint == null && properties.has(ENDPOINT))) {
            return null;
        }
        return new Place(region, endpoint == null ? null : URI.create(endpoint));
    }

    private @Nullable Source source() {
        String id = properties.optional(LAUNCH_TEMPLATE_ID, TEMPLATE_IDS, "give an id such as lt-0123456789abcdef0");
        String name = properties.optional(LAUNCH_TEMPLATE_NAME, TEMPLATE_NAMES, "give the name of a launch template");
        boolean byTemplate = properties.has(LAUNCH_TEMPLATE_ID) || properties.has(LAUNCH_TEMPLATE_NAME);
        if (byTemplate) {
            return template(id, name);
        }
        if (properties.has(LAUNCH_TEMPLATE_VERSION)) {
            properties.wrong("properties." + LAUNCH_TEMPLATE_VERSION + " is of no template: give " + LAUNCH_TEMPLATE_ID
                    + " or " + LAUNCH_TEMPLATE_NAME);
            version();
        }
        String image = properties.required(
                IMAGE_ID, IMAGES, "give an id such as ami-0123456789abcdef0, or " + LAUNCH_TEMPLATE_ID);
        return image == null ? null : new Source.Image(image);
    }

    private @Nullable Source template(@Nullable String id, @Nullable String name) {
        if (properties.has(LAUNCH_TEMPLATE_ID) && properties.has(LAUNCH_TEMPLATE_NAME)) {
            properties.wrong("properties." + LAUNCH_TEMPLATE_NAME + " is one too many: there is " + LAUNCH_TEMPLATE_ID
                    + ", too");
        }
        for (String said : List.of(IMAGE_ID, SECURITY_GROUPS, INSTANCE_PROFILE, BLOCK_DEVICES)) {
            if (properties.has(said)) {
                properties.wrong("properties." + said + " is the launch template's to say: put it there");
            }
        }
        properties.optional(IMAGE_ID, IMAGES, "leave it out");
        String version = version();
        return version == null ? null : new Source.Template(id, name, version);
    }

    private @Nullable String version() {
        return properties.required(
                LAUNCH_TEMPLATE_VERSION,
                VERSIONS,
                "give a number; $Latest and $Default may mean another one when a launch is sent again");
    }

    private Network network() {
        Map<String, String> subnets = new LinkedHashMap<>();
        String advice =
                "give zones with their subnets, such as eu-central-1a=subnet-0123456789abcdef0, separated by commas";
        for (String pair : properties.list(SUBNETS, SUBNET_OF_ZONE, advice)) {
            int at = pair.indexOf('=');
            if (subnets.putIfAbsent(pair.substring(0, at), pair.substring(at + 1)) != null) {
                properties.wrong(SUBNETS, pair, "give one subnet for each zone");
            }
        }
        return new Network(
                subnets,
                properties.list(SECURITY_GROUPS, GROUPS, "give ids such as sg-0123456789abcdef0, separated by commas"));
    }

    private Shape shape() {
        List<BlockDevice> devices = new ArrayList<>();
        String advice = "give device=GiB, then :gp3 or another type, then :encrypted, separated by commas,"
                + " such as /dev/xvda=30:gp3:encrypted";
        properties.list(BLOCK_DEVICES, DEVICES, advice).forEach(text -> devices.add(device(text)));
        return new Shape(
                properties.optional(INSTANCE_PROFILE, PROFILES, "give the name or the ARN of an instance profile"),
                devices,
                properties.optional(SPOT_MAX_PRICE, MONEY, "give a price for an hour, such as 0.05"),
                properties.prefixed(
                        TAG,
                        TAG_KEYS,
                        TAG_VALUES,
                        "give a key of 1 to 128 characters that doesn't begin with aws: or stowage:, and a value of up to 256"));
    }

    private static BlockDevice device(String text) {
        int at = text.indexOf('=');
        List<String> parts = List.of(text.substring(at + 1).split(":", -1));
        boolean encrypted = parts.contains("encrypted");
        String type = parts.size() > 1 && !parts.get(1).equals("encrypted") ? parts.get(1) : "gp3";
        return new BlockDevice(text.substring(0, at), Integer.parseInt(parts.get(0)), type, encrypted);
    }

    private Offer offer() {
        String reserved = properties.optional(RESERVED_MEMORY, MEBIBYTES, "give a number of MiB");
        Map<String, Price> prices = new LinkedHashMap<>();
        String advice = "give type=price on demand, or type=price/price on spot, separated by commas,"
                + " such as m7g.large=0.0816/0.0312";
        for (String text : properties.list(PRICES, PRICE, advice)) {
            int at = text.indexOf('=');
            List<String> parts = List.of(text.substring(at + 1).split("/", -1));
            Double spot = parts.size() > 1 ? Double.valueOf(parts.get(1)) : null;
            prices.put(text.substring(0, at), new Price(Double.parseDouble(parts.get(0)), spot));
        }
        return new Offer(reserved == null ? null : Integer.valueOf(reserved), prices);
    }
}
