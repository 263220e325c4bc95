package dev.slipway.endpoint;

import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import dev.slipway.judge.Foresight;
import dev.slipway.judge.Judge;
import dev.slipway.judge.JudgeRules;
import dev.slipway.judge.JudgeRules.Metric;
import dev.slipway.judge.JudgeRules.MetricRule;
import dev.slipway.judge.Look;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How much the judge will be able to see of an update, at the traffic that the endpoint has had
 * lately.
 */
final class JudgeSight {

  private JudgeSight() {}

  /** The remark on an update of instances; empty where nothing is judged. */
  static Optional<Remark> remark(
      ReleaseSpec wanted, int instances, dev.slipway.judge.Traffic traffic) {
    JudgeRules rules = wanted.judge();
    int looks = JudgedBakes.looks(wanted.rollout(), instances);
    if (rules == null || looks < 1) return Optional.empty();
    int points = Look.points(Duration.ofSeconds(wanted.rollout().waitIntervalSeconds()));
    // In a bake in which the judge looks, the old fleet has at least one instance.
    double most = 1 - 1.0 / instances;
    double share = Math.min(most, TrafficRemarks.firstShare(wanted.rollout(), instances));
    double alpha = Judge.alpha(rules, looks);
    List<Foresight> first = foresights(rules, alpha, traffic, points, share);
    // From bake to bake the old fleet gets less traffic with which the new one could be compared.
    double lastShare = Math.min(most, looks * share);
    List<Foresight> last = foresights(rules, alpha, traffic, points, lastShare);
    boolean blindAtFirst = isBlind(rules, first);
    boolean blindAtLast = !blindAtFirst && isBlind(rules, last);
    String sentence =
        String.format(
            Locale.ROOT,
            "The judge looks %s, at %d minutes of both fleets each time. At the recent %.0f"
                + " requests/min, of which the new fleet gets %.0f %% in its first bake, it finds"
                + " in nine of ten deployments: %s.",
            looks == 1 ? "once" : looks + " times",
            points,
            traffic.requestsPerMinute(),
            100 * share,
            sentences(first));
    if (blindAtLast) {
      sentence +=
          String.format(
              Locale.ROOT,
              " In its last bake, where the old fleet gets %.0f %%: %s.",
              100 * (1 - lastShare),
              sentences(last));
    }
    return Optional.of(
        blindAtFirst || blindAtLast
            ? new Remark(
                Severity.WARNING,
                "judge-is-blind",
                sentence
                    + switch (rules.onInsufficientEvidence()) {
                      case CONTINUE -> " Where it cannot tell, the update goes on.";
                      case ABORT -> " Where it cannot tell, the update is aborted.";
                    },
                blindAtLast
                    ? "Move larger parts, so that the last one is larger too, or bake for longer."
                    : "Bake with more traffic (a larger canary) or for longer.")
            : new Remark(Severity.NOTE, "judge-sees", sentence, null));
  }

  private static List<Foresight> foresights(
      JudgeRules rules, double alpha, dev.slipway.judge.Traffic traffic, int points, double share) {
    return rules.metrics().stream()
        .map(rule -> Foresight.of(rule, alpha, traffic, points, share))
        .toList();
  }

  private static boolean isBlind(JudgeRules rules, List<Foresight> seen) {
    Set<Metric> critical =
        rules.metrics().stream()
            .filter(MetricRule::critical)
            .map(MetricRule::metric)
            .collect(Collectors.toSet());
    return seen.stream().anyMatch(it -> it.detectable() == null && critical.contains(it.metric()));
  }

  private static String sentences(List<Foresight> seen) {
    return seen.stream().map(Foresight::sentence).collect(Collectors.joining("; "));
  }
}
