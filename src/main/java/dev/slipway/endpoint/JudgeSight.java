package dev.slipway.endpoint;

import dev.slipway.endpoint.Plan.Remark;
import dev.slipway.endpoint.Plan.Severity;
import dev.slipway.judge.Foresight;
import dev.slipway.judge.Judge;
import dev.slipway.judge.JudgeRules;
import dev.slipway.judge.JudgeRules.MetricRule;
import dev.slipway.judge.Look;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the judge will be able to see of an update, at the traffic that the endpoint had lately. */
final class JudgeSight {

  private JudgeSight() {}

  /** The remark on an update of instances; empty where nothing is judged. */
  static Optional<Remark> remark(
      ReleaseSpec wanted, int instances, dev.slipway.judge.Traffic traffic) {
    JudgeRules rules = wanted.judge();
    int looks = JudgedBakes.looks(wanted.rollout(), instances);
    if (rules == null || looks < 1) return Optional.empty();
    int points = Look.points(Duration.ofSeconds(wanted.rollout().waitIntervalSeconds()));
    double share = Math.min(0.5, TrafficRemarks.firstShare(wanted.rollout(), instances));
    double alpha = Judge.alpha(rules, looks);
    List<Foresight> seen = new ArrayList<>();
    boolean blind = false;
    for (MetricRule rule : rules.metrics()) {
      Foresight foresight = Foresight.of(rule, alpha, traffic, points, share);
      seen.add(foresight);
      blind |= rule.critical() && foresight.detectable() == null;
    }
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
            seen.stream().map(Foresight::sentence).collect(Collectors.joining("; ")));
    return Optional.of(
        blind
            ? new Remark(
                Severity.WARNING,
                "judge-is-blind",
                sentence
                    + switch (rules.onInsufficientEvidence()) {
                      case CONTINUE -> " Where it cannot tell, the update goes on.";
                      case ABORT -> " Where it cannot tell, the update is aborted.";
                    },
                "Bake with more traffic (a larger canary) or for longer.")
            : new Remark(Severity.NOTE, "judge-sees", sentence, null));
  }
}
