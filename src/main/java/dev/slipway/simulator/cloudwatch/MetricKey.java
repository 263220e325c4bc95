package dev.slipway.simulator.cloudwatch;

import dev.slipway.simulator.account.Scope;
import java.util.Map;
import java.util.TreeMap;

/** What identifies a metric: whose, namespace, name and the exact set of its dimensions. */
public record MetricKey(
    Scope scope, String namespace, String name, Map<String, String> dimensions) {

  public MetricKey {
    dimensions = java.util.Collections.unmodifiableMap(new TreeMap<>(dimensions));
  }

  /** AWS's own metrics arrive late, those put by callers at once. */
  boolean fromAws() {
    return namespace.startsWith("AWS/") || namespace.startsWith("/aws/");
  }
}
