package io.stowage.core.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.function.Function;

/** The shapes of single values. Nothing is coerced: a number in quotes is a string. */
final class Scalars {

    static final Shape TEXT = new Scalar(Scalars::text, value -> nodes().textNode((String) value));
    static final Shape INTEGER = new Scalar(Scalars::integer, value -> nodes().numberNode((int) value));
    static final Shape LONG = new Scalar(Scalars::wide, value -> nodes().numberNode((long) value));
    static final Shape DOUBLE = new Scalar(Scalars::decimal, value -> nodes().numberNode((double) value));
    static final Shape BOOLEAN = new Scalar(Scalars::flag, value -> nodes().booleanNode((boolean) value));
    static final Shape INSTANT = new Scalar(Scalars::instant, value -> nodes().textNode(value.toString()));

    static final Shape DURATION = new Scalar(Scalars::duration, value -> nodes().textNode(value.toString()));

    private static final int MOST_DECIMALS = 100;
    private static final BigDecimal LAST_SECOND = BigDecimal.valueOf(253_402_300_799L);

    private Scalars() {}

    private static JsonNodeFactory nodes() {
        return JsonNodeFactory.instance;
    }

    private static Object text(JsonNode node, JsonPath path) {
        if (!node.isTextual()) {
            throw Mismatch.of(path, node, "a string");
        }
        return node.textValue();
    }

    private static Object integer(JsonNode node, JsonPath path) {
        if (!node.isIntegralNumber()) {
            throw Mismatch.of(path, node, "an integer");
        }
        if (!node.canConvertToInt()) {
            throw Mismatch.of(path, node, "an integer from -2147483648 to 2147483647");
        }
        return node.intValue();
    }

    private static Object wide(JsonNode node, JsonPath path) {
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw Mismatch.of(path, node, "an integer of 64 bits");
        }
        return node.longValue();
    }

    private static Object decimal(JsonNode node, JsonPath path) {
        if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
            throw Mismatch.of(path, node, "a number");
        }
        return node.doubleValue();
    }

    private static Object flag(JsonNode node, JsonPath path) {
        if (!node.isBoolean()) {
            throw Mismatch.of(path, node, "a boolean");
        }
        return node.booleanValue();
    }

    /** ISO-8601 text, as the engine and ECS's command line write it; or seconds since 1970, as ECS's wire does. */
    private static Object instant(JsonNode node, JsonPath path) {
        if (node.isTextual()) {
            try {
                return OffsetDateTime.parse(node.textValue()).toInstant();
            } catch (DateTimeException e) {
                throw Mismatch.of(path, node, "a time such as 2026-01-31T12:00:00Z");
            }
        }
        if (node.isNumber() && isSeconds(node.decimalValue())) {
            BigDecimal seconds = node.decimalValue().setScale(9, RoundingMode.FLOOR);
            long nanos = seconds.unscaledValue()
                    .mod(BigDecimal.TEN.pow(9).toBigInteger())
                    .longValue();
            return Instant.ofEpochSecond(seconds.setScale(0, RoundingMode.FLOOR).longValue(), nanos);
        }
        throw Mismatch.of(path, node, "a time such as 2026-01-31T12:00:00Z, or seconds since 1970,");
    }

    /** Whether the number is a time, and one that can be rounded without writing out a monstrous number of digits. */
    private static boolean isSeconds(BigDecimal number) {
        return number.scale() <= MOST_DECIMALS && number.abs().compareTo(LAST_SECOND) <= 0;
    }

    private static Object duration(JsonNode node, JsonPath path) {
        try {
            return Duration.parse(node.isTextual() ? node.textValue() : "");
        } catch (DateTimeException e) {
            throw Mismatch.of(path, node, "a duration such as PT1M30S");
        }
    }

    private interface Reader {
        Object read(JsonNode node, JsonPath path);
    }

    private record Scalar(Reader reader, Function<Object, JsonNode> writer) implements Shape {

        @Override
        public Object read(JsonNode node, JsonPath path, UnknownField unknownField) {
            return reader.read(node, path);
        }

        @Override
        public JsonNode write(Object value) {
            return writer.apply(value);
        }
    }
}
