package io.stowage.core;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Test documents: a valid definition of two containers, with one place after another changed. */
public final class Patch {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final String BASE = """
            {
              "family": "web",
              "networkMode": "bridge",
              "containerDefinitions": [
                {
                  "name": "app",
                  "image": "nginx:1.27",
                  "cpu": 256,
                  "memory": 512,
                  "portMappings": [{"containerPort": 80, "hostPort": 8080, "protocol": "tcp", "name": "http"}],
                  "healthCheck": {"command": ["CMD-SHELL", "curl -f http://localhost/"]}
                },
                {
                  "name": "sidecar",
                  "image": "busybox",
                  "memoryReservation": 64,
                  "essential": false,
                  "dependsOn": [{"containerName": "app", "condition": "HEALTHY"}]
                }
              ],
              "volumes": [{"name": "data"}]
            }
            """;

    private final JsonNode document;

    private Patch(JsonNode document) {
        this.document = document;
    }

    public static Patch base() {
        return new Patch(parse(BASE));
    }

    /** Sets, or with an index of {@code -} appends, a raw JSON value at a JSON pointer. */
    public Patch set(String pointer, String rawValue) {
        JsonPointer place = JsonPointer.compile(pointer);
        JsonNode parent = document.at(place.head());
        String last = place.last().getMatchingProperty();
        if (parent instanceof ArrayNode array) {
            if (last.equals("-")) {
                array.add(parse(rawValue));
            } else {
                array.set(Integer.parseInt(last), parse(rawValue));
            }
        } else if (parent instanceof ObjectNode object) {
            object.set(last, parse(rawValue));
        } else {
            throw new IllegalArgumentException("Nothing at " + place.head());
        }
        return this;
    }

    public Patch remove(String pointer) {
        JsonPointer place = JsonPointer.compile(pointer);
        ((ObjectNode) document.at(place.head())).remove(place.last().getMatchingProperty());
        return this;
    }

    public String json() {
        return document.toString();
    }

    private static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
