package dev.slipway.catalog;

import dev.harrel.jsonschema.Dialects;
import dev.harrel.jsonschema.Error;
import dev.harrel.jsonschema.InvalidSchemaException;
import dev.harrel.jsonschema.JsonSchemaException;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.slipway.base.Violations;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Checks the shape of a model's answer by a JSON Schema 2020-12. Nothing is fetched: a schema
 * refers only to itself. The sentence on a fault never holds the answer's values.
 */
final class ResponseSchema {

  private static final URI NAME = URI.create("urn:slipway:response");

  private ResponseSchema() {}

  /** Notes what is at fault with a schema. */
  static void check(JsonNode schema, String at, Violations found) {
    if (!SchemaTexts.check(schema, at, found)) return;
    boolean leads = SchemaReferences.check(schema, at, found);
    boolean storable = numbersAreFinite(schema);
    found.require(storable, at, "It has a number that is larger than a double can be.");
    SchemaPatterns.check(schema, at, found);
    if (!leads || !storable) return;
    try {
      validator().registerSchema(NAME, new SchemaNode(schema, ""));
    } catch (InvalidSchemaException invalid) {
      // One place is told: above it the same fault shows again.
      Error first = invalid.getErrors().getFirst();
      found.require(
          false,
          at + first.getInstanceLocation(),
          "JSON Schema 2020-12 does not allow this: " + first.getError() + ".");
    } catch (JsonSchemaException | IllegalArgumentException unusable) {
      found.require(
          false, at, "It cannot be used as JSON Schema 2020-12: " + unusable.getMessage());
    }
  }

  private static boolean numbersAreFinite(JsonNode node) {
    if (node.isDouble()) return Double.isFinite(node.doubleValue());
    return node.values().stream().allMatch(ResponseSchema::numbersAreFinite);
  }

  /** The fault of an answer; empty for none. */
  static Optional<String> fault(JsonNode schema, JsonNode answer) {
    Validator validator = validator();
    validator.registerSchema(NAME, new SchemaNode(schema, ""));
    List<Error> errors = validator.validate(NAME, new SchemaNode(answer, "")).getErrors();
    if (errors.isEmpty()) return Optional.empty();
    Error first = errors.getFirst();
    // It has names of the answer in it; the database keeps no U+0000.
    String where = first.getInstanceLocation().replaceAll("\\p{Cntrl}", "\uFFFD");
    return Optional.of(
        (where.isEmpty() ? "the answer" : where)
            + " is not as the schema's \""
            + first.getKeyword()
            + "\" asks");
  }

  private static Validator validator() {
    return new ValidatorFactory()
        .withDefaultDialect(new Dialects.Draft2020Dialect())
        .withJsonNodeFactory(new SchemaNode.Factory())
        .createValidator();
  }
}
