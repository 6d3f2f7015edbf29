package io.stowage.benchmarks;

import java.util.List;
import java.util.Random;

/** Makes texts that are nearly expressions of the cluster query language, always the same ones from the same seed. */
final class MutatedQueries {

    /** Somewhat more than is allowed, so that the limit is met too. */
    private static final int LONGEST = 2_100;

    private static final int MOST_MUTATIONS = 8;

    private static final List<String> EXPRESSIONS = List.of(
            "attribute:ecs.instance-type == t2.small",
            "attribute:ecs.availability-zone in [us-east-1a, us-east-1b]",
            "attribute:ecs.instance-type =~ g2.* and attribute:ecs.availability-zone != us-east-1d",
            "task:group == service:production",
            "not(task:group == database)",
            "runningTasksCount == 1",
            "agentVersion < 1.14.5",
            "registeredAt < 2018-02-13",
            "registeredAt >= 2018-06-18T22:28:28+00:00 && registeredAt less_than 2018-06-18T22:28:28Z",
            "ec2InstanceId in ['i-abcd1234', 'i-wxyx7890']",
            "(attribute:stack == prod or attribute:stack == 'blue green') and agentConnected == true",
            "!(attribute:a exists || attribute:b not_exists) and task:group !in [a,b, 'c d']",
            "attribute:stack =~ '(?i)(pro[d]|te.t){1,3}' or task:group !~ service:.*",
            "attribute:a =~ '((a+)+(b*)*|c{2,9}){3}\\p{Lu}[^x-z]$'",
            "attribute:a greater_than_equal b and agentVersion != 1.2.3-rc1+x",
            "not not (((attribute:a == b)))");

    private static final List<String> TOKENS = List.of(
            " and ",
            " or ",
            " not ",
            "&&",
            "||",
            "!",
            "(",
            ")",
            "((((((((",
            "))))))))",
            "[",
            "]",
            ",",
            "'",
            "\"",
            " == ",
            "!=",
            ">=",
            "=~",
            "!~",
            " in [",
            "!in",
            " exists",
            " matches ",
            "attribute:",
            "task:group",
            "agentVersion",
            "registeredAt",
            "runningTasksCount",
            "agentConnected",
            "ec2InstanceId",
            "true",
            "2018-06-18",
            "T24:00:00Z",
            "99999999999",
            "1.9.10-rc",
            "{1,255}",
            "{9}",
            "(?:",
            "(?<n>",
            "(?=",
            "\\p{L}",
            "\\Q",
            "\\E",
            "[^",
            "[[",
            ".*",
            "+?",
            "\\",
            "\u0000",
            "\n",
            "\u00e9",
            "\ud83d\ude00",
            "\ud800",
            "\uffff");

    private final Random draw;

    MutatedQueries(long seed) {
        this.draw = new Random(seed);
    }

    /** Mutated once most often. */
    String next() {
        StringBuilder text = new StringBuilder(one(EXPRESSIONS));
        for (int i = draw.nextInt(1 + draw.nextInt(MOST_MUTATIONS)); i >= 0; i--) {
            mutate(text);
            if (text.length() > LONGEST) {
                text.setLength(LONGEST);
            }
        }
        return text.toString();
    }

    private void mutate(StringBuilder text) {
        int at = draw.nextInt(text.length() + 1);
        int to = Math.min(text.length(), at + draw.nextInt(12));
        switch (draw.nextInt(9)) {
            case 0 -> text.delete(at, to);
            case 1 -> text.insert(at, one(TOKENS));
            case 2 -> text.replace(at, to, one(TOKENS));
            case 3 -> text.insert(at, (char) (32 + draw.nextInt(96)));
            case 4 -> text.insert(at, text.substring(at, to).repeat(1 + draw.nextInt(40)));
            case 5 -> text.insert(at, one(TOKENS).repeat(1 + draw.nextInt(200)));
            case 6 -> text.setLength(at);
            case 7 -> text.append(draw.nextBoolean() ? " and " : " or ").append(one(EXPRESSIONS));
            default -> text.insert(0, draw.nextBoolean() ? "(" : "not ").append(draw.nextBoolean() ? ")" : "");
        }
    }

    private String one(List<String> pool) {
        return pool.get(draw.nextInt(pool.size()));
    }
}
