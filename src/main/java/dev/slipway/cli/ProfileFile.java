package dev.slipway.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * Environments in YAML (1.2, of which JSON is a part): each document has the members of {@code POST
 * /v1/environments}: {@code name}, {@code profile}, and {@code preset} for a new one.
 */
final class ProfileFile {

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
          .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
          .enable(YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  /** What a preset turns on where a new environment's file says nothing of it. */
  private static final List<String> OFF_ONLY_IF_SAID = List.of("judge", "smoke_test");

  private ProfileFile() {}

  /** The documents of a file; of standard input for {@code -}. */
  static List<ObjectNode> read(Path file, Shell shell) {
    List<ObjectNode> documents = new ArrayList<>();
    try (MappingIterator<JsonNode> found =
        YAML.readerFor(JsonNode.class).readValues(text(file, shell))) {
      while (found.hasNextValue()) {
        JsonNode document = found.nextValue();
        if (document.isNull() || document.isMissingNode()) continue;
        documents.add(checked(document, file));
      }
    } catch (JacksonException unreadable) {
      throw ClientFailure.of(
          Exit.USAGE,
          "%s is no YAML: %s".formatted(file, unreadable.getOriginalMessage()),
          place(unreadable));
    } catch (IOException e) {
      throw ClientFailure.of(Exit.USAGE, "%s cannot be read.".formatted(file), "");
    }
    if (documents.isEmpty()) {
      throw ClientFailure.of(Exit.USAGE, "%s has no environment in it.".formatted(file), "");
    }
    return documents;
  }

  private static String text(Path file, Shell shell) throws IOException {
    return file.toString().equals("-")
        ? new String(shell.streams().in().readAllBytes(), StandardCharsets.UTF_8)
        : Files.readString(file);
  }

  private static String place(JacksonException unreadable) {
    var location = unreadable.getLocation();
    return location == null || location.getLineNr() < 1
        ? ""
        : "Look at line " + location.getLineNr() + ".";
  }

  private static ObjectNode checked(JsonNode document, Path file) {
    if (document instanceof ObjectNode environment
        && environment.path("name").isString()
        && environment.path("profile").isObject()) {
      for (String member : environment.propertyNames()) {
        if (!List.of("name", "preset", "profile").contains(member)) {
          throw ClientFailure.of(
              Exit.USAGE,
              "%s: an environment has no member %s.".formatted(file, member),
              "It has name, preset and profile.");
        }
      }
      return environment;
    }
    throw ClientFailure.of(
        Exit.USAGE,
        "%s: an environment has a name and a profile.".formatted(file),
        "slipway environments NAME shows one.");
  }

  /**
   * An environment as a file that could be applied, to it or, under another name, to make its like.
   */
  static String yaml(JsonNode environment) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.set("name", environment.path("name"));
    ObjectNode profile = document.putObject("profile");
    environment.path("profile").properties().forEach(it -> profile.set(it.getKey(), it.getValue()));
    OFF_ONLY_IF_SAID.stream().filter(it -> !profile.has(it)).forEach(profile::putNull);
    return YAML.writeValueAsString(document);
  }
}
