package io.stowage.samples.ecsjson;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the program is called.
 *
 * @param files ECS task definitions, at least one
 * @param runtime the name of the runtime
 * @param check whether nothing is run
 * @param runtimeProperties how the runtime reaches its host; may be empty
 */
record Arguments(List<String> files, String runtime, boolean check, Map<String, String> runtimeProperties) {

    static final String USAGE =
            "samples/run ecs-json FILE... [--runtime docker|process] [--host unix:///PATH] [--check]";

    Arguments {
        files = List.copyOf(files);
    }

    /**
     * Reads them.
     *
     * @throws Trouble if they can't be understood
     */
    static Arguments parse(String... words) throws Trouble {
        List<String> files = new ArrayList<>();
        Map<String, String> properties = new LinkedHashMap<>();
        String runtime = "docker";
        boolean check = false;
        for (int i = 0; i < words.length; i++) {
            switch (words[i]) {
                case "--check" -> check = true;
                case "--runtime" -> runtime = value(words, ++i);
                case "--host" -> properties.put("host", value(words, ++i));
                default -> files.add(file(words[i]));
            }
        }
        if (files.isEmpty()) {
            throw Trouble.usage("no file is named. " + USAGE);
        }
        return new Arguments(files, runtime, check, properties);
    }

    private static String value(String[] words, int at) throws Trouble {
        if (at == words.length) {
            throw Trouble.usage(words[at - 1] + " needs a value. " + USAGE);
        }
        return words[at];
    }

    private static String file(String word) throws Trouble {
        if (word.startsWith("--")) {
            throw Trouble.usage("it takes no " + word + ". " + USAGE);
        }
        return word;
    }
}
