package dev.slipway.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Why a command ends before it has done what was asked. The message is a sentence for a person. */
final class ClientFailure extends RuntimeException {

  private final Exit exit;
  private final @Nullable JsonNode document;
  private final String wayOut;

  private ClientFailure(Exit exit, String sentence, @Nullable JsonNode document, String wayOut) {
    super(sentence);
    this.exit = exit;
    this.document = document;
    this.wayOut = wayOut;
  }

  /**
   * What the client itself found.
   *
   * @param wayOut what to do about it; empty where the sentence says it
   */
  static ClientFailure of(Exit exit, String sentence, String wayOut) {
    return new ClientFailure(exit, sentence, null, wayOut);
  }

  /** What the service answered. */
  static ClientFailure answered(Exit exit, JsonNode problem) {
    return new ClientFailure(exit, problem.path("detail").asString(""), problem, "");
  }

  Exit exit() {
    return exit;
  }

  String sentence() {
    return String.valueOf(getMessage());
  }

  String wayOut() {
    return wayOut;
  }

  /** The problem details, when the service answered with some. */
  Optional<JsonNode> document() {
    return Optional.ofNullable(document);
  }
}
