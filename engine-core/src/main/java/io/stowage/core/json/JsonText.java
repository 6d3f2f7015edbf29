package io.stowage.core.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Text to tree and back. Duplicate fields and anything after the document are refused, and everything that a text can make
 * large is bounded, more tightly for what comes from outside than for what the engine itself has stored. Numbers keep every
 * digit.
 */
final class JsonText {

    /** What a user, a file or a wire brings. */
    static final JsonText OUTSIDE = new JsonText(1 << 20, 32, 1 << 18, 64);

    /** What the engine wrote. */
    static final JsonText STORED = new JsonText(1 << 26, 128, 1 << 26, 1000);

    private static final int LONGEST_NAME = 4096;

    private final int longestText;
    private final ObjectMapper mapper;

    private JsonText(int longestText, int depth, int longestString, int longestNumber) {
        this.longestText = longestText;
        StreamReadConstraints limits = StreamReadConstraints.builder()
                .maxDocumentLength(longestText)
                .maxNestingDepth(depth)
                .maxStringLength(longestString)
                .maxNumberLength(longestNumber)
                .maxNameLength(LONGEST_NAME)
                .build();
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(limits)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        this.mapper = JsonMapper.builder(factory)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
    }

    /**
     * The tree of a text that is exactly one JSON document.
     *
     * @throws JsonProblem if it is not, or exceeds a limit
     */
    JsonNode parse(String text) {
        if (text.length() > longestText) {
            throw new JsonProblem("The document has " + text.length() + " characters; at most " + longestText
                    + " are allowed. Make it smaller.");
        }
        try (JsonParser parser = mapper.createParser(text)) {
            return parse(parser);
        } catch (IOException e) {
            throw new UncheckedIOException("Reading from a string failed", e);
        }
    }

    private JsonNode parse(JsonParser parser) throws IOException {
        try {
            JsonNode tree = mapper.readTree(parser);
            if (tree == null || tree.isMissingNode()) {
                throw new JsonProblem("The document is empty. Give a JSON object.");
            }
            if (parser.nextToken() != null) {
                throw new JsonProblem("Something follows the document" + at(parser.currentTokenLocation())
                        + ". Give exactly one JSON object.");
            }
            return tree;
        } catch (StreamConstraintsException e) {
            String limit = withoutSettings(e.getOriginalMessage()) + at(e.getLocation());
            throw JsonProblem.at(path(parser.getParsingContext()), limit + ". Make it smaller.");
        } catch (JsonProcessingException e) {
            throw JsonProblem.at(
                    path(parser.getParsingContext()),
                    "bad JSON" + at(e.getLocation()) + ": "
                            + Mismatch.clip(withoutSettings(e.getOriginalMessage()), 200));
        }
    }

    static String print(JsonNode tree) {
        try {
            return STORED.mapper.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("Writing to a string failed", e);
        }
    }

    /** The parser's message without its hints at settings, which the reader of the message cannot change. */
    private static String withoutSettings(String message) {
        return message.replaceAll(", from `[^`]*`", "").replaceAll(": enable `[^`]*` to allow", "");
    }

    private static String at(@Nullable JsonLocation location) {
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /** Where the parser stands: the element or field that it reads, or has just read. */
    private static JsonPath path(@Nullable JsonStreamContext context) {
        if (context == null || context.inRoot()) {
            return JsonPath.ROOT;
        }
        JsonPath path = path(context.getParent());
        if (context.inArray()) {
            return path.index(Math.max(0, context.getCurrentIndex()));
        }
        String name = context.getCurrentName();
        return name == null ? path : path.field(name);
    }
}
