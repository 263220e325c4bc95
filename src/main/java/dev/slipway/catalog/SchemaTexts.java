package dev.slipway.catalog;

import dev.slipway.base.Violations;
import dev.slipway.web.StorableText;
import tools.jackson.databind.JsonNode;

/** What stands in a schema as text, names included, must be such as can be kept. */
final class SchemaTexts {

  private SchemaTexts() {}

  /** Notes what cannot be kept; whether nothing is found. */
  static boolean check(JsonNode node, String at, Violations found) {
    boolean holds = !node.isString() || StorableText.holds(node.stringValue());
    found.require(holds, at, StorableText.REFUSAL);
    for (var member : node.properties()) {
      if (!StorableText.holds(member.getKey())) {
        // The name itself cannot stand in an answer.
        found.require(false, at, "In a name: " + StorableText.REFUSAL);
        holds = false;
      } else {
        holds &= check(member.getValue(), Violations.pointer(at, member.getKey()), found);
      }
    }
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        holds &= check(node.get(i), at + "/" + i, found);
      }
    }
    return holds;
  }
}
