package io.stowage.core.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The language against a tree that means the same and was written apart from it. */
class ClusterQueryPropertyTest {

    private static final List<String> VALUES = List.of("a", "b", "ab", "a b", "10", "9", "true", "and", "t2.small", "");
    private static final List<String> PATTERNS =
            List.of("a", "a.*", ".*b", "(a|b)+", "[^a]*", "a b", "\\d+", "t2\\..*");
    private static final List<String> GROUPS = List.of("a", "b", "service:a", "family:b");
    private static final List<String> VERSIONS = List.of("1", "1.9", "1.10", "2.0", "0.1");
    private static final List<String> DATES = List.of("2018-02-13T00:00:00Z", "2018-02-13", "2018-06-18T22:28:28Z");
    private static final List<String> ORDERED = List.of("==", "!=", ">", ">=", "<", "<=");
    private static final List<String> LIMITED = List.of("==", "!=", "in", "!in", "=~", "!~");
    private static final List<String> ANY =
            List.of("==", "!=", ">", ">=", "<", "<=", "exists", "!exists", "in", "!in", "=~", "!~");

    @Property(tries = 20_000)
    void meansWhatTheTreeMeans(@ForAll long seed) {
        Random draw = new Random(seed);
        QueryTree tree = tree(draw, 3);
        String text = tree.written(draw);
        ClusterQuery query = ClusterQuery.of(text);
        for (int i = 0; i < 5; i++) {
            FakeHost host = host(draw);
            assertThat(query.matches(host)).as("%s of %s", text, host).isEqualTo(tree.holds(host));
        }
    }

    @Property(tries = 5_000)
    void whatIsPrintedMeansTheSame(@ForAll long seed) {
        Random draw = new Random(seed);
        QueryTree tree = tree(draw, 3);
        String printed = ClusterQuery.of(tree.written(draw)).toString();
        ClusterQuery again = ClusterQuery.of(printed);
        assertThat(again).hasToString(printed);
        for (int i = 0; i < 5; i++) {
            FakeHost host = host(draw);
            assertThat(again.matches(host)).as("%s of %s", printed, host).isEqualTo(tree.holds(host));
        }
    }

    /** Where it says that it reads only some attributes, nothing else of an instance matters. */
    @Property(tries = 5_000)
    void whatIsNotReadDoesNotMatter(@ForAll long seed) {
        Random draw = new Random(seed);
        ClusterQuery query = ClusterQuery.of(tree(draw, 2).written(draw));
        FakeHost host = host(draw);
        FakeHost other = host(draw);
        if (!query.readsTasks()) {
            FakeHost busier = host(draw);
            busier.attributes.clear();
            busier.attributes.putAll(host.attributes);
            busier.agent(host.connected, host.agentVersion);
            busier.ec2InstanceId = host.ec2InstanceId;
            busier.registeredAt = host.registeredAt;
            assertThat(query.matches(busier)).as("%s of %s", query, host).isEqualTo(query.matches(host));
        }
        if (query.readsAttributesOnly()) {
            query.attributes().forEach(name -> {
                other.attributes.remove(name);
                if (host.attributes.containsKey(name)) {
                    other.with(name, host.attribute(name));
                }
            });
            assertThat(query.matches(other)).as("%s of %s", query, host).isEqualTo(query.matches(host));
        }
    }

    private static QueryTree tree(Random draw, int depth) {
        int kind = depth == 0 ? 0 : draw.nextInt(5);
        return switch (kind) {
            case 3 -> new QueryTree.Negated(tree(draw, depth - 1));
            case 4 -> joined(draw, depth);
            default -> comparison(draw);
        };
    }

    private static QueryTree joined(Random draw, int depth) {
        List<QueryTree> parts = new ArrayList<>();
        for (int i = draw.nextInt(3); i >= -1; i--) {
            parts.add(tree(draw, depth - 1));
        }
        return new QueryTree.Joined(draw.nextBoolean(), parts);
    }

    private static QueryTree comparison(Random draw) {
        return switch (draw.nextInt(8)) {
            case 0 -> new QueryTree.Quantity("agentVersion", one(ORDERED, draw), one(VERSIONS, draw));
            case 1 -> new QueryTree.Quantity("registeredAt", one(ORDERED, draw), one(DATES, draw));
            case 2 -> new QueryTree.Quantity("runningTasksCount", one(ORDERED, draw), "" + draw.nextInt(4));
            case 3 -> text("agentConnected", one(LIMITED, draw), List.of("true", "false"), draw);
            case 4 -> text("ec2InstanceId", one(LIMITED, draw), VALUES, draw);
            case 5 -> text("task:group", one(ANY, draw), GROUPS, draw);
            default -> text("attribute:" + one(List.of("x", "ecs.y-z"), draw), one(ANY, draw), VALUES, draw);
        };
    }

    private static QueryTree text(String subject, String operator, List<String> pool, Random draw) {
        List<String> values = new ArrayList<>();
        if (operator.endsWith("~")) {
            values.add(one(PATTERNS, draw));
        } else {
            for (int i = operator.endsWith("in") ? draw.nextInt(3) : 0; i >= 0; i--) {
                values.add(one(pool, draw));
            }
        }
        return new QueryTree.Text(subject, operator, values);
    }

    private static FakeHost host(Random draw) {
        FakeHost host = new FakeHost("host").agent(draw.nextBoolean(), maybe(VERSIONS, draw));
        if (draw.nextInt(3) > 0) {
            host.with("x", one(VALUES, draw));
        }
        if (draw.nextInt(3) > 0) {
            host.with("ecs.y-z", one(VALUES, draw));
        }
        String id = maybe(VALUES, draw);
        host.ec2InstanceId = id == null || id.isEmpty() ? null : id;
        String registered =
                maybe(List.of("2018-02-12T23:59:59Z", "2018-02-13T00:00:00Z", "2018-06-18T22:28:28Z"), draw);
        host.registeredAt = registered == null ? null : Instant.parse(registered);
        for (int i = draw.nextInt(4); i > 0; i--) {
            host.groups.add(one(GROUPS, draw));
        }
        host.running = draw.nextInt(4);
        return host;
    }

    private static String one(List<String> pool, Random draw) {
        return pool.get(draw.nextInt(pool.size()));
    }

    private static String maybe(List<String> pool, Random draw) {
        return draw.nextInt(4) == 0 ? null : one(pool, draw);
    }
}
