package dev.slipway.testing;

import dev.slipway.simulator.state.Journal;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/** AWS's state without what differs between any two runs: times, generated ids, alarm states. */
public final class AwsSnapshot {

  /** The clock moves; activities and what is remembered of alarms that are gone are AWS's log. */
  private static final Set<String> PASSING =
      Set.of("clock", "scaling.activities", "cloudwatch.past-alarm");

  private AwsSnapshot() {}

  /**
   * The documents by kind and key.
   *
   * @param wanted which keys
   * @param same replaces what else may differ
   */
  public static Map<String, String> of(
      Journal journal, Predicate<String> wanted, UnaryOperator<String> same) {
    Map<String, String> state = new TreeMap<>();
    for (String kind : journal.kinds()) {
      if (PASSING.contains(kind)) continue;
      journal
          .all(kind)
          .forEach((key, document) -> {
            if (!wanted.test(key)) return;
            state.put(
                scrubbed(same.apply(kind + " " + key)),
                scrubbed(same.apply(lasting(kind, document))));
          });
    }
    return state;
  }

  private static String lasting(String kind, JsonNode document) {
    return (kind.equals("cloudwatch.alarm") ? document.path("definition") : document).toString();
  }

  private static String scrubbed(String text) {
    return text.replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "<time>")
        .replaceAll("\\b1[0-9]{9}(\\.[0-9]+)?(E9)?\\b", "<time>")
        .replaceAll("\\b1\\.[0-9]+E9\\b", "<time>")
        .replaceAll("AROA[0-9A-F]+", "<id>")
        .replaceAll("[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", "<id>");
  }
}
