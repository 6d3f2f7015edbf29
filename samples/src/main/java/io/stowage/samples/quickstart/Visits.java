package io.stowage.samples.quickstart;

import java.util.Map;
import java.util.TreeMap;

/** What came of asking again and again. */
final class Visits {

    private final Map<String, Integer> answers = new TreeMap<>();
    private int retried;
    private int unanswered;

    void answered(String answer) {
        answers.merge(answer, 1, Integer::sum);
    }

    void retried() {
        retried++;
    }

    void unanswered() {
        unanswered++;
    }

    int unansweredCount() {
        return unanswered;
    }

    /** For people. */
    String summary() {
        int total = unanswered + answers.values().stream().mapToInt(n -> n).sum();
        StringBuilder text = new StringBuilder().append(total).append(" requests meanwhile: ");
        answers.forEach((answer, count) ->
                text.append(count).append(" answered \"").append(answer).append("\", "));
        return text.append(unanswered)
                .append(" unanswered, ")
                .append(retried)
                .append(" sent on to another task")
                .toString();
    }
}
