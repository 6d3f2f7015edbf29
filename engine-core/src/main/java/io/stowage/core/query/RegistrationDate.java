package io.stowage.core.query;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/**
 * The date in a comparison with {@code registeredAt}, in one of the four ways in which ECS lets it be written. Without an offset it is in
 * UTC; a date alone is its first second. What is written to the second is compared with the second of the registration: that holds a
 * fraction, which nobody knows when they write an expression.
 */
final class RegistrationDate {

    private static final int DATE_ALONE = "2018-06-18".length();

    private RegistrationDate() {}

    static Condition condition(Operator operator, String value) {
        Instant date = parse(value);
        if (date.getNano() != 0) {
            return instance -> {
                Instant registered = instance.registeredAt();
                return registered != null && operator.admits(registered.compareTo(date));
            };
        }
        long second = date.getEpochSecond();
        return instance -> {
            Instant registered = instance.registeredAt();
            return registered != null && operator.admits(Long.compare(registered.getEpochSecond(), second));
        };
    }

    private static Instant parse(String value) {
        try {
            if (value.length() == DATE_ALONE) {
                return LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            return hasOffset(value)
                    ? OffsetDateTime.parse(value).toInstant()
                    : LocalDateTime.parse(value).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException noDate) {
            throw new BadValueException(
                    0,
                    0,
                    Malformed.quoted(value) + " is no date; expected one such as 2018-06-18T22:28:28+00:00,"
                            + " 2018-06-18T22:28:28Z, 2018-06-18T22:28:28 or 2018-06-18");
        }
    }

    private static boolean hasOffset(String value) {
        return value.endsWith("Z") || value.indexOf('+') > 0 || value.lastIndexOf('-') > value.indexOf('T');
    }
}
