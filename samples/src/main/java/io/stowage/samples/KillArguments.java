package io.stowage.samples;

/**
 * How a sample that kills is called: {@code --kills N --seed S}.
 *
 * @param seed what is drawn is drawn from it: the same again, if it is given again
 */
public record KillArguments(int kills, long seed) {

    /** Reads them, and says what they are if there are others: then the program ends, with 2. */
    public static KillArguments parse(String program, int kills, String[] words) {
        int asked = kills;
        long seed = System.nanoTime();
        for (int i = 0; i < words.length; i += 2) {
            String value = i + 1 < words.length ? words[i + 1] : "";
            switch (words[i]) {
                case "--kills" -> asked = Integer.parseInt(value);
                case "--seed" -> seed = Long.parseLong(value);
                default -> {
                    System.err.println("samples/run " + program + " [--kills N] [--seed S], but not " + words[i]);
                    System.exit(2);
                }
            }
        }
        return new KillArguments(asked, seed);
    }
}
