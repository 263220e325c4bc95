package dev.slipway.environment;

import dev.slipway.base.Violations;
import dev.slipway.judge.JudgeRules;
import dev.slipway.judge.JudgeRules.Metric;
import dev.slipway.judge.JudgeRules.MetricRule;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The limits of what the judge is told. */
final class JudgeLimits {

  private JudgeLimits() {}

  static void check(JudgeRules rules, String at, Violations found) {
    List<MetricRule> metrics = rules.metrics();
    found.require(
        metrics.stream().anyMatch(MetricRule::critical),
        at + "/metrics",
        "A judge needs a critical metric to decide by: mark one, or set judge to null.");
    Set<Metric> seen = EnumSet.noneOf(Metric.class);
    for (int i = 0; i < metrics.size(); i++) {
      MetricRule rule = metrics.get(i);
      String here = at + "/metrics/" + i;
      found.require(
          seen.add(rule.metric()), here + "/metric", "Each metric is compared at most once.");
      double most = rule.metric().counted() ? 1 : 10;
      found.require(
          rule.tolerance() >= 0 && rule.tolerance() <= most,
          here + "/tolerance",
          rule.metric().counted()
              ? "The tolerance of a rate is between 0 and 1: 0.005 is half a percent of all"
                  + " requests."
              : "The tolerance of a latency is between 0 and 10: 0.2 is a fifth more.");
    }
  }
}
