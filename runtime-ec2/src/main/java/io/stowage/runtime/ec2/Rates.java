package io.stowage.runtime.ec2;

/**
 * How many calls of each kind are made a second, in each region, at most. EC2 has one limit for all who use the account: leave others their
 * share.
 *
 * @param describing calls that only look
 * @param launching one for each machine
 * @param terminating one for each machine
 */
public record Rates(double describing, double launching, double terminating) {

    /** Half of what EC2 grants an account that hasn't asked for more. */
    public static final Rates HALF_OF_THE_DEFAULT = new Rates(10, 1, 2.5);

    public Rates {
        require("describing", describing);
        require("launching", launching);
        require("terminating", terminating);
    }

    private static void require(String field, double rate) {
        if (!(rate > 0) || Double.isInfinite(rate)) {
            throw new IllegalArgumentException(
                    "Rates." + field + " is " + rate + ", but must be a number of calls a second above 0.");
        }
    }
}
