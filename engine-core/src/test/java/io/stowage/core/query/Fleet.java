package io.stowage.core.query;

import java.util.List;

/** The four container instances that examples ask about. */
final class Fleet {

    /** Prod in the zone a: a task of each of two groups, both running. */
    static final FakeHost A = new FakeHost("a")
            .with("ecs.availability-zone", "us-east-1a")
            .with("ecs.instance-type", "t2.small")
            .with("stack", "prod")
            .with("rank", "10")
            .agent(true, "1.14.5")
            .host("i-abcd1234", "2018-06-18T22:28:28.250Z")
            .tasks(2, "service:production", "family:batch");

    /** In the zone b, empty; {@code retired} is there without a value. */
    static final FakeHost B = new FakeHost("b")
            .with("ecs.availability-zone", "us-east-1b")
            .with("ecs.instance-type", "g2.2xlarge")
            .with("stack", "test")
            .with("rank", "9")
            .with("retired", "")
            .agent(true, "1.9.0")
            .host("i-wxyx7890", "2018-02-12T23:59:59Z");

    /** In the zone d, not connected: its database runs, another task does not yet. */
    static final FakeHost C = new FakeHost("c")
            .with("ecs.availability-zone", "us-east-1d")
            .with("ecs.instance-type", "g2.8xlarge")
            .with("stack", "blue green")
            .agent(false, "1.14.5-rc1")
            .host("i-12345678", "2018-02-13T00:00:00Z")
            .tasks(1, "database", "service:production");

    /** All that can be unknown is. */
    static final FakeHost D = new FakeHost("d").tasks(12, "database");

    static final List<FakeHost> ALL = List.of(A, B, C, D);

    private Fleet() {}

    /** The names of those that the expression means, in a row. */
    static String matching(String expression) {
        ClusterQuery query = ClusterQuery.of(expression);
        StringBuilder names = new StringBuilder();
        ALL.stream().filter(query::matches).forEach(host -> names.append(host.name));
        return names.toString();
    }
}
