package io.stowage.core.agent.health;

import io.stowage.model.HealthCheck;
import java.util.ArrayList;
import java.util.List;

/** Turns the command of a health check into the program and the arguments to run. */
public final class HealthCommand {

    private HealthCommand() {}

    /** {@code CMD} runs its arguments as they are, {@code CMD-SHELL} its text in a shell. Without either, it is arguments. */
    public static List<String> of(HealthCheck check) {
        List<String> command = check.command();
        String form = command.isEmpty() ? "" : command.get(0);
        List<String> rest = command.isEmpty() ? command : command.subList(1, command.size());
        return switch (form) {
            case "CMD" -> rest;
            case "CMD-SHELL" -> shell(rest);
            default -> command;
        };
    }

    private static List<String> shell(List<String> text) {
        List<String> argv = new ArrayList<>();
        argv.add("/bin/sh");
        argv.add("-c");
        argv.add(String.join(" ", text));
        return argv;
    }
}
