package io.stowage.runtime.process;

import io.stowage.model.ContainerDefinition;
import io.stowage.model.NetworkBinding;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.SecretValue;
import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Works out what a specification comes to on this host: the command line, the working directory, the user and the environment.
 *
 * @param commandLine the program and its arguments
 * @param prefix what comes before them: {@code setpriv} for another user, {@code env} for variables that no shell can export
 * @param workingDirectory null for a new and empty one of the container's own
 */
record Plan(
        List<String> commandLine,
        List<String> prefix,
        @Nullable String workingDirectory,
        @Nullable User user,
        List<String> exported,
        List<String> secretNames) {

    private static final String ENV = "/usr/bin/env";

    static Plan of(ContainerSpec spec, List<NetworkBinding> bindings, AllowedRoots roots)
            throws Image.NotAllowedException, IOException {
        ContainerDefinition definition = spec.definition();
        Image image = Image.of(definition.image(), roots);
        List<String> commandLine = image.commandLine(definition, roots);
        for (String word : commandLine) {
            refuseWhatCannotArrive("command", word);
        }
        String name = definition.user();
        User user = name == null || name.isEmpty() ? null : User.parse(name, Path.of("/etc"));
        Environment environment = Environment.of(variables(spec, bindings, user));
        return new Plan(
                commandLine,
                prefix(user, environment.passed(), commandLine.get(0)),
                workingDirectory(definition, image),
                user,
                environment.exported(),
                secretNames(spec));
    }

    /** All words of the command. */
    List<String> words() {
        return Stream.of(prefix, commandLine).flatMap(List::stream).toList();
    }

    private static Map<String, String> variables(ContainerSpec spec, List<NetworkBinding> bindings, @Nullable User user)
            throws Image.NotAllowedException {
        Map<String, String> variables = new LinkedHashMap<>();
        if (user != null) {
            variables.put("HOME", user.home());
        }
        variables.putAll(portVariables(bindings));
        variables.putAll(spec.environment());
        spec.secrets().forEach(secret -> variables.remove(secret.name()));
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            checkName("environment", variable.getKey());
            refuseWhatCannotArrive("environment", variable.getValue());
        }
        return variables;
    }

    /** {@code PORT} is the first mapping's host port, {@code PORT_<containerPort>} each one's. */
    private static Map<String, String> portVariables(List<NetworkBinding> bindings) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (NetworkBinding binding : bindings) {
            variables.putIfAbsent("PORT", String.valueOf(binding.hostPort()));
            variables.putIfAbsent("PORT_" + binding.containerPort(), String.valueOf(binding.hostPort()));
        }
        return variables;
    }

    private static void checkName(String field, String name) throws Image.NotAllowedException {
        refuseWhatCannotArrive(field, name);
        if (name.isEmpty() || name.indexOf('=') >= 0) {
            throw new Image.NotAllowedException(field + "[].name \"" + name
                    + "\" can't name an environment variable: it must not be empty nor hold \"=\"");
        }
        if (name.equals(ContainerRecord.MARKER)) {
            throw new Image.NotAllowedException(
                    field + "[].name \"" + name + "\" is the name of the runtime's own variable: choose another");
        }
    }

    private static void refuseWhatCannotArrive(String field, String text) throws Image.NotAllowedException {
        if (text.indexOf('\0') >= 0) {
            throw new Image.NotAllowedException(
                    field + " holds a NUL character, which no process can be given: take it out");
        }
        if (!Words.canHold(text)) {
            throw new Image.NotAllowedException(
                    field
                            + " holds half of a surrogate pair, which is no character and has no bytes to be given to a process: take it out");
        }
    }

    private static List<String> secretNames(ContainerSpec spec) throws Image.NotAllowedException {
        for (SecretValue secret : spec.secrets()) {
            boolean fromFile = spec.isFromEnvironmentFile(secret);
            checkName(fromFile ? "environmentFiles" : "secrets", secret.name());
            // A name in a file may be a piece of a value: of a key, say, that goes on in the next line.
            String shown = fromFile ? "a name in environmentFiles" : "secrets[].name \"" + secret.name() + "\"";
            if (!Environment.isExportable(secret.name())) {
                throw new Image.NotAllowedException(shown
                        + " can't be handed to a process without showing its value: use letters, digits and \"_\" only, and no"
                        + " name that a shell gives a meaning to");
            }
            if (!canArrive(secret)) {
                throw new Image.NotAllowedException(
                        "the value of " + shown
                                + " holds a NUL character or half of a surrogate pair, which no process can be given: encode it");
            }
        }
        return spec.secrets().stream().map(SecretValue::name).toList();
    }

    private static boolean canArrive(SecretValue secret) {
        char[] value = secret.reveal();
        CharBuffer text = CharBuffer.wrap(value);
        boolean can = text.chars().noneMatch(c -> c == 0) && Words.canHold(text);
        Arrays.fill(value, '\0');
        return can;
    }

    private static List<String> prefix(@Nullable User user, List<String> passed, String program)
            throws Image.NotAllowedException {
        List<String> prefix = new ArrayList<>(user == null ? List.of() : user.prefix());
        if (!passed.isEmpty()) {
            if (program.indexOf('=') >= 0) {
                Set<String> names =
                        passed.stream().map(v -> v.substring(0, v.indexOf('='))).collect(Collectors.toSet());
                throw new Image.NotAllowedException(
                        "image \"" + program + "\" has \"=\" in its path, and so can't be run with the"
                                + " environment variables " + names + ": rename the one or the others");
            }
            prefix.addAll(List.of(ENV, "--"));
            prefix.addAll(passed);
        }
        return prefix;
    }

    private static @Nullable String workingDirectory(ContainerDefinition definition, Image image)
            throws Image.NotAllowedException {
        String wanted = definition.workingDirectory();
        if (wanted == null || wanted.isEmpty()) {
            return image.isProgram() ? null : image.path().toString();
        }
        Optional<Path> directory = directory(image, wanted);
        if (directory.isEmpty()) {
            throw new Image.NotAllowedException("workingDirectory \"" + wanted + "\" is not a directory of this host"
                    + ": make it, or name another");
        }
        return directory.get().toString();
    }

    private static Optional<Path> directory(Image image, String wanted) {
        try {
            return Optional.of(image.directory().resolve(wanted)).filter(Files::isDirectory);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
