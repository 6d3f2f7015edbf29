package io.stowage.runtime.process;

import io.stowage.model.ContainerDefinition;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an image is to this runtime: a program, or a directory of programs.
 *
 * <p>The rules are those of Docker as far as they can be. A program is its own entry point: without {@code entryPoint} it runs with
 * {@code command} as its arguments. A directory has none. Where {@code entryPoint} is given, or the image is a directory, the command
 * line is {@code entryPoint} and then {@code command}, and its first word is a program: absolute, or relative to the directory (of the
 * image). Whatever is run must be under an allowed root.
 *
 * @param path canonical
 */
record Image(Path path, boolean isProgram) {

    /** Thrown for an image or a command that can't be run; the message is for the user. */
    static final class NotAllowedException extends Exception {
        private static final long serialVersionUID = 1L;

        NotAllowedException(String message) {
            super(message);
        }
    }

    static Image of(String image, AllowedRoots roots) throws NotAllowedException {
        Path path = roots.resolve(image)
                .orElseThrow(
                        () -> new NotAllowedException(
                                "image \"" + image
                                        + "\" is not an absolute path to something under the roots that processes may run from, "
                                        + roots
                                        + ": name a program or a directory there, or allow its root with ProcessRuntimeProvider.builder().allowRoots(...)"));
        boolean directory = Files.isDirectory(path);
        if (!directory && !(Files.isRegularFile(path) && Files.isExecutable(path))) {
            throw new NotAllowedException("image \"" + image
                    + "\" is neither a directory nor a program that this user may execute: check the file's mode");
        }
        return new Image(path, !directory);
    }

    Path directory() {
        return isProgram ? Objects.requireNonNull(path.getParent()) : path;
    }

    /** The program and its arguments. */
    List<String> commandLine(ContainerDefinition definition, AllowedRoots roots) throws NotAllowedException {
        List<String> entryPoint = Optional.ofNullable(definition.entryPoint()).orElse(List.of());
        List<String> command = Optional.ofNullable(definition.command()).orElse(List.of());
        if (entryPoint.isEmpty() && isProgram) {
            return Stream.concat(Stream.of(path.toString()), command.stream()).toList();
        }
        List<String> words = new ArrayList<>(entryPoint);
        words.addAll(command);
        if (words.isEmpty()) {
            throw new NotAllowedException("image \"" + path
                    + "\" is a directory, and neither entryPoint nor command says what to run in it: give one of them");
        }
        String field = entryPoint.isEmpty() ? "command" : "entryPoint";
        words.set(0, program(words.get(0), field, roots));
        return words;
    }

    private String program(String word, String field, AllowedRoots roots) throws NotAllowedException {
        return find(word, roots)
                .orElseThrow(() -> new NotAllowedException(field + "[0] \"" + word
                        + "\" is not a program under the roots that processes may run from, " + roots
                        + ", looked up in " + directory()
                        + ": name one, or allow its root with ProcessRuntimeProvider.builder().allowRoots(...)"))
                .toString();
    }

    /** A program by its absolute path, or by one that is relative to the image. */
    Optional<Path> find(String word, AllowedRoots roots) {
        try {
            return word.isEmpty() ? Optional.empty() : roots.program(directory().resolve(word));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
